/** What happenings are counted as in summaries, and how a count is written. */
import { grouped } from '../../language/expressions/grouped';
import type { Happening } from './happening';

/** Singular. Exceptions and signals are counted by their own names. */
const COUNTED: Partial<Record<Happening['kind'], string>> = {
  divergence: 'divergence',
  error: 'error',
  expect: 'expectation',
  hang: 'hang',
  killed: 'death',
  oops: 'oops',
  warn: 'WARN',
};

/** `#NM`, `SIGILL`, `death`, ...; undefined for what is not worth a word. */
export function countedAs(happening: Happening): string | undefined {
  if (happening.kind === 'exception') return happening.name;
  return happening.kind === 'signal' ? happening.signal : COUNTED[happening.kind];
}

/** `1 oops`, `2 oopses`, `3 #NM`. */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${count === 1 ? what : pluralOf(what)}`;
}

/** Names of exceptions and signals have no plural. */
export function pluralOf(what: string): string {
  if (/^(#|SIG)/.test(what)) return what;
  return `${what}${what.endsWith('s') ? 'es' : 's'}`;
}
