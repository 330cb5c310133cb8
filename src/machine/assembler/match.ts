/**
 * From a mnemonic and operands to a form: the one that the GNU assembler chooses among those that the instruction tables
 * declare. Pure table work, so that a trace of many lines is checked quickly.
 */
import type { Prefix } from '../instruction';
import { rowsNamed } from '../instructions';
import { accepts } from './accept';
import { checkAddress } from './address-check';
import { checkPrefixes } from './check-prefixes';
import { checkRegisters } from './check-registers';
import { explainMismatch, explainUnknown } from './explain';
import { type Form, formByName } from './form';
import { type AssemblerOperand, type AssemblyError, isAssemblyError } from './operand';
import { COMMUTATIVE, completeOperands, DEFAULT_64, FORMS_OF_SPELLING, misreadsAsNop } from './spelling';

export interface Match {
  readonly mnemonic: string;
  readonly form: Form;
  /** In the order of the form, which may differ from the order written (XCHG, TEST). */
  readonly operands: readonly AssemblerOperand[];
  readonly prefixes: readonly Prefix[];
}

/** Spelling (lower case) to its forms, best first. */
const candidates = new Map<string, readonly Form[]>();

/**
 * The form of `mnemonic` (any case) for these operands, or why there is none. Branches match their short form; whether
 * it reaches is for the layout. Errors: every `AssemblyErrorCode` except `branch-range`.
 */
export function matchForm(
  mnemonic: string,
  prefixes: readonly string[],
  written: readonly AssemblerOperand[],
): Match | AssemblyError {
  const spelling = mnemonic.toLowerCase();
  const forms = formsOf(spelling);
  if (forms.length === 0) return explainUnknown(mnemonic);
  const operands: AssemblerOperand[] = [];
  for (const [index, operand] of completeOperands(spelling, written).entries()) {
    const checked = operand.kind === 'memory' ? checkAddress(operand, index) : operand;
    if (isAssemblyError(checked)) return checked;
    operands.push(checked);
  }
  let match = bestMatch(forms, operands);
  let order = operands;
  const [first, second] = operands;
  if (first && second && operands.length === 2 && COMMUTATIVE.has(spelling)) {
    const swapped = bestMatch(forms, [second, first]);
    if (swapped && (!match || swapped.rank < match.rank)) {
      match = swapped;
      order = [second, first];
    }
  }
  if (!match) return explainMismatch(spelling, forms, operands);
  const problem = checkSizes(spelling, forms, match, order) ?? checkRegisters(spelling, order);
  if (problem) return problem;
  const checkedPrefixes = checkPrefixes(spelling, prefixes, order);
  if (isAssemblyError(checkedPrefixes)) return checkedPrefixes;
  return { mnemonic: spelling, form: match, operands: order, prefixes: checkedPrefixes };
}

function formsOf(spelling: string): readonly Form[] {
  let forms = candidates.get(spelling);
  if (!forms) {
    const names = FORMS_OF_SPELLING[spelling] ?? rowsNamed(spelling).flatMap((row) => row.forms);
    forms = names
      .map(formByName)
      .filter((form) => form !== undefined)
      .sort((a, b) => a.rank - b.rank);
    if (forms.length > 0) candidates.set(spelling, forms);
  }
  return forms;
}

function bestMatch(forms: readonly Form[], operands: readonly AssemblerOperand[]): Form | undefined {
  return forms.find((form) => accepts(form, operands) && !misreadsAsNop(form, operands));
}

/** Memory without a size must leave no doubt about it; memory with one must want one. */
function checkSizes(
  mnemonic: string,
  forms: readonly Form[],
  match: Form,
  operands: readonly AssemblerOperand[],
): AssemblyError | undefined {
  const index = operands.findIndex(({ kind }) => kind === 'memory');
  const operand = operands[index];
  const size = match.operands[index]?.memory;
  if (operand?.kind !== 'memory' || size === undefined) return undefined;
  if (operand.size !== undefined) {
    if (size !== 0 || mnemonic === 'lea') return undefined;
    const message = `\`${mnemonic}\` has no operand size; leave the \`... PTR\` out`;
    return { code: 'wrong-operand', message, operand: index };
  }
  if (DEFAULT_64.has(mnemonic)) return undefined;
  const other = forms.find((form) => form.operands[index]?.memory !== size && accepts(form, operands));
  if (!other || other.operands[index]?.memory === undefined) return undefined;
  const message = `the size of the memory operand is ambiguous: say \`DWORD PTR [...]\` or another size`;
  return { code: 'ambiguous-size', message, operand: index };
}
