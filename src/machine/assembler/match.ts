/**
 * From a mnemonic and operands to a form: the one that the GNU assembler chooses among those that the instruction tables
 * declare. Pure table work, so that a trace of many lines is checked quickly.
 */

import type { Prefix, Rounding } from '../cpu/instruction';
import { type AssemblerOperand, type AssemblyError, hasSegmentBase, isAssemblyError } from '../encoding/operand';
import { takesRex2 } from '../encoding/rex2';
import { encodingOfForm } from '../encoding/rows';
import { rowsNamed } from '../instructions';
import { accepts, canBe } from './accept';
import { checkAddress } from './address-check';
import { checkFlags } from './check-flags';
import { checkPrefixes } from './check-prefixes';
import { checkRegisters } from './check-registers';
import { explainMismatch, explainUnknown } from './explain';
import { type Form, formByName } from './form';
import { ENCODING_PREFIXES, NO_FLAGS, pseudoOp, REX2, roundingOf, takesRounding, WITH_REP } from './pseudo-op';
import {
  COMMUTATIVE,
  completeOperands,
  DEFAULT_64,
  FORMS_OF_SPELLING,
  isShorterAsStore,
  misreadsAsNop,
} from './spelling';

export interface Match {
  readonly mnemonic: string;
  readonly form: Form;
  /** In the order of the form, which may differ from the order written (XCHG, TEST). */
  readonly operands: readonly AssemblerOperand[];
  readonly prefixes: readonly Prefix[];
  readonly rounding?: Rounding;
  /** See `Instruction.defaultFlags`. */
  readonly defaultFlags?: number;
}

/** The forms of a spelling, best first. */
interface Candidates {
  readonly all: readonly Form[];
  /** A cache: the forms that can have operands of these kinds, by `kindsOf`. */
  readonly byKinds: Map<number, readonly Form[]>;
}

const bySpelling = new Map<string, Candidates>();

/** Why nothing matches: put into words where somebody asks, since that takes longer than matching does. */
type Mismatch = () => AssemblyError;

/**
 * The form of `mnemonic` (any case) for these operands, or why there is none. Branches match their short form; whether
 * it reaches is for the layout. Errors: every `AssemblyErrorCode` except `branch-range`.
 */
export function matchForm(
  mnemonic: string,
  prefixes: readonly string[],
  written: readonly AssemblerOperand[],
): Match | AssemblyError {
  const found = findMatch(mnemonic, prefixes, written);
  return typeof found === 'function' ? found() : found;
}

/** The same without prefixes, and without the reason where nothing matches. */
export function matchOrNothing(mnemonic: string, written: readonly AssemblerOperand[]): Match | undefined {
  const found = findMatch(mnemonic, NO_PREFIXES, written);
  return typeof found === 'function' ? undefined : found;
}

function findMatch(
  mnemonic: string,
  prefixes: readonly string[],
  written: readonly AssemblerOperand[],
): Match | Mismatch {
  const spelling = bySpelling.has(mnemonic) ? mnemonic : mnemonic.toLowerCase();
  const candidates = candidatesOf(spelling);
  if (!candidates) {
    const pseudo = pseudoOp(spelling);
    if (!pseudo) return () => explainUnknown(mnemonic);
    return findMatch(pseudo.mnemonic, prefixes, [...written, { kind: 'immediate', value: pseudo.immediate }]);
  }
  const other = prefixes.length === 1 && prefixes[0] === 'rep' ? WITH_REP[spelling] : undefined;
  if (other) return findMatch(other, NO_PREFIXES, written);
  const operands = checkAddresses(completeOperands(spelling, written));
  if (isAssemblyError(operands)) return () => operands;
  const all = formsFor(spelling, candidates, operands);
  const rounding = prefixes.length === 0 ? undefined : roundingOf(prefixes);
  const forms = prefixes.length === 0 ? all : all.filter(({ name }) => canHave(name, prefixes, rounding));
  const match = bestMatch(forms, spelling, operands);
  const flags = checkBraces(spelling, prefixes, match, (kept) =>
    bestMatch(
      all.filter(({ name }) => canHave(name, kept, rounding)),
      spelling,
      operands,
    ),
  );
  if (isAssemblyError(flags)) return () => flags;
  if (rounding && (!match || operands.some(isMemory))) return () => noRounding(spelling, rounding);
  if (!match) return () => explainMismatch(spelling, candidates.all, operands);
  const problem =
    checkSizes(forms, spelling, match) ??
    checkRegisters(spelling, match.form.name, operands) ??
    segmentBaseProblem(spelling, match.form.name, operands);
  if (problem) return () => problem;
  const checked =
    prefixes.length === 0 ? NO_PREFIXES : checkPrefixes(spelling, prefixes, match.operands, match.form.evex);
  if (isAssemblyError(checked)) return () => checked;
  const made = { mnemonic: spelling, form: match.form, operands: match.operands, prefixes: checked, ...flags };
  return rounding ? { ...made, rounding } : made;
}

