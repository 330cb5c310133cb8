/** `A.state`, `A.fpstate.size`, `A.tmm0.i32[0][0]`: what expressions see of a task. */
import type { Kernel } from '../../kernel/entry/kernel';
import { decodeUtf8 } from '../../kernel/files/path';
import { signalBit } from '../../kernel/model/tasks/signals';
import type { Fpstate } from '../../kernel/state/fpstate';
import type { ProgramState } from '../../kernel/state/program-state';
import { describeState, type Task } from '../../kernel/state/task';
import type { Reference, Value } from '../../language/vocabulary/value';
import { fromLinear } from '../../machine/architecture/linear-address';
import { HEADER_OFFSET } from '../../machine/architecture/xsave-format';
import { type Table, tableOf } from '../../machine/table';
import { readArea } from '../../machine/xstate/xsave-area';
import type { World } from '../state/world';
import { registerReference } from './register-scope';
import { taskRegisters } from './task-registers';

interface Member {
  readonly type: string;
  readonly value: (task: Task, kernel: Kernel, world: World) => Value;
}

const TASK = tableOf<Member>({
  state: { type: 'string', value: describeState },
  cpu: { type: 'count', value: (task) => BigInt(task.cpu ?? -1) },
  pid: { type: 'count', value: (task) => BigInt(task.pid) },
  pending: { type: 'signals', value: pendingMask },
  blocked: { type: 'signals', value: (task) => task.blocked },
  signal: { type: 'string', value: (task) => task.signal ?? '' },
  exit_code: { type: 'i64', value: exitCode },
  output: { type: 'string', value: (task, kernel) => decodeUtf8(programOf(task, kernel)?.output.text ?? '') },
  perm: { type: 'mask', value: (task, kernel) => kernel.state.processes[task.process]?.perm ?? 0n },
  xfd: { type: 'mask', value: (task) => task.fpstate.xfd },
  need_fpu_load: { type: 'count', value: ({ needFpuLoad }) => (needFpuLoad ? 1n : 0n) },
  last_cpu: { type: 'i64', value: ({ lastCpu }) => BigInt(lastCpu) },
});

/** Whether a member of tasks is a record of the kernel by itself. */
export function isTaskRecord(name: string): boolean {
  return name in TASK || name === 'core' || name === 'sigaltstack';
}

const FPSTATE = tableOf<Member>({
  size: { type: 'count', value: (task) => BigInt(task.fpstate.size) },
  user_size: { type: 'count', value: (task) => BigInt(task.fpstate.userSize) },
  xfeatures: { type: 'mask', value: (task) => task.fpstate.xfeatures },
  user_xfeatures: { type: 'mask', value: (task) => task.fpstate.userXfeatures },
  address: { type: 'address', value: (task) => fromLinear(task.fpstate.address) },
  xstate_bv: { type: 'mask', value: (task, _kernel, world) => bufferHeader(world, task.fpstate)?.xstateBv ?? 0n },
  xcomp_bv: { type: 'mask', value: (task, _kernel, world) => bufferHeader(world, task.fpstate)?.xcompBv ?? 0n },
});

const SIGALTSTACK = tableOf<Member>({
  size: { type: 'count', value: (task) => BigInt(task.sigaltstack?.size ?? 0) },
  address: { type: 'address', value: (task) => fromLinear(task.sigaltstack?.address ?? 0) },
});

const note = (address: number | null | undefined, size: number | undefined): Reference => ({
  type: 'note',
  member: (name) => {
    if (name === 'address') return { type: 'address', value: fromLinear(address ?? 0) };
    return name === 'size' ? { type: 'count', value: BigInt(size ?? 0) } : undefined;
  },
});

