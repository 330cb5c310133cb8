/** What the editor for core files and XSAVE areas shows of them. */
import assert from 'node:assert/strict';
import type { RecordingView } from '../../src/recording/viewing/recording-view';
import { viewRecording } from '../../src/recording/viewing/view-recording';
import { problemHtml, recordingHtml } from '../../src/vscode/recordings/recording-html';
import { buildCore } from '../elf/core/build-core';

function shown(bytes: Uint8Array, name = 'a.xsave'): RecordingView {
  const view = viewRecording(bytes, name);
  assert.ok(!('problem' in view), 'problem' in view ? view.problem : '');
  return view;
}

/** An area in the standard format of Sapphire Rapids: YMM1, K2, PKRU, and a tile of two rows of eight bytes. */
function area(): Uint8Array {
  const bytes = new Uint8Array(11008);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x37f, true);
  view.setUint32(24, 0x1f80, true);
  view.setBigUint64(512, 0x60226n, true);
  view.setUint32(160 + 16, 0x1234, true);
  bytes[576 + 16 + 15] = 0xff;
  view.setUint16(1088 + 16, 0xabcd, true);
  view.setUint32(2688, 4, true);
  bytes[2752] = 1;
  view.setUint16(2752 + 16, 8, true);
  bytes[2752 + 48] = 2;
  bytes[2816 + 64 + 3] = 0x7f;
  return bytes;
}

const rowsOf = (view: RecordingView, title: string) =>
  Object.fromEntries(view.states[0]?.registers.find((group) => group.title === title)?.rows ?? []);

describe('the view of an XSAVE area', () => {
  it('has the header, the layout and the registers, at the width that is in use', () => {
    const view = shown(area());
    const [state] = view.states;
    assert.deepEqual(state?.facts, [
      ['Format', 'standard, 11008 bytes'],
      ['XSTATE_BV', '0x60226 = SSE | AVX | OPMASK | PKRU | XTILECFG | XTILEDATA'],
      ['XCOMP_BV', '0x0'],
    ]);
    const tiledata = { component: '18 XTILEDATA', place: '2816', size: '8192', isInUse: true };
    assert.deepEqual(state?.layout.at(-1), tiledata);
    assert.deepEqual(rowsOf(view, 'Control'), { FCW: '0x37f', FSW: '0x0', MXCSR: '0x1f80', PKRU: '0x4' });
    assert.deepEqual(rowsOf(view, 'Vectors'), { YMM1: `0xff${'0'.repeat(58)}1234` });
    assert.equal(rowsOf(view, 'Masks').K2, '0x000000000000abcd');
  });

  it('has each configured tile as rows of bytes', () => {
    const [tile, ...more] = shown(area()).states[0]?.tiles ?? [];
    assert.deepEqual([tile?.name, tile?.shape, more.length], ['TMM0', '2 × 8 bytes', 0]);
    assert.deepEqual(tile?.rows[1], ['00', '00', '00', '7f', '00', '00', '00', '00']);
  });

  it('says of another file that it is neither', () => {
    const view = viewRecording(new Uint8Array(100), 'x.xsave');
    assert.match('problem' in view ? view.problem : '', /^x\.xsave is neither a core file nor an XSAVE area/);
  });
});

describe('the view of a core file', () => {
  it('has every thread with its registers, and components where the file says that they lie', () => {
    const xstate = area();
    xstate.set(xstate.subarray(576, 832), 4000);
    xstate.fill(0, 576, 832);
    const view = shown(buildCore({ xstate, layout: [[2, 256, 4000]], threads: 2, rip: 0x40_1000n }), 'core.1');
    assert.equal(view.states.length, 2);
    assert.match(view.states[0]?.title ?? '', /^thread 100, SIGSEGV, at 0x401000$/);
    assert.equal(rowsOf(view, 'General').RIP, '0x401000');
    assert.match(rowsOf(view, 'Vectors').YMM1 ?? '', /^0xff0/);
    assert.equal(view.states[0]?.layout.find(({ component }) => component === '2 AVX')?.place, '4000');
  });
});

describe('the page of a recording', () => {
  const parts = { styles: ['a.css'], styleSource: "'self'", debug: 'command:x?%22' };

  it('escapes what others have named, and has no script', () => {
    const html = recordingHtml(shown(area(), '<b>"&.xsave'), parts);
    assert.match(html, /<h1>XSAVE area: &lt;b&gt;&quot;&amp;\.xsave<\/h1>/);
    assert.doesNotMatch(html, /<script|<b>/);
    assert.match(html, /<a class="button" href="command:x\?%22">Debug from here<\/a>/);
    assert.match(html, /<td>7f<\/td>/);
  });

  it('says what is wrong in place of a button', () => {
    const html = problemHtml('It is <none>.', parts);
    assert.match(html, /<p>It is &lt;none&gt;\.<\/p>/);
    assert.doesNotMatch(html, /Debug from here/);
  });
});
