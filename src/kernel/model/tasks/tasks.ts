/** Creates and ends tasks and processes, for the boot routines, fork and exit. */

import { RFLAGS_DEFAULT } from '../../../machine/architecture/bits';
import { GPR } from '../../../machine/architecture/gpr';
import type { AddressSpaceId } from '../../../machine/cpu/memory';
import { leaveProgram } from '../../exec/leave';
import { newProgram } from '../../exec/program-of';
import { loadProgram } from '../../exec/start-program';
import { openFile } from '../../files/descriptors';
import { atHome, encodeUtf8 } from '../../files/path';
import { initialKeys } from '../../mm/protection-keys';
import type { KernelContext } from '../../routines/kernel-context';
import { PKRU_DEFAULT } from '../../state/constants';
import { NO_FPSTATE } from '../../state/initial-state';
import { embeddedArea, KERNEL_SPACE, userStack } from '../../state/memory-map';
import type { Process } from '../../state/process';
import type { CoreTask, ExecRequest, ProgramImage, TaskDeclaration } from '../../state/program-image';
import type { OpenFile } from '../../state/program-state';
import { isAlive, type Task } from '../../state/task';
import { kickGuest } from '../guests/guest';
import { guestDefault } from '../guests/guest-default';
import { vfree } from '../memory/vmalloc';
import { embeddedFpstate, initialiseArea, writePkru } from '../xstate/fpstate';
import { placeMemory, resumeFromCore } from './core-task';

const FIRST_PID = 1000;
/** More tasks than this, dead ones included, and fork fails: a trace cannot exhaust the machine that runs it. */
const TASK_LIMIT = 4096;
/** Address spaces that live at a time (RLIMIT_NPROC, as far as memory goes). */
const SPACE_LIMIT = 256;
/** The process that kernel threads belong to. */
const KTHREADS = 'kthreadd';

/** The tasks that the trace declares, in their initial state: as after execve, about to return to user mode. */
export function createTasks(
  kernel: KernelContext,
  declarations: readonly TaskDeclaration[],
  image: ProgramImage,
): void {
  for (const { name, process: processName, kthread, entry, exec, core } of declarations) {
    if (core) {
      createCoreTask(kernel, name, core);
      continue;
    }
    if (exec) {
      createProgramTask(kernel, name, exec);
      continue;
    }
    const process = kthread ? kthreadProcess(kernel) : declaredProcess(kernel, processName, image);
    const task = createTask(kernel, name, process, kthread);
    task.entry = entry ?? 0;
    task.position = task.entry;
    task.saved.rip = task.position;
    if (kthread) continue;
    const { bottom, size, rsp } = userStack(process.threads.length - 1);
    kernel.memory.map(process.space, bottom, size);
    task.saved.gpr[GPR.RSP] = BigInt(rsp);
    task.saved.fsBase = BigInt(image.threadPointers[process.threads.length - 1] ?? 0);
  }
}

/** A thread of a process as a core file has it: of the same process as another one out of that file. */
function createCoreTask(kernel: KernelContext, name: string, core: CoreTask): void {
  const processName = `core ${core.path}`;
  let process = kernel.state.processes.find((candidate) => candidate.name === processName);
  if (!process) {
    const space = unusedSpace(kernel);
    kernel.memory.createSpace(space);
    process = createProcess(kernel, processName, space);
    placeMemory(kernel, process, core);
  }
  resumeFromCore(kernel, createTask(kernel, name, process, false), process, core);
}

/** Undefined for a program without input. */
function inputOf({ files }: KernelContext, { input }: ExecRequest): OpenFile | undefined {
  if (input === null) return undefined;
  return files.streamAt?.(input) ? openFile('stream', input, 0) : openFile('file', atHome(encodeUtf8(input)), 0);
}

