/** What all Linux-like policies consist of alike: exceptions, exit, fork, and the options that all of them take. */

import { sysClone3 } from '../common/clone3';
import { contextSwitch, finishTaskSwitch } from '../common/context-switch';
import { die } from '../common/die';
import { beginNewExec, sysExecve } from '../common/execve';
import { doExit, doGroupExit, fpuDrop, sysExit, sysExitGroup } from '../common/exit';
import { copyProcess, kernelClone, sysClone, sysFork, sysVfork } from '../common/fork';
import { sysGetpid } from '../common/getpid';
import { hotplugRoutines } from '../common/hotplug';
import { excPageFault } from '../common/page-fault';
import { preemptSchedule } from '../common/preempt';
import { ptraceRoutines } from '../common/ptrace';
import { exitToUserMode } from '../common/return-to-user';
import { sysSchedYield } from '../common/sched-yield';
import { seccompFilter } from '../common/seccomp';
import { startKernel } from '../common/start-kernel';
import { suspendEnter } from '../common/suspend';
import { trapEntries, trapRoutines } from '../common/traps';
import { memoryRoutines, memorySyscalls } from '../mm';
import type { Policy, PolicyOption } from '../routines/policy';
import type { Routine } from '../routines/routine';
import { hrtimerInterrupt, schedTick } from '../sched/tick';
import { signalSyscalls } from '../signal';
import { doSyscall64 } from '../syscalls/do-syscall';

/** In the order in which the source shows them. */
export const sharedRoutines: readonly Routine[] = [
  startKernel,
  contextSwitch,
  finishTaskSwitch,
  preemptSchedule,
  exitToUserMode,
  doGroupExit,
  doExit,
  sysExit,
  sysExitGroup,
  fpuDrop,
  sysFork,
  sysVfork,
  sysClone,
  sysClone3,
  kernelClone,
  copyProcess,
  sysExecve,
  beginNewExec,
  ...ptraceRoutines,
  sysSchedYield,
  sysGetpid,
  doSyscall64,
  hrtimerInterrupt,
  schedTick,
  ...memoryRoutines,
  seccompFilter,
  ...hotplugRoutines,
  suspendEnter,
  ...trapRoutines,
  excPageFault,
  die,
];

export const sharedEntries = {
  boot: 'start_kernel',
  exceptions: { ...trapEntries, '#NM': 'exc_device_not_available', '#PF': 'exc_page_fault' },
  switch: 'context_switch',
  returnToUser: 'exit_to_user_mode_prepare',
  signal: 'send_signal_locked',
  syscalls: {
    arch_prctl: 'sys_arch_prctl',
    fork: 'sys_fork',
    vfork: 'sys_vfork',
    clone: 'sys_clone',
    clone3: 'sys_clone3',
    execve: 'sys_execve',
    ptrace: 'sys_ptrace',
    exit: 'sys_exit',
    exit_group: 'sys_exit_group',
    sched_yield: 'sys_sched_yield',
    getpid: 'sys_getpid',
    ...memorySyscalls,
    ...signalSyscalls,
  },
  seccomp: '__seccomp_filter',
  cpuDown: 'cpu_down',
  cpuUp: 'cpu_up',
  suspend: 'suspend_enter',
  kernelFpuBegin: 'kernel_fpu_begin',
  kernelFpuEnd: 'kernel_fpu_end',
} as const satisfies Omit<Policy['entries'], 'fork'>;

/** What every policy says about memory. */
export const memoryOptions: readonly PolicyOption[] = [
  {
    name: 'memory',
    values: 'number',
    default: '',
    documentation:
      'Bytes that all extended-state buffers together may take. Beyond it an allocation fails. No limit unless given. Under `eager` it is for forks: the tasks that the trace declares have their buffers whatever it says.',
  },
  {
    name: 'oom',
    values: ['on', 'off'],
    default: 'off',
    documentation:
      'Beyond the memory budget, the OOM killer ends the task that holds the most instead of failing the allocation. Off unless given.',
  },
];
