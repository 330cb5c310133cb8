/**
 * Places at which an exported program has to act and where the trace has no event: before an instruction that ends its task, and
 * behind one whose result is written. The text of the trace gets a `stop` there, which does nothing in any world.
 */
import type { Statement, Trace } from '../../language/tree/statement';

export type Probe = 'dies' | 'beyond' | 'result' | 'moment';

export interface Probed {
  readonly text: string;
  /** By zero-based line of `text`: the one of the trace. */
  readonly lineOf: readonly number[];
  readonly probes: ReadonlyMap<number, Probe>;
}

/** @param moment zero-based line before which the program ends. */
export function withProbes({ text, statements }: Trace, moment: number | undefined): Probed {
  const before = new Map<number, { readonly probe: Probe; readonly column: number }>();
  const behind = new Set<number>();
  for (const statement of statements) {
    const { line, start } = statement.range;
    const probe = line === moment && statement.kind !== 'declaration' ? 'moment' : probeBefore(statement);
    if (probe) before.set(line, { probe, column: start });
    if (hasResult(statement)) behind.add(line);
  }
  const lines: string[] = [];
  const lineOf: number[] = [];
  const probes = new Map<number, Probe>();
  const add = (source: string, line: number, probe?: Probe): void => {
    if (probe) probes.set(lines.length, probe);
    lines.push(source);
    lineOf.push(line);
  };
  for (const [line, source] of text.split('\n').entries()) {
    const { probe, column = 0 } = before.get(line) ?? {};
    if (probe) add(`${source.slice(0, column)}stop`, line, probe);
    add(source.slice(column), line);
    if (behind.has(line)) add('stop', line, 'result');
  }
  return { text: lines.join('\n'), lineOf, probes };
}

type Instruction = Statement & { readonly kind: 'instruction' };

/** What a macro made has no place of its own. */
function isWritten(statement: Statement): statement is Instruction {
  return statement.kind === 'instruction' && statement.expansion === undefined;
}

function probeBefore(statement: Statement): Probe | undefined {
  if (!isWritten(statement)) return undefined;
  const kinds = statement.outcomes.map(({ kind }) => kind);
  if (kinds.includes('oops') || kinds.includes('hang')) return 'beyond';
  return kinds.includes('killed') ? 'dies' : undefined;
}

function hasResult(statement: Statement): boolean {
  return isWritten(statement) && statement.outcomes.some(({ kind }) => kind === 'result');
}
