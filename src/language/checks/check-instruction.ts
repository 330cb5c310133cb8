/** Instructions: a form that assembles, names that exist, features that the machine has. */

import { FEATURES, type Feature } from '../../machine/architecture/feature';
import { hasExtendedGeneral } from '../../machine/assembler/accept';
import type { Match } from '../../machine/assembler/match';
import { type AssemblyError, isAssemblyError } from '../../machine/encoding/operand';
import { spellings } from '../../machine/instructions';
import type { Range } from '../errors/diagnostic';
import { matchStatement, mnemonicProblem, plainForm } from '../instructions';
import { KEYWORDS } from '../syntax/statements';
import { bareSyscall, nearStatement } from '../syntax/unknown-statement';
import type { InstructionSyntax } from '../tree/instruction';
import type { Name } from '../tree/name';
import type { Statement } from '../tree/statement';
import type { Checker } from './checker';
import { featuresOf, missingFeature } from './form-features';
import { isBuiltInProc } from './trace-names';

type InstructionStatement = Statement & { readonly kind: 'instruction' };

/** Enough for every loop; more would cost more memory than it saves time. */
const MOST_PASSED = 4096;

export function checkInstruction(checker: Checker, statement: InstructionStatement): void {
  const form = plainForm(statement, (name) => addressOf(checker, name));
  if (form !== undefined && isAvailable(checker, form)) return;
  const text = statement.expansion ?? statement.source ?? checker.textAt(statement.range);
  const asked = checker.passed.get(text);
  if (asked !== undefined) {
    checker.setting.asked |= asked;
    return;
  }
  const before = checker.diagnostics.length;
  checkForm(checker, statement);
  if (checker.diagnostics.length > before || isKnownToFail(statement.outcomes)) return;
  if (checker.passed.size >= MOST_PASSED) checker.passed.clear();
  checker.passed.set(text, checker.setting.asked);
}

/** Whether the machine has all that a form needs. */
function isAvailable({ forms, setting }: Checker, form: string): boolean {
  const number = forms.numberOf(form);
  setting.noteForm(number);
  return forms.has(number);
}

function checkForm(checker: Checker, statement: InstructionStatement): void {
  checker.setting.noteValue();
  const match = matchOf(checker, statement);
  if (!match) return;
  const { instruction, outcomes, range } = statement;
  if (isAssemblyError(match)) {
    reportMismatch(checker, instruction, match, range);
  } else if (!isKnownToFail(outcomes)) {
    checkFeatures(checker, instruction, match);
  }
}

/** The form; of an instruction whose operands have no values and whose mnemonic is wrong too, only the mnemonic is reported. */
function matchOf(checker: Checker, statement: InstructionStatement): Match | AssemblyError | undefined {
  try {
    return matchStatement(statement, (name) => addressOf(checker, name), checker.evaluateConstant);
  } catch (error) {
    const problem = mnemonicProblem(statement.instruction);
    if (problem) return problem;
    return checker.reporting(statement.range, () => {
      throw error;
    });
  }
}

/** Where a label will lie does not matter here; any item of a layout will do. */
const SOME_ITEM = 0;

function addressOf(checker: Checker, name: string): bigint | number | undefined {
  const declared = checker.names.byName.get(name);
  if (declared?.kind === 'label' || declared?.kind === 'proc' || isBuiltInProc(checker.names, name)) return SOME_ITEM;
  const value = declared?.kind === 'data' ? checker.constants.get(name) : undefined;
  return typeof value === 'bigint' ? value : undefined;
}

function reportMismatch(checker: Checker, instruction: InstructionSyntax, error: AssemblyError, range: Range): void {
  const operand = error.operand === undefined ? undefined : instruction.operands[error.operand];
  const { mnemonic } = instruction;
  if (error.code === 'unknown-mnemonic') return reportUnknown(checker, mnemonic, error.message, range);
  checker.error(operand?.range ?? mnemonic.range, error.code, sentence(error.message));
}

/** The unknown word may have been meant to be an instruction, an event or a system call. */
function reportUnknown(checker: Checker, mnemonic: Name, message: string, range: Range): void {
  const call = bareSyscall(mnemonic.text, checker.textAt(range));
  if (call !== undefined) return checker.error(mnemonic.range, 'missing-syscall', call);
  const hint = nearStatement(mnemonic.text, [...KEYWORDS, ...spellings()]) ?? '';
  checker.error(mnemonic.range, 'unknown-mnemonic', sentence(message) + hint);
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Whoever has written that it raises #UD need not be told. */
function isKnownToFail([first]: InstructionStatement['outcomes']): boolean {
  return first?.kind === 'exception' && first.mnemonic === '#UD';
}

/** An instruction assembles for every machine, and raises #UD where its feature is missing. */
function checkFeatures(checker: Checker, { mnemonic }: InstructionSyntax, { form, operands, prefixes }: Match): void {
  const isApx = prefixes.includes('{rex2}') || operands.some(hasExtendedGeneral);
  if (!isApx && isAvailable(checker, form.name)) return;
  const { processor, machine } = checker.setting;
  const features: readonly Feature[] = isApx ? [...featuresOf(form.name), 'APX_F'] : featuresOf(form.name);
  const missing = missingFeature(processor, features);
  if (!missing) return;
  const flag = FEATURES[missing].flag;
  const message = `This machine has no ${flag}, so \`${mnemonic.text}\` raises #UD. \`${machine} +${flag}\` has it.`;
  checker.warning(mnemonic.range, 'instruction-not-on-machine', message);
}
