/** `xtrace compare`: one trace under several kernels, versions and machines. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';
import { bare, Folder, xtrace } from './cli-harness';
import { IN_TURNS, image, FIRST_USE as LINE_OF_USE, sourceLine } from './image-trace';

const EXAMPLES = path.join(__dirname, '../../examples');
const FIRST_USE = path.join(EXAMPLES, 'first-use.xtrace');
const FRAME = path.join(EXAMPLES, 'bugs/frame-before-first-use.xtrace');

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('xtrace compare', () => {
  it('is a table with a column a world, then where they part and why; the answer is 1', async () => {
    const { status, out, error } = await xtrace(['compare', FRAME, '--versions', '6.14..6.15']);
    assert.deepEqual([status, error], [1, '']);
    const [head, ...rows] = out.split('\n');
    assert.match(head ?? '', /^ +6\.14 {2,}6\.15$/);
    assert.match(rows.find((row) => row.includes('expectations')) ?? '', /^≠ expectations {2,}1 of 2 {2,}2 of 2$/);
    assert.match(rows.find((row) => row.includes('#NM')) ?? '', /^ {2}#NM +1 +1$/);
    assert.match(out, /\n6\.14 → 6\.15: programs part at step 9, line 24, in A\n {4}ret\n/);
    assert.match(out, /\n {2}since 6\.15 the kernel looks for the end of a signal frame .*\(dc8aa31a7ac2, /);
  });

  it('says that nothing differs, and answers 0', async () => {
    const { status, out } = await xtrace(['compare', FIRST_USE, '--versions', '6.1..6.2']);
    assert.equal(status, 0);
    assert.match(out, /\nNothing differs\.\n$/);
    assert.doesNotMatch(out, /≠/);
  });

  it('compares kernels and machines with the trace as it is, or with each other', async () => {
    const one = await xtrace(['compare', FIRST_USE, '--kernel', 'eager']);
    assert.match(one.out, /^ +linux-rfc-2020 +eager\n/);
    assert.match(one.out, /linux-rfc-2020 → eager: the kernels part at boot\n/);
    const two = await xtrace(['compare', FIRST_USE, '--machine', 'granite-rapids', '--machine', 'zen4']);
    assert.match(two.out, /^ +granite-rapids +zen4\n/);
  });

  it('writes an object a world and one a parting with --json', async () => {
    const { out } = await xtrace(['compare', FRAME, '--versions', '6.14..6.15', '--json']);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['world', 'world', 'parting'],
    );
    const [world, , parting] = rows;
    assert.deepEqual([world?.label, world?.kernel], ['6.14', 'linux version=6.14']);
    assert.ok(typeof world?.facts === 'object');
    const { before, after, seen, step, line, task } = parting ?? {};
    assert.deepEqual([before, after, seen, step, line, task], ['6.14', '6.15', 'program', 9, 24, 'A']);
    const culprits = parting?.culprits as readonly (readonly { readonly change: string }[])[];
    assert.deepEqual(
      culprits.flat().map(({ change }) => change),
      ['seeksMagicAtUserSize'],
    );
  });

  it('says of a world in which the trace cannot run why, and compares the others', async () => {
    const trace = folder.write(
      'frame.xtrace',
      'xtrace 1\nkernel linux\nwithout fpu__clear_user_states.update_xfd\ntask A\nswitch A\n    nop\n',
    );
    const { status, out } = await xtrace(['compare', trace, '--versions', '6.17..6.18']);
    assert.equal(status, 1);
    assert.match(out, /6\.17: the trace cannot be run: line 3: .* has no step `update_xfd`/);
  });

  it('compares real kernels, and names the function in which two builds part', async function () {
    needs(this, found('gcc'));
    const trace = folder.write('tiles.xtrace', IN_TURNS);
    const [good, changed] = [image(folder, 'good', '-g'), image(folder, 'changed', '-g', '-DWITHOUT_XFD')];
    const { status, out } = await xtrace(['compare', trace, '--vmlinux', good, '--vmlinux', changed]);
    assert.equal(status, 1);
    assert.ok(out.includes(`${good} → ${changed}: programs part at step 4, line ${LINE_OF_USE}, in A\n`), out);
    const line = sourceLine('asm volatile("wrmsr"');
    const wrmsr = `xfd_update_state: wrmsr IA32_XFD, 0x0 \\(kernel\\.c:${line}\\) → fpstate_realloc`;
    assert.match(out, new RegExp(`\n  the kernels part in the function xfd_update_state: ${wrmsr}`));
    const withModel = await xtrace(['compare', trace, '--vmlinux', good]);
    assert.equal(withModel.status, 0, withModel.out);
    assert.match(withModel.out, /Nothing differs\./);
  });

  it('names the function whose code is another one where both do the same with MSRs', async function () {
    needs(this, found('gcc'));
    const trace = folder.write(
      'tiles.xtrace',
      IN_TURNS.replace(', ARCH_XCOMP_TILEDATA)', ', 17)').replace(' => = 0', ''),
    );
    const [good, changed] = [image(folder, 'good'), image(folder, 'changed', '-DNOSYS=1')];
    const { out } = await xtrace(['compare', trace, '--vmlinux', good, '--vmlinux', changed]);
    assert.match(out, /the kernels part in the function fpu_xstate_prctl: fpu_xstate_prctl → fpu_xstate_prctl/);
  });

  it('refuses what it cannot compare, with 2 as the answer', async () => {
    const broken = folder.write('broken.xtrace', bare('nothing'));
    for (const [argv, message] of [
      [[FIRST_USE], /Name a kernel, an image, a machine or versions/],
      [[FIRST_USE, '--kernel', 'lunix'], /^xtrace: --kernel: There is no kernel policy `lunix`/],
      [[FIRST_USE, '--machine', 'z80'], /^xtrace: --machine: /],
      [[FIRST_USE, '--versions', '6.1'], /^xtrace: --versions: `6\.1` is no range of versions/],
      [[FIRST_USE, '--versions', '7.3..6.1'], /older one first/],
      [[FIRST_USE, '--versions', '6.1..6.2', '--kernel', 'linux'], /in place of kernels/],
      [[FIRST_USE, '--versions', '6.1..6.2', '--machine', 'zen4', '--machine', 'zen5'], /one machine at a time/],
      [[], /Name a trace/],
    ] as const) {
      const { status, error } = await xtrace(['compare', ...argv]);
      assert.equal(status, 2, argv.join(' '));
      assert.match(error, message);
    }
    const { status, out } = await xtrace(['compare', broken, '--kernel', 'linux']);
    assert.equal(status, 2);
    assert.match(
      out,
      /^none: the trace cannot be run: line 3: [^\n]*\nlinux: the trace cannot be run: line \d+: [^\n]*\n$/,
    );
  });
});
