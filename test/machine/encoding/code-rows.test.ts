import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { GPR } from '../../../src/machine/architecture/gpr';
import { encode } from '../../../src/machine/assembler/encode';
import { type Form, formByName, type OperandPattern } from '../../../src/machine/assembler/form';
import { type Match, matchForm } from '../../../src/machine/assembler/match';
import { takesRounding } from '../../../src/machine/assembler/pseudo-op';
import type { Rounding } from '../../../src/machine/cpu/instruction';
import { registerAt, registerByName } from '../../../src/machine/cpu/register-names';
import { codeRowOf } from '../../../src/machine/encoding/code-rows';
import { GENERAL_ROWS } from '../../../src/machine/encoding/general-rows';
import { existsIn64BitMode } from '../../../src/machine/encoding/iced';
import { isNewerForm } from '../../../src/machine/encoding/newer-opcodes';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { encodingOfForm } from '../../../src/machine/encoding/rows';
import { INSTRUCTIONS } from '../../../src/machine/instructions';
import { linesOf, samplesOfForm } from '../instructions/instruction-lines';
import { encodeByLibrary } from './library-encoder';

const ADDRESS = 0x40_1000;

/** Those of AMX and MOVRS are held to LLVM: the library has only some of them. */
function isOfLlvm(form: string): boolean {
  return encodingOfForm(form) !== undefined || isNewerForm(form);
}

const FORMS = [...new Set(INSTRUCTIONS.flatMap(({ forms }) => forms))].filter((form) => !isOfLlvm(form));

const hex = (bytes: Uint8Array | object | undefined) =>
  bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : 'none';

/** An address without registers and RIP-relative targets as the library's encoder takes them: absolute. */
function absolute(operand: AssemblerOperand): AssemblerOperand {
  if (operand.kind === 'branch') return { ...operand, target: operand.target + ADDRESS };
  if (operand.kind !== 'memory' || !operand.fromNext) return operand;
  return { ...operand, displacement: Number(operand.displacement) + ADDRESS, fromNext: false };
}

function differences(mnemonic: string, prefixes: readonly string[], written: readonly AssemblerOperand[]): string[] {
  const match = matchForm(mnemonic, prefixes, written.map(absolute));
  return isAssemblyError(match) || isOfLlvm(match.form.name) ? [] : compared(match);
}

/** With a mask where the form does not go without one. */
function masked(match: Match): Match {
  const [target] = match.operands;
  if (match.form.operands[0]?.masking !== 'required' || (target?.kind !== 'register' && target?.kind !== 'memory'))
    return match;
  return { ...match, operands: match.operands.with(0, { ...target, mask: target.mask ?? 1 }) };
}

function compared(asked: Match): string[] {
  if (!hasOneAddressSize(asked)) return [];
  const match = masked(asked);
  const [own, library] = [hex(encode(match, ADDRESS)), hex(encodeByLibrary(match, ADDRESS))];
  return own === library
    ? []
    : [`${match.form.name} ${inspect(match.operands, { depth: 3, breakLength: Infinity })}: ${own}, not ${library}`];
}

/** The address in MOVDIR64B's register has the size of the one beside it: the prefix says it for both, and the assembler asks for it. */
function hasOneAddressSize({ form, operands: [target, memory] }: Match): boolean {
  if (!form.name.startsWith('Movdir64b') || target?.kind !== 'register' || memory?.kind !== 'memory') return true;
  return (memory.base ?? memory.index)?.size === target.register.size;
}

describe('encodings of instructions', () => {
  it('are there for every form that an instruction has, each in one table', () => {
    assert.deepEqual(
      FORMS.filter((form) => !codeRowOf(form)),
      [],
    );
    const known = new Set(FORMS);
    assert.deepEqual(
      GENERAL_ROWS.filter(({ form }) => !known.has(form)),
      [],
    );
  });

  it('are those of the library for every operand of every form', () => {
    const found = INSTRUCTIONS.flatMap(linesOf).flatMap(({ mnemonic, operands }) =>
      differences(mnemonic, [], operands),
    );
    assert.deepEqual(found, []);
  });

  it('are those of the library with prefixes', () => {
    const found = INSTRUCTIONS.flatMap(linesOf).flatMap(({ mnemonic, operands }) =>
      ['lock', 'rep', 'repne', 'notrack', 'rn-sae', 'rd-sae', 'ru-sae', 'rz-sae', 'sae'].flatMap((prefix) =>
        differences(mnemonic, [prefix], operands),
      ),
    );
    assert.deepEqual(found, []);
  });

  it('are those of the library for each pair of operands, whether or not the assembler would choose the form', () => {
    let count = 0;
    const found = FORMS.filter(existsIn64BitMode).flatMap((name) => {
      const form = formByName(name)!; // every form has a name that is read
      const pairs = pairsOf(form).map((operands) => operands.map(absolute));
      const possible = pairs.filter((each) => !isHighBesideRex(each) && !each.some(hasStackPointerAsIndex));
      count += possible.length;
      return possible.flatMap((operands) => compared({ mnemonic: '', form, operands, prefixes: [] }));
    });
    assert.deepEqual(found.slice(0, 20), []);
    assert.ok(count > 50_000, `${count}`);
  });

  it('are those of the library for every vector register in every place, and for every kind of displacement', () => {
    const found = FORMS.flatMap((name) => {
      const form = formByName(name)!; // see above
      return variantsOf(form).flatMap((operands) => compared({ mnemonic: '', form, operands, prefixes: [] }));
    });
    assert.deepEqual(found.slice(0, 20), []);
  });

  it('are those of the library for every rounding', () => {
    const roundings: readonly Rounding[] = ['rn-sae', 'rd-sae', 'ru-sae', 'rz-sae', 'sae'];
    const found = FORMS.flatMap((name) => {
      const form = formByName(name)!; // see above
      const operands = pairsOf(form)[0]!; // of the plainest operands
      const taken = roundings.filter((rounding) => takesRounding(name, rounding));
      return taken.flatMap((rounding) => compared({ mnemonic: '', form, operands, prefixes: [], rounding }));
    });
    assert.deepEqual(found, []);
  });
});