/** A process with one task, about to execute the first instruction of a program. */
function createProgramTask(kernel: KernelContext, name: string, exec: ExecRequest): void {
  const space = unusedSpace(kernel);
  kernel.memory.createSpace(space);
  const process = createProcess(kernel, name, space);
  process.program = newProgram(process.id, inputOf(kernel, exec));
  const task = createTask(kernel, name, process, false);
  const path = encodeUtf8(exec.path);
  const call = {
    path,
    arguments: [path, ...exec.arguments.map(encodeUtf8)],
    environment: exec.environment.map(encodeUtf8),
  };
  const started = loadProgram(kernel, space, process.program, call);
  task.entry = started?.entry ?? 0;
  task.position = task.entry;
  task.saved.rip = task.entry;
  task.saved.gpr[GPR.RSP] = BigInt(started?.rsp ?? 0);
}

/** A task in its initial state, on no CPU, with its embedded area in modelled memory. */
export function createTask(kernel: KernelContext, name: string, process: Process, kthread: boolean): Task {
  const { tasks } = kernel.state;
  const id = tasks.length;
  const embedded = embeddedArea(id);
  const task: Task = {
    id,
    pid: FIRST_PID + id,
    name,
    process: process.id,
    kthread,
    state: 'ready',
    cpu: null,
    saved: { gpr: new BigUint64Array(16), rip: 0, rflags: RFLAGS_DEFAULT, fsBase: 0n, gsBase: 0n, selectors: 0n },
    position: 0,
    entry: 0,
    fpstate: embeddedFpstate(kernel, embedded),
    needFpuLoad: true,
    lastCpu: -1,
    pkru: PKRU_DEFAULT,
    pending: [],
    blocked: 0n,
    delivered: null,
    trap: { vector: 0, errorCode: 0, address: 0n },
    badRip: null,
    signal: null,
    exitCode: null,
    embedded,
    sigaltstack: null,
    sasFlags: 0,
    tracer: null,
    seized: false,
    stopped: false,
    tracee: { singleStep: false, forcedTf: false, reported: null, passed: null, exitCode: 0 },
    seccomp: [],
    vforkChild: null,
    utime: 0n,
    stime: 0n,
    wait: null,
    savedMask: null,
    clearChildTid: 0,
    core: null,
    vcpu: null,
  };
  initialiseArea(kernel, embedded, task.fpstate.size, task.fpstate.xfeatures);
  // The task has run before, up to its entry: PKRU, which is not initial, has been saved with the rest.
  if (kernel.processor.has('PKU')) writePkru(kernel, task.fpstate, task.pkru);
  tasks.push(task);
  process.threads.push(id);
  return task;
}

/**
 * A process without threads, permitted what every process is.
 *
 * @param group of its parent; without one it begins a process group of its own, as what a shell starts does.
 */
export function createProcess(kernel: KernelContext, name: string, space: AddressSpaceId, group?: number): Process {
  const { state } = kernel;
  const process: Process = {
    id: state.processes.length,
    name,
    group: group ?? FIRST_PID + state.tasks.length,
    space,
    ...defaultPermission(kernel),
    threads: [],
    pending: [],
    actions: {},
    pkeys: initialKeys(kernel),
    program: null,
  };
  state.processes.push(process);
  return process;
}

/** What a process may use that has not asked for anything, itself and for guests. */
export function defaultPermission(
  kernel: KernelContext,
): Pick<Process, 'perm' | 'guestPerm' | 'permSizes' | 'guestPermSizes'> {
  const { permitted, kernelDefaultSize, userDefaultSize } = kernel.state.fpu;
  const { features, size } = guestDefault(kernel);
  return {
    perm: permitted,
    guestPerm: kernel.has('hasGuestDefaults') ? features : permitted,
    permSizes: { size: kernelDefaultSize, userSize: userDefaultSize },
    guestPermSizes: { size, userSize: userDefaultSize },
  };
}

/** Whether there is no room for another task; for one with memory of its own, if it `forks`. */
export function areTooMany({ state, memory }: KernelContext, forks: boolean): boolean {
  return state.tasks.length >= TASK_LIMIT || (forks && memory.spaceCount >= SPACE_LIMIT);
}

/** An address space that no process has: 0 is that of the kernel alone. */
export function unusedSpace({ state }: KernelContext): AddressSpaceId {
  return 1 + Math.max(0, ...state.processes.map(({ space }) => space));
}