/** The table of our own encodings has no segments. */
function segmentBaseProblem(
  spelling: string,
  form: string,
  operands: readonly AssemblerOperand[],
): AssemblyError | undefined {
  if (!encodingOfForm(form)) return undefined;
  if (!operands.some((operand) => operand.kind === 'memory' && hasSegmentBase(operand))) return undefined;
  const message = `\`${spelling}\` with \`fs:\` or \`gs:\` is valid x86, not modelled by this emulator.`;
  return { code: 'not-modelled', message };
}

const NO_PREFIXES: readonly Prefix[] = [];

function encodingOf(prefixes: readonly string[]): string | undefined {
  return prefixes.map((prefix) => ENCODING_PREFIXES[prefix]).find((start) => start !== undefined);
}

function canHave(form: string, prefixes: readonly string[], rounding: Rounding | undefined): boolean {
  const encoding = encodingOf(prefixes);
  if (encoding !== undefined && !form.startsWith(encoding)) return false;
  if (prefixes.includes(NO_FLAGS) && !form.endsWith('_nf')) return false;
  return (!rounding || takesRounding(form, rounding)) && (!prefixes.includes(REX2) || takesRex2(form));
}

/** `matchWith` is the form with other prefixes. */
function checkBraces(
  mnemonic: string,
  prefixes: readonly string[],
  match: Fit | undefined,
  matchWith: (prefixes: readonly string[]) => Fit | undefined,
): ReturnType<typeof checkFlags> {
  if (!match && prefixes.includes(REX2) && matchWith(prefixes.filter((prefix) => prefix !== REX2))) {
    return noRex2(mnemonic);
  }
  return checkFlags(mnemonic, prefixes, match, () => matchWith(NO_PREFIXES));
}

function noRex2(mnemonic: string): AssemblyError {
  const message = `\`${mnemonic}\` cannot have {rex2}: it has no encoding with that prefix here.`;
  return { code: 'bad-prefix', message };
}

function noRounding(mnemonic: string, rounding: Rounding): AssemblyError {
  const message = `\`${mnemonic}\` cannot have {${rounding}} with these operands: it goes with 512-bit or scalar registers only.`;
  return { code: 'bad-prefix', message };
}

/** Whether any instruction is spelled so, in lower case. */
export function isMnemonic(spelling: string): boolean {
  return candidatesOf(spelling) !== undefined || pseudoOp(spelling) !== undefined;
}

function candidatesOf(spelling: string): Candidates | undefined {
  const known = bySpelling.get(spelling);
  if (known) return known;
  const names = FORMS_OF_SPELLING[spelling] ?? rowsNamed(spelling).flatMap((row) => row.forms);
  if (names.length === 0) return undefined;
  const all = names.map(formByName).filter((form) => form !== undefined);
  all.sort((a, b) => a.operands.length - b.operands.length || a.rank - b.rank);
  const made: Candidates = { all, byKinds: new Map() };
  bySpelling.set(spelling, made);
  return made;
}

