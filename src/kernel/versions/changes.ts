/**
 * What changed in mainline: one row a change, with the version that brought it. A step or a routine that came or went with a
 * change bears the change's name in `since` or `until`; the tables of a version are those of all versions without what it
 * lacks (`of-version.ts`). `kernel linux version=` accepts the versions that are named here.
 */
import { compareVersions, isAtLeast, isSameSeries } from './version';

interface Change {
  /** The first mainline version that has it. */
  readonly since: string;
  /** The first of each stable series that has it too, although the series is older. */
  readonly stable?: readonly string[];
  /** For the documentation of the option: a clause whose subject is the version. */
  readonly what: string;
  /** Of mainline, where one commit is the change. */
  readonly commit?: string;
}

const CHANGES = {
  switchesPkruByItself: { since: '5.14', what: 'switches PKRU at once, and XRSTORS does not load it' },
  tellsFrameSize: { since: '5.14', what: 'tells programs how large a signal frame can be (AT_MINSIGSTKSZ)' },
  checksSignalStackOnEntry: {
    since: '5.14',
    what: 'checks that a signal frame fits the alternate stack that it enters',
  },
  knowsFrameSizes: { since: '5.16', what: 'knows signal frames of different sizes' },
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
  syncsXfdOnDelivery: {
    since: '6.18',
    stable: ['6.12.58', '6.1.159'],
    what: 'brings XFD in step when a signal is delivered',
    commit: '388eff894d6b',
  },
  clearsGuestDisabled: {
    since: '6.19',
    stable: ['6.12.67', '6.1.162'],
    what: 'takes out of a guest’s area what the guest disables',
    commit: 'b45f72177594',
  },
} as const satisfies Readonly<Record<string, Change>>;

export type LinuxChange = keyof typeof CHANGES;

/** Versions that a trace can name although nothing in the model changed with them. */
const UNCHANGED = ['6.1', '6.17'] as const;
/** The first with tiles. */
const FIRST_VERSION = '5.16';
export const DEFAULT_VERSION = '6.12';

const rows: readonly Change[] = Object.values(CHANGES);

/** In order. */
export const VERSIONS: readonly string[] = [
  ...new Set([FIRST_VERSION, ...UNCHANGED, ...rows.map(({ since }) => since)]),
]
  .filter((version) => isAtLeast(version, FIRST_VERSION))
  .sort(compareVersions);

/** All changes there are. */
export const NEWEST_VERSION = VERSIONS.at(-1) ?? DEFAULT_VERSION;

/** Whether the kernel of that version has the change: mainline, or a stable kernel that took it over. */
export function hasChange(version: string, change: LinuxChange): boolean {
  const { since, stable = [] }: Change = CHANGES[change];
  return isAtLeast(version, since) || stable.some((from) => isSameSeries(version, from) && isAtLeast(version, from));
}

/** The first mainline version with the change. */
export function versionOf(change: LinuxChange): string {
  return CHANGES[change].since;
}

/** For the option: what each version brings, beside the first. */
export function describeVersions(): string {
  const changes = VERSIONS.filter((version) => version !== FIRST_VERSION).flatMap((version) => {
    const what = rows.filter(({ since }) => since === version).map((row) => row.what);
    return what.length > 0 ? [`${version} ${what.join(', and ')}`] : [];
  });
  return `Kernel version: ${changes.join('; ')}.`;
}
