import assert from 'node:assert/strict';
import { GPR } from '../../../src/machine/architecture/gpr';
import { encode, encodeByLibrary } from '../../../src/machine/assembler/encode';
import { type Form, formByName } from '../../../src/machine/assembler/form';
import { type Match, matchForm } from '../../../src/machine/assembler/match';
import { GENERAL_ROWS, generalRow } from '../../../src/machine/encoding/general-rows';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { INSTRUCTIONS } from '../../../src/machine/instructions';
import { linesOf } from '../instructions/instruction-lines';
import { samplesOf } from '../instructions/operand-samples';

const ADDRESS = 0x40_1000;

const hex = (bytes: ReturnType<typeof encode>) =>
  bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : bytes.code;

/** An address without registers and RIP-relative targets as the library's encoder takes them: absolute. */
function absolute(operand: AssemblerOperand): AssemblerOperand {
  if (operand.kind === 'branch') return { ...operand, target: operand.target + ADDRESS };
  if (operand.kind !== 'memory' || !operand.fromNext) return operand;
  return { ...operand, displacement: Number(operand.displacement) + ADDRESS, fromNext: false };
}

function differences(mnemonic: string, prefixes: readonly string[], written: readonly AssemblerOperand[]): string[] {
  const match = matchForm(mnemonic, prefixes, written.map(absolute));
  if (isAssemblyError(match) || !generalRow(match.form.name)) return [];
  return compared(match);
}

function compared(match: Match): string[] {
  const [own, library] = [hex(encode(match, ADDRESS)), hex(encodeByLibrary(match, ADDRESS))];
  return own === library ? [] : [`${match.form.name}: ${own}, not ${library}`];
}

describe('encodings of general-purpose instructions', () => {
  it('are of forms that an instruction has', () => {
    const known = new Set(INSTRUCTIONS.flatMap(({ forms }) => forms));
    assert.deepEqual(
      GENERAL_ROWS.filter(({ form }) => !known.has(form)),
      [],
    );
  });

  it('have a place for each operand of their form', () => {
    for (const { form, places } of GENERAL_ROWS) assert.equal(places.length, formByName(form)?.operands.length, form);
  });

  it('are those of the library for every operand of every form', () => {
    const found = INSTRUCTIONS.flatMap(linesOf).flatMap(({ mnemonic, operands }) =>
      differences(mnemonic, [], operands),
    );
    assert.deepEqual(found, []);
  });

  it('are those of the library with prefixes', () => {
    const locked = INSTRUCTIONS.flatMap(linesOf).flatMap(({ mnemonic, operands }) => [
      ...differences(mnemonic, ['lock'], operands),
      ...differences(mnemonic, ['notrack'], operands),
    ]);
    assert.deepEqual(locked, []);
  });

  it('are those of the library for each pair of operands, whether or not the assembler would choose the form', () => {
    const found = GENERAL_ROWS.flatMap(({ form: name }) => {
      const form = formByName(name)!; // see above
      const pairs = pairsOf(form).map((operands) => operands.map(absolute));
      const possible = pairs.filter((each) => !isHighBesideRex(each) && !each.some(hasStackPointerAsIndex));
      return possible.flatMap((operands) => compared({ mnemonic: '', form, operands, prefixes: [] }));
    });
    assert.deepEqual(found, []);
  });
});

/** The first two operands in every combination of their samples, a third as it comes first. */
function pairsOf(form: Form): AssemblerOperand[][] {
  const [first, second, ...rest] = form.operands.map((pattern) =>
    samplesOf(pattern, false).map((each) => each.operand),
  );
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