function formsFor(
  spelling: string,
  { all, byKinds }: Candidates,
  operands: readonly AssemblerOperand[],
): readonly Form[] {
  const kinds = kindsOf(operands);
  let forms = byKinds.get(kinds);
  if (!forms) {
    const orders = COMMUTATIVE.has(spelling) ? [operands, operands.toReversed()] : [operands];
    forms = all.filter((form) => orders.some((order) => canHaveKinds(form, order)));
    byKinds.set(kinds, forms);
  }
  return forms;
}

function canHaveKinds({ operands: patterns }: Form, operands: readonly AssemblerOperand[]): boolean {
  return patterns.length === operands.length && operands.every(({ kind }, i) => canBe(patterns[i]!, kind)); // as many
}

const KIND_DIGIT: Readonly<Record<AssemblerOperand['kind'], number>> = {
  register: 1,
  memory: 2,
  immediate: 3,
  branch: 4,
};
const KIND_BASE = 5;

/** The kinds of the operands as the digits of one number. */
function kindsOf(operands: readonly AssemblerOperand[]): number {
  let kinds = 0;
  for (const { kind } of operands) kinds = kinds * KIND_BASE + KIND_DIGIT[kind];
  return kinds;
}

function checkAddresses(operands: readonly AssemblerOperand[]): readonly AssemblerOperand[] | AssemblyError {
  for (let i = 0; i < operands.length; i++) {
    const operand = operands[i]!; // within the list
    if (operand.kind !== 'memory') continue;
    const checked = checkAddress(operand, i);
    // An instruction has one memory operand at most.
    if (checked === operand) return operands;
    return isAssemblyError(checked) ? checked : operands.with(i, checked);
  }
  return operands;
}

/** A form with the operands in its order. */
interface Fit {
  readonly form: Form;
  readonly operands: readonly AssemblerOperand[];
}

function bestMatch(forms: readonly Form[], spelling: string, operands: readonly AssemblerOperand[]): Fit | undefined {
  const form = firstThatAccepts(forms, operands);
  if (COMMUTATIVE.has(spelling)) {
    const swapped = operands.toReversed();
    const other = firstThatAccepts(forms, swapped);
    if (other && (!form || other.rank < form.rank)) return { form: other, operands: swapped };
  }
  return form && { form, operands };
}

function firstThatAccepts(forms: readonly Form[], operands: readonly AssemblerOperand[]): Form | undefined {
  for (const form of forms) {
    if (accepts(form, operands) && !misreadsAsNop(form, operands) && !isShorterAsStore(form, operands)) return form;
  }
  return undefined;
}

function isMemory({ kind }: AssemblerOperand): boolean {
  return kind === 'memory';
}

/** Memory without a size must leave no doubt about it; memory with one must want one. */
function checkSizes(forms: readonly Form[], mnemonic: string, { form, operands }: Fit): AssemblyError | undefined {
  const index = operands.findIndex(isMemory);
  const operand = operands[index];
  const size = form.operands[index]?.memory;
  if (operand?.kind !== 'memory' || size === undefined) return undefined;
  if (operand.size !== undefined) {
    if (size !== 0 || mnemonic === 'lea' || form.operands[index]?.indices) return undefined;
    const message = `\`${mnemonic}\` has no operand size; leave the \`... PTR\` out.`;
    return { code: 'wrong-operand', message, operand: index };
  }
  if (DEFAULT_64.has(mnemonic)) return undefined;
  const isOther = (other: Form) => {
    const memory = other.operands[index]?.memory;
    return memory !== undefined && memory !== size && accepts(other, operands);
  };
  if (!forms.some(isOther)) return undefined;
  const message = 'The size of the memory operand is ambiguous: say `DWORD PTR [...]` or another size.';
  return { code: 'ambiguous-size', message, operand: index };
}
