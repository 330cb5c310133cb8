/** Instructions: a form that assembles, names that exist, features that the machine has. */

import { FEATURES, type Feature } from '../../machine/architecture/feature';
import { hasExtendedGeneral } from '../../machine/assembler/accept';
import type { Match } from '../../machine/assembler/match';
import { type AssemblyError, isAssemblyError } from '../../machine/encoding/operand';
import { rowOfForm, spellings } from '../../machine/instructions';
import type { Processor } from '../../machine/processor/processor';
import type { Range } from '../errors/diagnostic';
import { matchStatement, mnemonicProblem, plainForm } from '../instructions';
import { KEYWORDS } from '../syntax/statements';
import { bareSyscall, nearStatement } from '../syntax/unknown-statement';
import type { InstructionSyntax } from '../tree/instruction';
import type { Name } from '../tree/name';
import type { Statement } from '../tree/statement';
import type { Checker } from './checker';
import { isBuiltInProc } from './trace-names';

type InstructionStatement = Statement & { readonly kind: 'instruction' };

/** Enough for every loop; more would cost more memory than it saves time. */
const MOST_PASSED = 4096;

export function checkInstruction(checker: Checker, statement: InstructionStatement): void {
  const form = plainForm(statement, (name) => addressOf(checker, name));
  if (form !== undefined && isAvailable(checker, form)) return;
  const text = statement.expansion ?? statement.source ?? checker.textAt(statement.range);
  if (checker.passed.has(text)) return;
  const before = checker.diagnostics.length;
  checkForm(checker, statement);
  if (checker.diagnostics.length > before || isKnownToFail(statement.outcomes)) return;
  if (checker.passed.size >= MOST_PASSED) checker.passed.clear();
  checker.passed.add(text);
}

/**
 * Whether neither checker says anything of an instruction, as far as their machines are all that tells them apart: it has a form
 * by its own text and addresses, both machines have it, and nothing is said to come of it.
 */
export function isOnBoth(before: Checker, now: Checker, statement: InstructionStatement): boolean {
  const form = plainForm(statement, (name) => addressOf(now, name));
  return form !== undefined && isAvailable(before, form) && isAvailable(now, form) && statement.outcomes.length === 0;
}

/** Whether the machine has all that a form needs. */
function isAvailable({ availableForms, setting }: Checker, form: string): boolean {
  let isOnMachine = availableForms.get(form);
  if (isOnMachine === undefined) {
    isOnMachine = missingFeature(setting.processor, featuresOf(form)) === undefined;
    availableForms.set(form, isOnMachine);
  }
  return isOnMachine;
}

function featuresOf(form: string): readonly Feature[] {
  return rowOfForm(form)?.features ?? [];
}

/** With those that its registers or its prefix need. */
function featuresOfMatch({ form, operands, prefixes }: Match): readonly Feature[] {
  const isApx = prefixes.includes('{rex2}') || operands.some(hasExtendedGeneral);
  return isApx ? [...featuresOf(form.name), 'APX_F'] : featuresOf(form.name);
}

function missingFeature(processor: Processor, features: readonly Feature[]): Feature | undefined {
  return features.find((feature) => !processor.has(feature));
}

function checkForm(checker: Checker, statement: InstructionStatement): void {
  const match = matchOf(checker, statement);
  if (!match) return;
  const { instruction, outcomes, range } = statement;
  if (isAssemblyError(match)) {
    reportMismatch(checker, instruction, match, range);
  } else if (!isKnownToFail(outcomes)) {
    checkFeatures(checker, instruction, featuresOfMatch(match));
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
function checkFeatures(checker: Checker, { mnemonic }: InstructionSyntax, features: readonly Feature[]): void {
  const { processor, machine } = checker.setting;
  const missing = missingFeature(processor, features);
  if (!missing) return;
  const flag = FEATURES[missing].flag;
  const message = `This machine has no ${flag}, so \`${mnemonic.text}\` raises #UD. \`${machine} +${flag}\` has it.`;
  checker.warning(mnemonic.range, 'instruction-not-on-machine', message);
}
