/** The form of a shape, against the form of the operands themselves. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { isMnemonic, matchOrNothing } from '../../../src/machine/assembler/match';
import { SHAPED_REGISTERS, ShapedInstruction } from '../../../src/machine/assembler/shaped-instruction';
import type { AssemblerOperand } from '../../../src/machine/encoding/operand';
import { spellings } from '../../../src/machine/instructions';

/** Of each way to be matched: orders, sizes, fixed registers, addresses, vectors of indices, tiles. */
const COMMON = (
  'mov add cmp lea imul shl push pop xchg test jmp call movzx movs bt enter ret movdir64b ' +
  'vaddps vmovaps vmovq vgatherdps vscatterdps vpblendvb pextrb tdpbssd tileloadd tilestored'
)
  .split(' ')
  .map((text, number) => ({ text, number }));

interface Said {
  readonly operand: AssemblerOperand;
  readonly add: (to: ShapedInstruction) => void;
}

const MNEMONICS = [...spellings(), 'movabs', 'cmpltps', 'vpcmpeqd'].map((text, number) => ({ text, number }));

function register(name: string): Said {
  const shaped = SHAPED_REGISTERS.get(name);
  assert.ok(shaped, name);
  return { operand: shaped.operand, add: (to) => to.addRegister(shaped) };
}

function immediate(value: number, label?: number): Said {
  const operand = { kind: 'immediate' as const, value: BigInt(value), ...(label !== undefined && { label }) };
  return { operand, add: (to) => to.addImmediate(value, label) };
}

interface Address {
  readonly base?: string;
  readonly index?: string;
  readonly scale: 1 | 2 | 4 | 8;
  readonly displacement: number;
  readonly size?: number;
  readonly label?: number;
}

function memory({ base, index, scale, displacement, size, label }: Address): Said {
  const [from, by] = [base, index].map((name) => (name === undefined ? undefined : SHAPED_REGISTERS.get(name)));
  const fromNext = base === 'rip' && label === undefined;
  const operand: AssemblerOperand = {
    kind: 'memory',
    scale,
    displacement,
    ...(from && { base: from.operand.register }),
    ...(by && { index: by.operand.register }),
    ...(size !== undefined && { size }),
    ...(label !== undefined && { label }),
    ...(fromNext && { fromNext }),
  };
  return { operand, add: (to) => to.addMemory(from, by, { scale, displacement, size, label, fromNext }) };
}

/** Without what is there and undefined. */
function plain(operand: AssemblerOperand): object {
  if (operand.kind === 'immediate') return { kind: operand.kind, value: operand.value, label: operand.label };
  return Object.fromEntries(Object.entries(operand).filter(([, value]) => value !== undefined));
}

/** Asks a shape for its form; whether it has one. */
function ask(shapes: ShapedInstruction, mnemonic: (typeof MNEMONICS)[number], said: readonly Said[]): boolean {
  shapes.begin(mnemonic);
  for (const { add } of said) add(shapes);
  const found = shapes.match();
  const written = said.map(({ operand }) => operand);
  if (!found) return false;
  const expected = matchOrNothing(mnemonic.text, written);
  const same =
    found.form.name === expected?.form.name &&
    isDeepStrictEqual(found.operands.map(plain), expected.operands.map(plain));
  if (!same) assert.deepEqual({ ...found, written, mnemonic }, { ...expected, written, mnemonic });
  return true;
}

/** Both sides of every place where the range of an immediate can end. */
const EDGES = [0, 7, 8, 15, 16, 31, 32]
  .flatMap((bits) => [2 ** bits, 2 ** 16 - 2 ** bits, 2 ** 32 - 2 ** bits])
  .flatMap((value) => [value - 1, value, value + 1])
  .filter((value) => value >= 0 && value < 2 ** 32);

const name = fc.constantFrom(...SHAPED_REGISTERS.keys());
const general = fc.constantFrom(
  ...'rax rcx rsp rbp rsi rdi r8 r13 r15 r16 r31 eax esp r9d r20d ax al ah spl r8b'.split(' '),
);
const label = fc.option(fc.constantFrom(0, 5), { nil: undefined });
const anyMemory = fc
  .record({
    base: fc.option(fc.oneof(general, fc.constantFrom('rip', 'xmm1', 'zmm17')), { nil: undefined }),
    index: fc.option(fc.oneof(general, fc.constantFrom('xmm1', 'ymm2', 'zmm31')), { nil: undefined }),
    scale: fc.constantFrom(1 as const, 2 as const, 8 as const),
    displacement: fc.constantFrom(0, 1, -1, 127, 128, -128, 64, 0x7fff_ffff, -0x8000_0000),
    size: fc.constantFrom(undefined, 1, 2, 4, 8, 16, 32, 64),
    label,
  })
  .map(({ base, index, size, label: item, ...rest }) =>
    memory({
      ...rest,
      ...(base !== undefined && { base }),
      ...(index !== undefined && { index }),
      ...(size !== undefined && { size }),
      ...(item !== undefined && { label: item, displacement: 0 }),
    }),
  );
