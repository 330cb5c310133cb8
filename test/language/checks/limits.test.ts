import assert from 'node:assert/strict';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { LIMITS } from '../../../src/language/errors/limits';
import { nearest } from '../../../src/language/errors/nearest';
import { parseTrace } from '../../../src/language/parser';
import { layOut } from '../../../src/machine/assembler/layout';
import { finish } from '../../../src/machine/pausable';
import { codeTooLarge } from '../../../src/world/program/layout-code';
import { checkProgram } from '../../../src/world/program/load-program';
import { CODE_BASE } from '../../../src/world/program/program';
import { Sites } from '../../../src/world/program/sites';

const MIB = 1024 * 1024;
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
const times = (count: number, text: string): string => text.repeat(count);

interface Case {
  /** A trace, behind its header, that has so much. */
  readonly text: (amount: number) => string;
  /** The line of what is beyond, counted from 1; the last one with text unless given. */
  readonly line?: number;
}

/** Product of powers of two: an integer of so many bits. */
function integerOf(bits: number): string {
  const whole = Math.floor((bits - 1) / 63);
  return `${times(whole, '(1 << 63) * ')}(1 << ${(bits - 1) % 63})`;
}

const CASES: Readonly<Partial<Record<keyof typeof LIMITS, Case>>> = {
  operators: { text: (amount) => `const a = 1${times(amount, ' + 1')}` },
  bits: { text: (amount) => `const a = ${integerOf(amount)}` },
  blocks: { text: (amount) => times(amount, 'repeat 1\n') + times(amount, 'end\n'), line: LIMITS.blocks.most + 2 },
  expansions: {
    text: (amount) => {
      const macros = lines(amount, (index) => `.macro m${index + 1}\n${index === 0 ? 'nop' : `m${index}`}\n.endm`);
      return `${macros}m${amount}`;
    },
  },
  expandedLines: { text: (amount) => `.rept ${amount}\nnop\n.endr`, line: 2 },
  expandedText: {
    text: (amount) => `.rept 256\n${'nop'.padEnd(Math.ceil(amount / 256))}\n.endr`,
    line: 2,
  },
  statements: { text: (amount) => `#APP\nnop${times(amount - 1, ';nop')}\n#NO_APP`, line: 3 },
  names: { text: (amount) => lines(amount, (index) => `a${index}:`) },
  tasks: { text: (amount) => lines(amount, (index) => `task T${index}`) },
  settings: { text: (amount) => `machine sapphire-rapids${times(amount, ' +avx')}` },
  cpus: { text: (amount) => `machine sapphire-rapids cpus=${amount}` },
  files: { text: (amount) => lines(amount, (index) => `data d${index} = file "data.bin"`) },
  data: { text: (amount) => `data a = zero ${amount}` },
  allData: {
    text: (amount) => {
      const whole = lines(amount / LIMITS.data.most, (index) => `data d${index} = zero ${LIMITS.data.most}`);
      return `${whole}data rest = zero ${amount % LIMITS.data.most}`;
    },
  },
  elements: {
    text: (amount) => `data a = i8[${64 * MIB}] ramp(0, 1)\ndata b = u8[${amount - 64 * MIB}] random(1)`,
  },
  emittedCode: { text: (amount) => `nop\n.fill ${amount}, 1, 0x90` },
};

const FILES = { sizeOf: () => 1, read: () => Uint8Array.of(0) };

function found(text: string) {
  return checkProgram(`xtrace 1\n${text}\n`, FILES).map(({ code, range }) => ({ code, line: range.line + 1 }));
}

