/** Whom a recording has as virtual CPUs of KVM, and which of these are in their guests, while it is written down. */
import type { Observation } from '../observation';
import { IA32_XFD } from './msrs';

const ARCH_REQ_XCOMP_GUEST_PERM = 0x1025n;

export class VirtualCpus {
  /** By thread ID: those that have been in their guests. */
  readonly created = new Set<number>();
  readonly inside = new Set<number>();
  /** MSRs of guests whose values have been seen: `PID NUMBER`. */
  readonly known = new Set<string>();
  /** Their guests use IA32_XFD, so they have been told of tiles, and nobody was seen to ask for the permission. */
  readonly permitted: ReadonlySet<number>;

  constructor(observations: readonly Observation[]) {
    const hasAsked = observations.some((at) => at.kind === 'call' && at.args[0] === ARCH_REQ_XCOMP_GUEST_PERM);
    this.permitted = new Set(
      observations.flatMap((at) =>
        at.kind === 'guest-msr' && !at.faulted && !hasAsked && at.number === IA32_XFD ? [at.pid] : [],
      ),
    );
  }
}
