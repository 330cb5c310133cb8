/** A process: what its threads share. */
import type { AddressSpaceId } from '../../machine/cpu/memory';
import type { ProgramState } from './program-state';
import type { PendingSignal, SignalAction } from './signal-state';

/** `struct fpu_state_perm`: the sizes of buffers with all components that the threads of a process may use. */
interface StatePermission {
  /** Bytes of a compacted area with all permitted components. */
  size: number;
  /** Bytes of the standard-format image of the permitted user components. */
  userSize: number;
}

export interface Process {
  id: number;
  name: string;
  /** Number of its process group: the pid of the first task of the process that the group began with. */
  group: number;
  space: AddressSpaceId;
  /** `fpu_state_perm.__state_perm` of the group leader. */
  perm: bigint;
  guestPerm: bigint;
  permSizes: StatePermission;
  guestPermSizes: StatePermission;
  threads: number[];
  /** Signals sent to the process: any thread that does not block them may take them. */
  pending: PendingSignal[];
  /** By signal number; the default where there is none. */
  actions: Record<number, SignalAction>;
  /** Of the address space: processes that share that share them. */
  pkeys: ProtectionKeys;
  /** Null where it runs code of the trace. */
  program: ProgramState | null;
}

/** `mm->context`: the protection keys of an address space. */
export interface ProtectionKeys {
  /** Bit n for key n. */
  allocated: number;
  /** The key of mappings with PROT_EXEC alone; null before the first one. */
  executeOnly: number | null;
}
