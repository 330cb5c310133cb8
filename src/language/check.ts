/** The checks of a whole trace: everything that can be known to be wrong before it runs. */
import { finish, type Pausable, PIECE } from '../machine/pausable';
import { checkConstants } from './checks/check-constants';
import type { CheckContext } from './checks/check-context';
import { checkCpuid } from './checks/check-cpuid';
import { checkHeader } from './checks/check-header';
import { checkInstruction } from './checks/check-instruction';
import { checkingNames } from './checks/check-names';
import { checkOutcomes } from './checks/check-outcomes';
import { checkSetting } from './checks/check-setting';
import { checkTask } from './checks/check-task';
import { Checker } from './checks/checker';
import { collectingNames } from './checks/trace-names';
import { byPlace, type Diagnostic } from './errors/diagnostic';
import { checkEvent } from './events/check-event';
import { parseTrace } from './parser';
import type { Statement, Trace } from './tree/statement';

export type { CheckContext } from './checks/check-context';

/** What is wrong with a trace beyond what its parser has said, in the order of the lines. */
export function checkTrace(trace: Trace, context: CheckContext): readonly Diagnostic[] {
  return finish(checkingTrace(trace, context));
}

/** The same, in pieces. */
export function* checkingTrace(trace: Trace, context: CheckContext): Pausable<readonly Diagnostic[]> {
  return (yield* checkingWhole(trace, context)).diagnostics;
}

/** A trace that has been checked. */
export interface CheckedTrace {
  readonly diagnostics: readonly Diagnostic[];
  /** What it was checked with; none where it does not even look like a trace. */
  readonly checker?: Checker;
  /** How many of the checker's diagnostics were found before it looked at each statement, one after the other. */
  readonly ahead: number;
  /** What the check of each statement has asked of the setting (see `asked.ts`); 0 for declarations. */
  readonly asked: Uint16Array;
}

const NOTHING_ASKED = new Uint16Array();

/** The same, with what more lines can be checked with. */
export function* checkingWhole(trace: Trace, context: CheckContext): Pausable<CheckedTrace> {
  const unusable = trace.diagnostics.some(({ code }) => code === 'not-text');
  if (unusable) return { diagnostics: [], ahead: 0, asked: NOTHING_ASKED };
  const header = checkHeader(trace);
  if (header?.code === 'unknown-version') return { diagnostics: [header], ahead: 0, asked: NOTHING_ASKED };
  const { setting, diagnostics } = checkSetting(trace, context);
  yield 0;
  const checker = new Checker(trace, yield* collectingNames(trace), setting);
  yield 0;
  for (const diagnostic of [...(header ? [header] : []), ...diagnostics]) checker.add(diagnostic);
  yield* checkingNames(checker);
  checkConstants(checker);
  yield 0;
  const ahead = checker.diagnostics.length;
  const asked = yield* checkingStatements(checker);
  return { diagnostics: checker.finish(), checker, ahead, asked };
}

/** Everything that is wrong with a text, in the order of the lines. */
export function diagnose(text: string, context: CheckContext): readonly Diagnostic[] {
  const trace = parseTrace(text);
  return [...trace.diagnostics, ...checkTrace(trace, context)].sort(byPlace);
}

/** What each statement has asked. */
function* checkingStatements(checker: Checker): Pausable<Uint16Array> {
  const { setting, trace } = checker;
  const { statements } = trace;
  const asked = new Uint16Array(statements.length);
  for (let index = 0; index < statements.length; index++) {
    const statement = statements[index]!; // within the list
    if (index % PIECE === PIECE - 1) yield index / statements.length;
    if (checker.isFull) break;
    if (statement.kind !== 'declaration') {
      setting.asked = 0;
      checkStep(checker, statement, index);
      asked[index] = setting.asked;
    } else if (statement.declaration.kind === 'task') checkTask(checker, statement.declaration);
    else if (statement.declaration.kind === 'cpuid') checkCpuid(checker, statement.declaration);
  }
  return asked;
}

/** @param at index of the statement, or a number between those of its neighbours. */
export function checkStep(
  checker: Checker,
  statement: Statement & { kind: 'instruction' | 'event' },
  at: number,
): void {
  if (statement.kind === 'instruction') checkInstruction(checker, statement);
  else checkEvent(checker, statement, at);
  if (statement.outcomes.length > 0) checkOutcomes(checker, statement.outcomes);
}