/** The threads of the current process that have not ended, its leader first; none where a CPU is idle. */
export function livingThreads(kernel: KernelContext): readonly Task[] {
  const process = kernel.current && kernel.processOf(kernel.current);
  return (process?.threads ?? []).flatMap((id) => {
    const task = kernel.state.tasks[id];
    return task && isAlive(task) ? [task] : [];
  });
}

/** Ends a task without its help: another thread of a dying process, the OOM killer's victim, one that cannot even exit. */
export function endTask(kernel: KernelContext, task: Task, how: { signal: string | null; exitCode: number }): void {
  takeOffCpus(kernel, task);
  if (isAlive(task)) {
    task.state = how.signal === null ? 'exited' : 'killed';
    task.signal = how.signal;
    task.exitCode = how.exitCode;
  }
  releaseTracees(kernel, task);
  completeVfork(kernel, task);
  leaveProgram(kernel, task);
  task.pending = [];
  task.delivered = null;
  releaseArea(kernel, task);
}

/** `exit_ptrace`: the tracees of the task run on without a tracer. */
export function releaseTracees({ state }: KernelContext, tracer: Task): void {
  for (const task of state.tasks) {
    if (task.tracer !== tracer.id) continue;
    Object.assign(task, { tracer: null, seized: false, stopped: false });
    Object.assign(task.tracee, { reported: null, exitCode: 0 });
  }
}

/** `complete_vfork_done`: the child no longer uses the memory that it shares with its parent, which goes on. */
export function completeVfork({ state }: KernelContext, child: Task): void {
  for (const task of state.tasks) if (task.vforkChild === child.id) task.vforkChild = null;
}

/** No CPU runs it or holds its registers from here on; one that did is idle. */
function takeOffCpus({ state, cpus }: KernelContext, task: Task): void {
  task.cpu = null;
  for (const [index, percpu] of state.cpus.entries()) {
    if (percpu.fpregsOwner === task.id) percpu.fpregsOwner = null;
    if (percpu.current !== task.id) continue;
    const cpu = cpus[index];
    if (cpu) {
      kickGuest(cpu, percpu, task);
      cpu.cpl = 0;
    }
    percpu.current = null;
    percpu.userMode = false;
  }
}

/** The last reference to a task structure is gone, and its buffer with it. */
export function releaseArea(kernel: KernelContext, task: Task): void {
  if (task.fpstate.size === 0) return;
  for (const area of [task.fpstate, task.vcpu?.fpstate, task.vcpu?.parked]) {
    if (area?.isValloc) vfree(kernel, area.address);
  }
  task.vcpu = null;
  task.fpstate = { ...NO_FPSTATE, address: task.embedded };
}

function declaredProcess(kernel: KernelContext, name: string, image: ProgramImage): Process {
  const existing = kernel.state.processes.find((process) => process.name === name);
  if (existing) return existing;
  const space = unusedSpace(kernel);
  loadImage(kernel, space, image);
  return createProcess(kernel, name, space);
}

/** A new address space with the program in it, as execve loads it; without a stack. */
export function loadImage({ memory }: KernelContext, space: AddressSpaceId, image: ProgramImage): void {
  memory.createSpace(space);
  for (const { address, bytes, rights } of image.segments) {
    memory.load(space, address, bytes, rights);
  }
}

/** The pages of an address space stay for as long as a living task owns them or a CPU borrows them. */
export function dropSpaceIfUnused(kernel: KernelContext, space: AddressSpaceId): void {
  const { state, cpus, memory } = kernel;
  if (space === KERNEL_SPACE || cpus.some(({ addressSpace }) => addressSpace === space)) return;
  const owners = state.processes.filter((process) => process.space === space);
  const used = owners.some(({ threads }) => threads.some((id) => state.tasks[id] && isAlive(state.tasks[id])));
  if (!used) memory.dropSpace(space);
}

function kthreadProcess(kernel: KernelContext): Process {
  return (
    kernel.state.processes.find(({ space }) => space === KERNEL_SPACE) ?? createProcess(kernel, KTHREADS, KERNEL_SPACE)
  );
}
