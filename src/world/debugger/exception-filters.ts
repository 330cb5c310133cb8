/** The debugger's exception filters: one for each exception, the two kinds of #NM apart, and what else can go wrong. */
import { EXCEPTIONS } from '../../machine/architecture/exception';
import type { Happening } from '../state/record';

export interface ExceptionFilter {
  readonly filter: string;
  readonly label: string;
  readonly description: string;
  /** On without being asked for. */
  readonly default: boolean;
  readonly matches: (happening: Happening) => boolean;
}

const deviceNotAvailable: readonly ExceptionFilter[] = [
  {
    filter: 'nm-xfd',
    label: '#NM (XFD)',
    description: 'Device Not Available, because IA32_XFD has the component armed: first use of tile data.',
    default: false,
    matches: (happening) => happening.kind === 'exception' && happening.detail.cause === 'xfd',
  },
  {
    filter: 'nm-ts',
    label: '#NM (CR0.TS)',
    description: 'Device Not Available, because CR0.TS (or CR0.EM) is set.',
    default: false,
    matches: (happening) =>
      happening.kind === 'exception' && happening.name === '#NM' && happening.detail.cause !== 'xfd',
  },
];

const vectors: readonly ExceptionFilter[] = EXCEPTIONS.filter(({ mnemonic }) => mnemonic !== '#NM').map(
  ({ mnemonic, title, vector }) => ({
    filter: mnemonic.slice(1).toLowerCase(),
    label: mnemonic,
    description: `${title}, vector ${vector}.`,
    default: false,
    matches: (happening) => happening.kind === 'exception' && happening.name === mnemonic,
  }),
);

const others: readonly ExceptionFilter[] = [
  {
    filter: 'signal',
    label: 'Signals',
    description: 'A signal is sent to a task.',
    default: false,
    matches: ({ kind }) => kind === 'signal',
  },
  {
    filter: 'oops',
    label: 'Kernel oopses',
    description: 'The kernel dies on an exception that it does not handle.',
    default: true,
    matches: ({ kind }) => kind === 'oops',
  },
  {
    filter: 'expect',
    label: 'Failed expectations',
    description: 'An expect statement is not true.',
    default: true,
    matches: (happening) => happening.kind === 'expect' && !happening.ok,
  },
  {
    filter: 'divergence',
    label: 'Divergences',
    description: 'A step does something else than the outcome written behind it.',
    default: true,
    matches: ({ kind }) => kind === 'divergence',
  },
];

export const EXCEPTION_FILTERS: readonly ExceptionFilter[] = [...deviceNotAvailable, ...vectors, ...others];
