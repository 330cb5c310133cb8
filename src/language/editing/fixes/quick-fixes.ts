/**
 * What an editor offers to mend, for each problem of some lines: the name that was meant, the width that fits, what is
 * missing. A problem that can be mended so has a row in `FIXES`, by its code.
 */
import { checkTrace } from '../../check';
import type { CheckContext } from '../../checks/check-context';
import type { Checker } from '../../checks/checker';
import { byPlace, type Diagnostic } from '../../errors/diagnostic';
import type { Trace } from '../../tree/statement';
import { readSetting } from '../assembled-line';
import { featureFixes, headerFixes, newCpus, newEnd, newTask, permissionFixes } from './declaration';
import { memorySizes, otherWidths } from './operand';
import { type Fix, inserting, type QuickFix, replacing } from './quick-fix';

/** Everything that can be mended on the lines from `first` to `last`, zero-based and inclusive. */
export function quickFixes(trace: Trace, first: number, last: number, context: CheckContext): readonly QuickFix[] {
  const problems = [...trace.diagnostics, ...checkTrace(trace, context)]
    .filter(({ range }) => range.line >= first && range.line <= last)
    .sort(byPlace);
  const checker = readSetting(trace, context);
  return [...problems.flatMap((problem) => fixesOf(checker, problem)), ...permissionFixes(checker, first, last)];
}

type Fixer = (checker: Checker, problem: Diagnostic) => readonly Fix[];

function fixesOf(checker: Checker, problem: Diagnostic): readonly QuickFix[] {
  const { code, range } = problem;
  const found = [...meant(problem), ...(FIXES.get(code)?.(checker, problem) ?? [])];
  return found.map((fix) => ({ ...fix, problem: { code, range } }));
}

/** Every "Did you mean" is about the word that the problem is at, and what stands behind it quotes nothing. */
function meant({ message, range }: Diagnostic): readonly Fix[] {
  const name = / Did you mean `([^`]+)`\?(?: Events are [^`]*)?$/.exec(message)?.[1];
  return name === undefined ? [] : [{ title: `Change to \`${name}\``, edits: [replacing(range, name)] }];
}

const FIXES: ReadonlyMap<string, Fixer> = new Map<string, Fixer>([
  ['wrong-operand', (checker, { range }) => otherWidths(checker, range)],
  ['ambiguous-size', (checker, { range }) => memorySizes(checker, range)],
  ['missing-ptr', (_, { range }) => [{ title: 'Write `ptr`', edits: [inserting(range.line, range.end, ' ptr')] }]],
  ['missing-equals', (_, { range }) => [{ title: 'Write `=`', edits: [inserting(range.line, range.start, '= ')] }]],
  ['unknown-task', (checker, { range }) => newTask(checker, range)],
  ['cpu-out-of-range', (checker, { message }) => newCpus(checker, message)],
  ['instruction-not-on-machine', (checker, { message }) => featureFixes(checker, message)],
  ['missing-header', () => headerFixes()],
  ['missing-end', (checker) => newEnd(checker)],
]);
