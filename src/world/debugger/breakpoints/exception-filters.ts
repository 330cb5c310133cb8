/**
 * The debugger's exception filters. Nine are offered: the exceptions that people stop on, all others together, and what else
 * can go wrong. One for each single exception can be asked for by name, by those who know what they want.
 */

import type { Scope } from '../../../language/vocabulary/value';
import { EXCEPTIONS } from '../../../machine/architecture/exception';
import type { Happening } from '../../state/happening';

export interface ExceptionFilter {
  readonly filter: string;
  readonly label: string;
  readonly description: string;
  /** On without being asked for. */
  readonly default: boolean;
  /** Whether clients are told of this filter. */
  readonly offered: boolean;
  readonly matches: (happening: Happening) => boolean;
}

/** Each kind of exception that can be told from the others: one a vector, and #NM by its reason. */
const NM_XFD: ExceptionFilter = {
  filter: 'nm-xfd',
  label: '#NM (XFD)',
  description: 'Device Not Available, because IA32_XFD has the component armed: first use of tile data.',
  default: false,
  offered: true,
  matches: (happening) => happening.kind === 'exception' && happening.detail.cause === 'xfd',
};

const NM_TS: ExceptionFilter = {
  filter: 'nm-ts',
  label: '#NM (CR0.TS)',
  description: 'Device Not Available, because CR0.TS (or CR0.EM) is set.',
  default: false,
  offered: false,
  matches: (happening) =>
    happening.kind === 'exception' && happening.name === '#NM' && happening.detail.cause !== 'xfd',
};

/** Exceptions that have a row of their own. */
const OFFERED: ReadonlySet<string> = new Set(['#UD', '#GP', '#PF']);

const vectors: readonly ExceptionFilter[] = EXCEPTIONS.filter(({ mnemonic }) => mnemonic !== '#NM').map(
  ({ mnemonic, title, vector }) => ({
    filter: mnemonic.slice(1).toLowerCase(),
    label: mnemonic,
    description: `${title}, vector ${vector}.`,
    default: false,
    offered: OFFERED.has(mnemonic),
    matches: (happening) => happening.kind === 'exception' && happening.name === mnemonic,
  }),
);

const single: readonly ExceptionFilter[] = [NM_XFD, NM_TS, ...vectors];

const others: readonly ExceptionFilter[] = [
  {
    filter: 'other-exceptions',
    label: 'Other exceptions',
    description:
      'An exception without a row of its own: #NM (CR0.TS), #DE, #SS, ... A condition may ask for its `vector`: `vector == 12`.',
    default: false,
    offered: true,
    matches: (happening) =>
      happening.kind === 'exception' && !single.some((filter) => filter.offered && filter.matches(happening)),
  },
  {
    filter: 'signal',
    label: 'Signals',
    description: 'A signal is sent to a task.',
    default: false,
    offered: true,
    matches: ({ kind }) => kind === 'signal',
  },
  {
    filter: 'oops',
    label: 'Oops, WARN, hang',
    description: 'The kernel dies on an exception that it does not handle, warns, or goes round for ever.',
    default: true,
    offered: true,
    matches: ({ kind }) => kind === 'oops' || kind === 'warn' || kind === 'hang',
  },
  {
    filter: 'expect',
    label: 'Failed expectations',
    description: 'An expect statement is not true.',
    default: true,
    offered: true,
    matches: (happening) => happening.kind === 'expect' && !happening.ok,
  },
  {
    filter: 'divergence',
    label: 'Divergences',
    description: 'A step does something else than the outcome written behind it.',
    default: true,
    offered: true,
    matches: ({ kind }) => kind === 'divergence',
  },
  {
    filter: 'exec',
    label: 'execve',
    description: 'A process goes on with another program.',
    default: false,
    offered: false,
    matches: (happening) =>
      happening.kind === 'syscall' && /^execve(at)?$/.test(happening.name) && happening.result === 0n,
  },
];

const NOT_EXCEPTIONS: ReadonlySet<string> = new Set(['signal', 'oops', 'expect', 'divergence', 'exec']);

export const EXCEPTION_FILTERS: readonly ExceptionFilter[] = [...single, ...others];

/** The nine that clients show. */
export const OFFERED_FILTERS: readonly ExceptionFilter[] = EXCEPTION_FILTERS.filter(({ offered }) => offered);

export function exceptionFilter(name: string): ExceptionFilter | undefined {
  return EXCEPTION_FILTERS.find(({ filter }) => filter === name);
}

/** Whether what a filter matches has a vector. */
export function isAboutExceptions(name: string): boolean {
  return !NOT_EXCEPTIONS.has(name);
}

/** `#NM (XFD)`, `#UD`: what an exception is called. */
export function exceptionLabel(happening: Happening & { readonly kind: 'exception' }): string {
  return single.find(({ matches }) => matches(happening))?.label ?? happening.name;
}

/** What a filter's condition can ask for besides the names of every expression: the vector of the exception. */
export function filterScope(scope: Scope, happening: Happening): Scope {
  if (happening.kind !== 'exception') return scope;
  const vector = { type: 'count', value: BigInt(happening.vector) };
  return { ...scope, name: (name) => (name === 'vector' ? vector : scope.name(name)) };
}