const anyOperand = fc.oneof(
  general.map(register),
  name.map(register),
  fc.constantFrom(...EDGES).map((value) => immediate(value)),
  anyMemory,
);

describe('Shapes of instructions', () => {
  it('have the form of the operands, for all registers of a size, after any other has been asked for', () => {
    const shapes = new ShapedInstruction();
    let found = 0;
    const names =
      'al ah bl spl r8b r15b r16b ax dx si r8w r17w eax ecx edx ebx esp ebp r8d r15d r31d rax rcx rsp r8 r15 r16'
        .split(' ')
        .map(register);
    for (const mnemonic of MNEMONICS) {
      for (const first of names) {
        if (ask(shapes, mnemonic, [first])) found++;
        for (const second of names) if (ask(shapes, mnemonic, [first, second])) found++;
      }
    }
    assert.ok(found > 5000, `${found}`);
  });

  it('have the form of the operands at every end of a range of numbers', () => {
    const shapes = new ShapedInstruction();
    let found = 0;
    const firsts = 'al bl ax bx eax ebx rax rbx r8 r8b xmm1 zmm1'.split(' ').map(register);
    const places = [1, 2, 4, 8].map((size) => memory({ base: 'rbx', scale: 1, displacement: 8, size }));
    for (const mnemonic of MNEMONICS) {
      for (const said of [[], ...[...firsts, ...places].map((first) => [first])]) {
        // What takes a number at all takes this one.
        if (!ask(shapes, mnemonic, [...said, immediate(1)])) continue;
        for (const value of EDGES) if (ask(shapes, mnemonic, [...said, immediate(value)])) found++;
      }
    }
    assert.ok(found > 5000, `${found}`);
  });

  it('have the form of the operands, whatever these are and in whatever order they are asked for', () => {
    const shapes = new ShapedInstruction();
    const instruction = fc.tuple(fc.constantFrom(...COMMON), fc.array(anyOperand, { minLength: 1, maxLength: 3 }));
    let found = 0;
    fc.assert(
      fc.property(fc.array(instruction, { minLength: 30, maxLength: 60, size: 'max' }), (instructions) => {
        for (const [mnemonic, said] of instructions) if (ask(shapes, mnemonic, said)) found++;
      }),
      { numRuns: 300 },
    );
    assert.ok(found > 150, `${found}`);
  });

  it('are forgotten when there are too many, and found again', () => {
    const shapes = new ShapedInstruction();
    const vectors = Array.from({ length: 16 }, (_, index) => register(`xmm${index}`));
    const vaddps = MNEMONICS.find(({ text }) => text === 'vaddps');
    assert.ok(vaddps);
    for (const first of vectors)
      for (const second of vectors) for (const third of vectors) assert.ok(ask(shapes, vaddps, [first, second, third]));
    assert.ok(shapes.known <= 4096);
    for (const first of vectors) assert.ok(ask(shapes, vaddps, [first, first, first]));
  });

  it('leave to others what they do not know', () => {
    const shapes = new ShapedInstruction();
    const mov = MNEMONICS.find(({ text }) => text === 'mov');
    assert.ok(mov);
    const address = (displacement: number) => memory({ base: 'eax', scale: 1, displacement });
    assert.ok(ask(shapes, mov, [register('rax'), address(8)]));
    assert.ok(!ask(shapes, mov, [register('rax'), address(2 ** 31)]));
    assert.ok(!ask(shapes, mov, [register('rax'), memory({ base: 'rax', index: 'rsp', scale: 1, displacement: 0 })]));
    assert.ok(!ask(shapes, mov, [register('ds'), register('rbx')]));
    assert.ok(ask(shapes, mov, [register('rbx'), immediate(2 ** 32 - 1)]));
    assert.ok(!isMnemonic('movv'));
  });
});
