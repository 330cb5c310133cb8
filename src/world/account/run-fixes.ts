/** What an editor offers where a run went against its trace: to write down what was there. */
import { inserting, type QuickFix, replacing } from '../../language/editing/fixes/quick-fix';
import type { Diagnostic, Range } from '../../language/errors/diagnostic';
import type { Expression } from '../../language/tree/expression';
import type { Statement, Trace } from '../../language/tree/statement';
import type { ComparedValue } from '../state/happening';
import type { RunAccount, RunFailure } from './run-account';
import { problemsOfRun, RUN_PROBLEMS, statementsByLine } from './run-problems';

/** On the lines from `first` to `last`, zero-based and inclusive. */
export function fixesOfRun(trace: Trace, account: RunAccount, first: number, last: number): readonly QuickFix[] {
  const byLine = statementsByLine(trace.statements);
  return problemsOfRun(trace, account).flatMap((problem): QuickFix[] => {
    const { code, range } = problem;
    if (range.line < first || range.line > last) return [];
    const failure = account.failures.find(({ line, kind }) => line === range.line && RUN_PROBLEMS[kind] === code);
    const statement = byLine.get(range.line);
    const fix = failure && statement && fixOf(trace, statement, failure);
    return fix ? [{ ...fix, problem: placeOf(problem) }] : [];
  });
}

function placeOf({ code, range }: Diagnostic): { readonly code: string; readonly range: Range } {
  return { code, range };
}

function fixOf(trace: Trace, statement: Statement, failure: RunFailure): QuickFix | undefined {
  if (failure.outcomes) return writeOutcome(trace, statement, failure.outcomes);
  return failure.values && expectObserved(trace, statement, failure.values);
}

/** `=> #NM, SIGILL`, in place of what is written or behind the statement. */
function writeOutcome(trace: Trace, statement: Statement, observed: readonly string[]): QuickFix | undefined {
  if (!('outcomes' in statement)) return undefined;
  const { outcomes: written, range } = statement;
  const wantsResult = written.some(({ kind }) => kind === 'result');
  const met = observed.filter((outcome) => wantsResult || !outcome.startsWith('= '));
  const text = `=> ${met.length === 0 ? 'ok' : met.join(', ')}`;
  const title = `Write the observed outcome: \`${text}\``;
  const arrow = arrowIn(trace, range, written[0]?.range);
  if (arrow === undefined) return { title, edits: [inserting(range.line, range.end, `  ${text}`)] };
  return { title, edits: [replacing({ line: range.line, start: arrow, end: range.end }, text)] };
}

/** Where `=>` begins, in front of the first outcome. */
function arrowIn({ text }: Trace, { line }: Range, outcome: Range | undefined): number | undefined {
  if (outcome === undefined) return undefined;
  const arrow = (text.split('\n')[line] ?? '').lastIndexOf('=>', outcome.start);
  return arrow < 0 ? undefined : arrow;
}

/** Of equations: the right sides that are not what was there on the left. */
function expectObserved(trace: Trace, statement: Statement, values: readonly ComparedValue[]): QuickFix | undefined {
  if (statement.kind !== 'event' || statement.event.kind !== 'expect') return undefined;
  const line = trace.text.split('\n')[statement.line] ?? '';
  const textOf = ({ start, end }: Range): string => line.slice(start, end);
  const edits = equationsIn(statement.event.condition).flatMap(({ left, right }) => {
    const at = values.findIndex(
      ({ expression }, index) =>
        expression === textOf(left.range) && values[index + 1]?.expression === textOf(right.range),
    );
    const observed = values[at]?.value;
    return observed === undefined || !LITERAL.test(observed) ? [] : [replacing(right.range, observed)];
  });
  if (edits.length === 0) return undefined;
  const what = edits.map(({ text }) => `\`${text}\``).join(' and ');
  return { title: `Expect what was there: ${what}`, edits };
}

/** What the language reads as a value again. */
const LITERAL = /^-?(?:0x[0-9a-f]+|0b[01_]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i;

type Equation = Expression & { readonly kind: 'binary' };

function equationsIn(condition: Expression): readonly Equation[] {
  if (condition.kind !== 'binary') return [];
  if (condition.operator === '&&') return [...equationsIn(condition.left), ...equationsIn(condition.right)];
  return condition.operator === '==' ? [condition] : [];
}