/** The area of a virtual CPU, and what the kernel keeps beside it: wherever they are, inside KVM_RUN or not. */
const GUEST = tableOf<Member>({
  size: { type: 'count', value: (task) => BigInt(guestArea(task)?.size ?? 0) },
  xfeatures: { type: 'mask', value: (task) => guestArea(task)?.xfeatures ?? 0n },
  xstate_bv: {
    type: 'mask',
    value: (task, _kernel, world) => bufferHeader(world, guestArea(task))?.xstateBv ?? 0n,
  },
  xfd: { type: 'mask', value: (task) => guestArea(task)?.xfd ?? 0n },
  xfd_err: { type: 'mask', value: (task) => task.vcpu?.xfdErr ?? 0n },
  xcr0: { type: 'mask', value: (task) => task.vcpu?.xcr0 ?? 0n },
  xss: { type: 'mask', value: (task) => task.vcpu?.xss ?? 0n },
  pkru: { type: 'mask', value: (task) => BigInt(task.vcpu?.pkru ?? 0) },
  image_size: { type: 'count', value: (task) => BigInt(task.vcpu?.uabiSize ?? 0) },
  perm: { type: 'mask', value: (task, kernel) => kernel.state.processes[task.process]?.guestPerm ?? 0n },
});

export function guestArea({ vcpu, fpstate }: Task): Fpstate | undefined {
  return vcpu?.parked ? fpstate : vcpu?.fpstate;
}

/** The notes about the task in its process's core file. */
function coreReference({ core }: Task): Reference {
  return {
    type: 'core',
    member: (name) => {
      if (name === 'xstate') return note(core?.xstate, core?.xstateSize);
      return name === 'layout' ? note(core?.layout, core?.layoutSize) : undefined;
    },
  };
}

function programOf({ process }: Task, { state }: Kernel): ProgramState | null | undefined {
  return state.processes[process]?.program;
}

/** As a shell gives it: what exit was called with, or 128 and the signal; -1 while the process lives. */
function exitCode(task: Task, kernel: Kernel): bigint {
  const status = programOf(task, kernel)?.status ?? task.exitCode;
  if (status === null) return -1n;
  const signal = status & SIGNAL_BITS;
  return BigInt(signal === 0 ? status >> 8 : 128 + signal);
}

/** Of a status as wait4 gives it. */
const SIGNAL_BITS = 0x7f;

function pendingMask(task: Task, kernel: Kernel): bigint {
  const shared = kernel.state.processes[task.process]?.pending ?? [];
  return [...task.pending, ...shared].reduce((mask, { number }) => mask | signalBit(number), 0n);
}

export function taskReference(world: World, kernel: Kernel, task: Task): Reference {
  const group = (members: Table<Member>, type: string): Reference => ({
    type,
    member: (name) => {
      const member = members[name];
      return member && { type: member.type, value: member.value(task, kernel, world) };
    },
  });
  const own = group(TASK, 'task');
  return {
    type: 'task',
    value: task.name,
    member: (name) => {
      if (name === 'fpstate') return group(FPSTATE, 'fpstate');
      if (name === 'guest') return group(GUEST, 'guest');
      if (name === 'core') return coreReference(task);
      if (name === 'sigaltstack') return group(SIGALTSTACK, 'sigaltstack');
      return own.member?.(name) ?? taskRegister(world, kernel, task, name);
    },
  };
}

function bufferHeader(world: World, area: Fpstate | undefined) {
  if (!area) return undefined;
  const bytes = world.memory.peek(0, area.address, HEADER_OFFSET + 64);
  return bytes && readArea(bytes, world.program.processor);
}

/** Registers of a task that is switched out can be looked at; they are set by running it. */
function taskRegister(world: World, kernel: Kernel, task: Task, name: string): Reference | undefined {
  const { cpu, live } = taskRegisters(world, kernel, task);
  const reference = registerReference(cpu, name);
  if (!reference || live) return reference;
  return readOnly(reference);
}

/** The same place, as something that cannot be set. */
export function readOnly({ type, value, member, index }: Reference): Reference {
  return {
    type,
    ...(value !== undefined && { value }),
    ...(member && { member: (name: string) => protect(member(name)) }),
    ...(index && { index: (at: bigint) => protect(index(at)) }),
  };
}

function protect(inner: Value | Reference | undefined): Value | Reference | undefined {
  return typeof inner === 'object' ? readOnly(inner) : inner;
}
