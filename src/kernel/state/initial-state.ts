/** The state of the kernel before it has booted. */

import type { Fpstate, FpuConfig } from './fpstate';
import { VMALLOC_START } from './memory-map';
import type { Counters, KernelCpu, KernelState } from './state';

/** An `fpstate` that is nowhere: no room for anything. */
export const NO_FPSTATE: Readonly<Fpstate> = {
  address: 0,
  size: 0,
  userSize: 0,
  xfeatures: 0n,
  userXfeatures: 0n,
  xfd: 0n,
  isValloc: false,
};

const UNKNOWN: Readonly<FpuConfig> = {
  kernelMax: 0n,
  userMax: 0n,
  kernelDefault: 0n,
  userDefault: 0n,
  supervisor: 0n,
  dynamic: 0n,
  permitted: 0n,
  kernelMaxSize: 0,
  kernelDefaultSize: 0,
  userMaxSize: 0,
  userDefaultSize: 0,
  xfeatureMax: 0,
  init: NO_FPSTATE,
};

const IDLE_CPU: Readonly<KernelCpu> = {
  online: true,
  current: null,
  fpregsOwner: null,
  xfdState: 0n,
  inKernelFpu: false,
  amxArea: null,
  inKernel: false,
  userMode: false,
  host: null,
};

/** The counters that begin at the end of the boot. Buffers count from the start, because those of the boot exist afterwards. */
export function countersOfEvents(): Pick<Counters, 'xfd_writes' | 'nm'> {
  return { xfd_writes: 0, nm: 0 };
}

export function initialState(cpuCount: number): KernelState {
  return {
    tasks: [],
    processes: [],
    cpus: Array.from({ length: cpuCount }, () => ({ ...IDLE_CPU })),
    fpu: { ...UNKNOWN, init: { ...NO_FPSTATE } },
    counters: { allocs: 0, frees: 0, buffer_bytes: 0, ...countersOfEvents() },
    stack: [],
    result: null,
    without: [],
    allocFailures: 0,
    vmalloc: { next: VMALLOC_START, live: [] },
    preemptions: [],
    transfers: [],
    oops: null,
    warned: [],
    clock: 0n,
    timers: [],
    random: 1,
    overlay: {},
    nextInode: 2,
  };
}
