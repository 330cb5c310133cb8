/**
 * What changed in mainline after tiles came with 5.16: one row a change, with the version that brought it. `kernel linux
 * version=` accepts the versions named here, and what a version does is what the rows up to it say.
 */
import { isAtLeast } from '../state/version';

interface Change {
  readonly since: string;
  /** For the documentation of the option: a clause whose subject is the version. */
  readonly what: string;
}

const CHANGES = {
  hasGuests: { since: '5.17', what: 'has permissions and buffers for guests (KVM)' },
  releasesTilesInIdle: { since: '6.0', what: 'releases tiles before deep idle' },
  opensPkru: { since: '6.12', what: 'opens PKRU while it writes a signal frame' },
  tellsCoreLayout: { since: '6.12', what: 'says in core files where each component lies' },
  knowsApx: { since: '6.16', what: 'knows APX, so that component number 19 is no longer invalid' },
  switchesInOne: { since: '6.16', what: 'marks the task that leaves, in one function for the switch' },
  listsKernelUse: {
    since: '6.16',
    what: 'keeps per CPU whether the kernel may use the registers, not whether it does',
  },
  syncsXfdOnDelivery: { since: '6.18', what: 'brings XFD in step when a signal is delivered' },
  clearsGuestDisabled: { since: '6.19', what: 'takes out of a guest’s area what the guest disables' },
} as const satisfies Readonly<Record<string, Change>>;

/** Versions that a trace can name although nothing in the model changed with them. */
const UNCHANGED = ['6.1', '6.17'] as const;
/** The first with tiles. */
const FIRST_VERSION = '5.16';
export const DEFAULT_VERSION = '6.12';

export type LinuxChange = keyof typeof CHANGES;

const rows: readonly Change[] = Object.values(CHANGES);

/** In order. */
export const VERSIONS: readonly string[] = [
  ...new Set([FIRST_VERSION, ...UNCHANGED, ...rows.map(({ since }) => since)]),
].sort((a, b) => (a === b ? 0 : isAtLeast(a, b) ? 1 : -1));

/** Whether mainline of that version has the change. */
export function has(version: string, change: LinuxChange): boolean {
  return isAtLeast(version, CHANGES[change].since);
}

/** For the option: what each version brings. */
export function describeVersions(): string {
  const changes = VERSIONS.flatMap((version) => {
    const what = rows.filter(({ since }) => since === version).map((row) => row.what);
    return what.length > 0 ? [`${version} ${what.join(', and ')}`] : [];
  });
  return `Kernel version: ${changes.join('; ')}.`;
}