describe('What a trace may have', () => {
  for (const [name, { text, line }] of Object.entries(CASES)) {
    const { most, code, what } = LIMITS[name as keyof typeof LIMITS];

    it(`is as much as the limit, and what is beyond it is said where it stands: ${what}`, () => {
      assert.deepEqual(found(text(most)), []);
      const tooMuch = text(most + 1);
      const last = tooMuch.trimEnd().split('\n').length + 1;
      assert.deepEqual(found(tooMuch), [{ code, line: line ?? last }]);
    });
  }

  it('is held by a case here, or by one of these tests, for every limit', () => {
    const programs = ['programHeaders', 'programImage', 'programStrings']; // read-elf.test.ts, programs/loading.test.ts
    const elsewhere = ['trace', 'problems', 'candidates', 'comparisons', 'code', ...programs];
    assert.deepEqual(Object.keys(LIMITS).toSorted(), [...Object.keys(CASES), ...elsewhere].toSorted());
  });

  it('is so many problems, whoever finds them, and a word that there are more', () => {
    const { most } = LIMITS.problems;
    const wrongs = {
      reading: 'expect )',
      checking: 'expect nobody',
      names: 'task A',
      options: 'kernel linux none=1',
      constants: 'const a = zero + 1',
      assembling: 'x: jmp y',
    };
    for (const [stage, wrong] of Object.entries(wrongs)) {
      const problems = found(`task A\n${lines(2 * most, () => wrong)}`);
      assert.equal(problems.at(-1)?.code, 'too-many-problems', stage);
      assert.ok(problems.length <= 2 * most + 2, `${stage}: ${problems.length}`);
    }
    const one = found(`kernel linux${times(2 * most, ' none=1')}`);
    assert.ok(one.length < 2 * most);
  });

  it('is so many names that a wrong one is compared with', () => {
    const named = (most: number, name: string) => Array.from({ length: most }, () => name);
    const proposed = (names: readonly string[]) => nearest('wanted_1', [...names, 'wanted_2']);
    // The same letters in another order: far, but only a comparison can tell.
    const close = named(LIMITS.comparisons.most, '1_detnaw');
    assert.equal(proposed(close.slice(1)), 'wanted_2');
    assert.equal(proposed(close), undefined);
    const looked = named(LIMITS.candidates.most, 'quite_other');
    assert.equal(proposed(looked.slice(1)), 'wanted_2');
    assert.equal(proposed(looked), undefined);
  });

  it('is so many files that are looked for, whether they are there or not', () => {
    const { most } = LIMITS.files;
    const declared = `xtrace 1\nexpect nobody\n${lines(9000, (index) => `data d${index} = file "f${index}"`)}`;
    for (const isThere of [true, false]) {
      let looked = 0;
      const sizeOf = (): number => {
        looked++;
        if (isThere) return 1;
        throw new ExpressionError('no-such-file', 'There is none.');
      };
      checkProgram(declared, { sizeOf, read: () => new Uint8Array(1) });
      assert.ok(looked > 0 && looked <= most, `${looked} times`);
    }
  });

  it('is so much code that it ends below the data, whatever emits it', () => {
    const sites = finish(Sites.arranging(parseTrace(`xtrace 1${'\n'.repeat(7)}nop`)));
    const placed = (size: number) => layOut([{ kind: 'space', size }], CODE_BASE);
    assert.equal(codeTooLarge(placed(LIMITS.code.most), sites), undefined);
    const problem = codeTooLarge(placed(LIMITS.code.most + 1), sites);
    assert.equal(problem?.code, 'code-too-large');
    assert.equal(problem?.range.line, 7);
  });

  it('is counted with what alignment leaves free, and once for each thread where threads have it for themselves', () => {
    const gaps = found(lines(600, (index) => `data d${index} = zero 1 align=${2 * MIB}`));
    assert.deepEqual(gaps, [{ code: 'too-much-data', line: 514 }]);
    const local = '\t.section .tbss,"awT",@nobits\nx:\n\t.zero 33554432\n';
    assert.deepEqual(found(`task A\ntask B in A\nproc p\n${local}\t.text\nend`), []);
    const threads = `task A\n${lines(40, (index) => `task B${index} in A`)}`;
    assert.equal(found(`${threads}proc p\n${local}\t.text\nend`)[0]?.code, 'too-much-data');
  });
});
