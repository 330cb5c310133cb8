import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ByteReader, FormatError } from '../../../src/elf/byte-reader';
import { DebugInfo } from '../../../src/elf/dwarf/debug-info';
import { compute, locate } from '../../../src/elf/dwarf/expression';
import type { FrameState } from '../../../src/elf/dwarf/location';
import { readSections } from '../../../src/elf/sections';
import { needs } from '../../host/needs';
import { compiled, found } from '../../world/programs/programs';
import { fuzzDwarf } from './fuzz-dwarf';
import { fuzzedPrograms } from './programs';

function problemsOf(path: string): string[] {
  const info = new DebugInfo(readSections(new Uint8Array(readFileSync(path))));
  for (const unit of info.units) info.functionsOf(unit);
  return [...info.problems];
}

const FRAME: FrameState = {
  register: (register) => (register === 7 ? 0x7000n : undefined),
  read: (address, size) => (address === 0x7010n && size === 8 ? 42n : undefined),
  cfa: 0x7100n,
  frameBase: 0x7100n,
  threadLocal: () => undefined,
  relocated: (address) => address + 0x10_0000n,
  indexed: () => 0n,
};

describe('debugging information that cannot be read', () => {
  it('is told of in one sentence: split, of an old version', function () {
    needs(this, found('gcc'));
    const base = ['-static', '-nostdlib', '-DALONE', '-fno-stack-protector', '-O1'];
    const [split = '', ...others] = problemsOf(compiled('gcc', 'lines.c', ...base, '-g', '-gsplit-dwarf'));
    assert.match(split, /^Its debugging information lies in other files .*-gsplit-dwarf/);
    assert.deepEqual(others, []);
    assert.match(
      problemsOf(compiled('gcc', 'lines.c', ...base, '-gdwarf-2', '-gstrict-dwarf'))[0] ?? '',
      /^It has debugging information of DWARF 2/,
    );
    assert.deepEqual(problemsOf(compiled('gcc', 'lines.c', ...base)), []);
  });

  it('never leads to anything but what can be read and sentences, whatever is changed in it', function () {
    this.timeout(120_000);
    needs(this, found('gcc'));
    const { files, broken, problems } = fuzzDwarf(fuzzedPrograms(), 19, 1000);
    assert.deepEqual(problems, []);
    assert.ok(broken > 100 && broken < files, `${broken} were broken`);
  });

  it('ends where its bytes end, and its numbers have 64 bits at most', () => {
    assert.throws(() => new ByteReader(Uint8Array.of(1, 2), 'It').u32(), FormatError);
    assert.throws(() => new ByteReader(Uint8Array.of(65, 66), 'It').text(), /^FormatError|cut off/);
    assert.throws(() => new ByteReader(new Uint8Array(11).fill(0x80), 'It').uleb(), /more than 64 bits/);
    // DWARF 5, figures 16 and 17 of appendix C: examples of LEB128.
    assert.equal(new ByteReader(Uint8Array.of(0xb9, 0x64), 'It').uleb(), 12857);
    assert.equal(new ByteReader(Uint8Array.of(0x80, 0x7f), 'It').sleb(), -128n);
    assert.equal(new ByteReader(Uint8Array.of(0xff, 0x7e), 'It').sleb(), -129n);
  });
});

describe('a location description', () => {
  // DWARF 5, appendix D.1.3 and section 2.6.1.
  const cases: readonly (readonly [what: string, bytes: readonly number[], is: object])[] = [
    ['a register', [0x53], { kind: 'register', register: 3 }],
    ['a static address', [0x03, 0x78, 0x56, 0x34, 0x12, 0, 0, 0, 0], { kind: 'memory', address: 0x1244_5678n }],
    ['an offset from a register', [0x77, 0x10], { kind: 'memory', address: 0x7010n }],
    ['an offset from the frame', [0x91, 0x50], { kind: 'memory', address: 0x70d0n }],
    ['what a pointer points to', [0x77, 0x10, 0x06, 0x23, 0x02], { kind: 'memory', address: 44n }],
    ['a value that is nowhere', [0x35, 0x36, 0x1e, 0x9f], { kind: 'value', value: 30n }],
    [
      'pieces',
      [0x53, 0x93, 0x04, 0x93, 0x02, 0x77, 0x00, 0x93, 0x02],
      {
        kind: 'pieces',
        pieces: [
          { size: 4, location: { kind: 'register', register: 3 } },
          { size: 2, location: { kind: 'nowhere', why: 'It has been optimized out.' } },
          { size: 2, location: { kind: 'memory', address: 0x7000n } },
        ],
      },
    ],
    ['nothing', [], { kind: 'nowhere', why: 'It has been optimized out.' }],
    [
      'a register that nobody knows',
      [0x73, 0x00],
      { kind: 'nowhere', why: 'It is relative to a register that is not known in this frame.' },
    ],
    ['a loop without an end', [0x2f, 0xfd, 0xff], { kind: 'nowhere', why: 'Its location takes too long to compute.' }],
    [
      'an unknown operation',
      [0x01],
      { kind: 'nowhere', why: 'Its location uses an operation that is not known here (0x1).' },
    ],
    [
      'a division by zero',
      [0x31, 0x30, 0x1b],
      { kind: 'nowhere', why: 'Its location cannot be computed: it divides by zero.' },
    ],
  ];
  for (const [what, bytes, is] of cases) {
    it(`can be ${what}`, () => assert.deepEqual(locate(Uint8Array.from(bytes), FRAME), is));
  }

  it('computes with 64 bits', () => {
    // const1s -3; const1u 2; div; abs; const1u 5; swap; minus: 5 - 1
    assert.equal(compute(Uint8Array.of(0x09, 0xfd, 0x08, 2, 0x1b, 0x19, 0x08, 5, 0x16, 0x1c), FRAME), 4n);
    // lit1; const1u 63; shl; const1u 63; shra
    assert.equal(compute(Uint8Array.of(0x31, 0x08, 63, 0x24, 0x08, 63, 0x26), FRAME), 2n ** 64n - 1n);
    // lit0; bra over the next; lit7; lit1; bra +1; lit9; lit2; plus
    assert.equal(compute(Uint8Array.of(0x37, 0x31, 0x28, 1, 0, 0x39, 0x32, 0x22), FRAME), 9n);
  });
});
