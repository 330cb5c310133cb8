/** The last run in a few words: behind the lines of a trace, and over its expectations and tasks. */
import type { Range } from '../../language/errors/diagnostic';
import type { Trace } from '../../language/tree/statement';
import type { RunAccount } from './run-account';

export interface LineHint {
  readonly line: number;
  /** `#NM · 2560→10752 · XFD 0`. */
  readonly text: string;
  /** What deserves a mark beside the line: `#NM`. Empty for none. */
  readonly faults: readonly string[];
}

export interface RunLens {
  readonly kind: 'expect' | 'task';
  readonly range: Range;
  readonly text: string;
  /** An expectation that does not hold. */
  readonly failed: boolean;
}

const SEPARATOR = ' · ';

/** A result that stands behind `=>` in its line is not said once more. */
export function hintsOfRun(text: string, trace: Trace, { lines }: RunAccount): readonly LineHint[] {
  const written = writtenResults(text, trace);
  return lines.flatMap(({ line, notes, faults }) => {
    const told = notes.filter((note) => note !== written.get(line));
    return told.length === 0 ? [] : [{ line, text: told.join(SEPARATOR), faults }];
  });
}

/** `= 0`, as the line says it, by the line. */
function writtenResults(text: string, { statements }: Trace): ReadonlyMap<number, string> {
  const lines = text.split(/\r?\n/);
  const results = new Map<number, string>();
  for (const statement of statements) {
    if (statement.kind === 'declaration') continue;
    for (const { kind, range } of statement.outcomes)
      if (kind === 'result') results.set(range.line, lines[range.line]?.slice(range.start, range.end) ?? '');
  }
  return results;
}

export function lensesOfRun({ statements }: Trace, account: RunAccount): readonly RunLens[] {
  const lines = new Map(account.lines.map((told) => [told.line, told]));
  const tasks = new Map(account.tasks.map(({ name, notes }) => [name, notes.join(SEPARATOR)]));
  return statements.flatMap((statement): RunLens[] => {
    const { range } = statement;
    if (statement.kind === 'declaration' && statement.declaration.kind === 'task') {
      const text = tasks.get(statement.declaration.name.text);
      return text === undefined ? [] : [{ kind: 'task', range, text, failed: false }];
    }
    if (statement.kind !== 'event' || statement.event.kind !== 'expect') return [];
    const { held = 0, failed = 0 } = lines.get(statement.line) ?? {};
    const failure = account.failures.find(({ line, kind }) => line === statement.line && kind === 'expect');
    return [{ kind: 'expect', range, text: expectationText(held, failed, failure), failed: failed > 0 }];
  });
}

function expectationText(
  held: number,
  failed: number,
  failure: { readonly expected?: string; readonly actual?: string } | undefined,
): string {
  if (held + failed === 0) return 'not reached';
  if (failed === 0) return held === 1 ? 'holds' : `holds ${held} times`;
  const { actual, expected } = failure ?? {};
  const pair = actual === undefined ? 'fails' : `fails: ${actual}, not ${expected}`;
  return held + failed === 1 ? pair : `${pair}; ${failed} of ${held + failed} times`;
}