/** The plainest operands, of which each vector, opmask and displacement in turn is every one that the form can have. */
function variantsOf(form: Form): AssemblerOperand[][] {
  const operands = pairsOf(form)[0]!; // of the plainest operands
  return operands.flatMap((operand, at) => {
    if (operand.kind === 'register') return registersLike(operand, form.evex).map((each) => operands.with(at, each));
    const pattern = form.operands[at]!; // one for each operand
    if (pattern.memory === undefined || pattern.addressing === 'absolute') return [];
    return memoriesOf(pattern, form.evex).map((each) => operands.with(at, each));
  });
}

function registersLike(operand: AssemblerOperand & { kind: 'register' }, evex: boolean): AssemblerOperand[] {
  const { file, size } = operand.register;
  if (!/^([xyz]mm|k)$/.test(file)) return [];
  const count = file === 'k' ? 8 : evex ? 32 : 16;
  return Array.from({ length: count }, (_, index) => ({ ...operand, register: registerAt(file, index, size)! })); // exists
}

const DISPLACEMENTS = [
  0,
  ...[1, 2, 4, 8, 16, 32, 64].flatMap((unit) => [-129, -128, -1, 1, 127, 128].map((n) => n * unit)),
];

function memoriesOf({ indices, broadcast }: OperandPattern, evex: boolean): AssemblerOperand[] {
  const base = registerByName('r13')!; // exists
  const plain = { kind: 'memory', base } as const;
  const size = indices === 'zmm' ? 64 : indices === 'ymm' ? 32 : 16;
  const numbers = Array.from({ length: evex ? 32 : 16 }, (_, number) => number);
  const first = indices && registerAt(indices, 1, size)!; // exists
  const memories = DISPLACEMENTS.map((displacement) => ({
    ...plain,
    displacement,
    ...(first ? { index: first, scale: 4 as const } : { scale: 1 as const }),
  }));
  const indexed = numbers.flatMap(
    (number) =>
      indices ? { ...plain, displacement: 8, scale: 8 as const, index: registerAt(indices, number, size)! } : [], // exists
  );
  const copies = broadcast ? memories.map((memory) => ({ ...memory, broadcast: broadcast.copies })) : [];
  return [...memories, ...indexed, ...copies];
}

/** The first two operands in every combination of their samples, a third as it comes first. */
function pairsOf(form: Form): AssemblerOperand[][] {
  const [first, second, ...rest] = samplesOfForm(form).choices.map((samples) => samples.map((each) => each.operand));
  const third = rest.flatMap((choices) => choices.slice(0, 1));
  if (!first) return [[]];
  if (!second) return first.map((operand) => [operand]);
  return first.flatMap((one) => second.map((other) => [one, other, ...third]));
}

/** Matching swaps it with the base before anything is encoded. */
function hasStackPointerAsIndex(operand: AssemblerOperand): boolean {
  return operand.kind === 'memory' && operand.index?.index === GPR.RSP;
}

/** No encoding has AH beside a register that needs a REX prefix. */
function isHighBesideRex(operands: readonly AssemblerOperand[]): boolean {
  const isHigh = (operand: AssemblerOperand) => operand.kind === 'register' && operand.register.high === true;
  const wantsRex = (operand: AssemblerOperand) => {
    if (operand.kind === 'memory') return [operand.base, operand.index].some((part) => part && part.index > 7);
    if (operand.kind !== 'register') return false;
    const { index, size, high } = operand.register;
    return index > 7 || size === 8 || (size === 1 && index > 3 && !high);
  };
  return operands.some(isHigh) && operands.some(wantsRex);
}
