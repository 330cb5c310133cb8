/**
 * Where jumps have led: from an address to its step by one look at an array, for targets that no link leads to. These lie in
 * other pages, or follow a jump, call or return with several targets. A cache only, never state.
 */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Access } from '../../machine/cpu/page';
import type { LinkedStep } from './linked-step';

/** Entries: a power of two. */
const ENTRIES = 4096;

export class JumpCache {
  private readonly steps: (LinkedStep | undefined)[] = new Array(ENTRIES).fill(undefined);
  private readonly addresses = new Float64Array(ENTRIES);
  /** Under which terms each entry was made. */
  private readonly made = new Float64Array(ENTRIES);
  private terms = 1;
  private access: Access | null = null;
  private version = 0;

  /** What was entered for `address`, for the same `access` object, since `version` is what it is and `forget` was called. */
  find(access: Access, version: number, address: LinearAddress): LinkedStep | undefined {
    if (this.access !== access || this.version !== version) return undefined;
    const slot = slotOf(address);
    if (this.addresses[slot] !== address || this.made[slot] !== this.terms) return undefined;
    const step = this.steps[slot];
    return step?.isDropped ? undefined : step;
  }

  /** What was entered for another access or version is forgotten. */
  enter(access: Access, version: number, address: LinearAddress, step: LinkedStep): void {
    if (this.access !== access || this.version !== version) {
      this.access = access;
      this.version = version;
      this.forget();
    }
    const slot = slotOf(address);
    this.steps[slot] = step;
    this.addresses[slot] = address;
    this.made[slot] = this.terms;
  }

  forget(): void {
    this.terms++;
  }
}

/** Functions begin at multiples of 16, and pages at multiples of 4096. */
function slotOf(address: LinearAddress): number {
  return (address ^ (address >>> 12)) & (ENTRIES - 1);
}
