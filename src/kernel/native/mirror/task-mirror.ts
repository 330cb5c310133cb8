/**
 * A modelled task as a real kernel's code sees it: `struct task_struct` with its `struct fpu`, and what hangs on it. Before a
 * call of real code the structures say what the model knows; afterwards the model learns what they say.
 */
import { fromLinear, type LinearAddress } from '../../../machine/architecture/linear-address';
import { RIGHTS } from '../../../machine/cpu/page';
import type { KernelContext } from '../../routines/kernel-context';
import { FPSTATE_HEADER } from '../../state/memory-map';
import type { Process } from '../../state/process';
import { isAlive, type Task } from '../../state/task';
import type { ImageMemory } from '../image-memory';
import type { Vmlinux } from '../vmlinux';
import { StructView } from './fields';
import { FpstateMirror } from './fpstate-mirror';
import { GuestMirror } from './guest-mirror';
import { needFpuLoadBit } from './need-load';
import { STACK_SIZE, taskPart, taskStruct } from './places';

/** Bit of `task_struct.flags` (include/linux/sched.h). */
const PF_KTHREAD = 0x20_0000;
const PART_SIZE = 0x2000;
const FPU = 'thread.fpu';
const WORD = 8;
const INT = 4;

export class TaskMirror {
  private readonly fpstates: FpstateMirror;
  private readonly guests: GuestMirror;
  private readonly needLoad: bigint;

  constructor(
    private readonly vmlinux: Vmlinux,
    private readonly memory: ImageMemory,
  ) {
    this.fpstates = new FpstateMirror(vmlinux, memory);
    this.guests = new GuestMirror(vmlinux, memory, this.fpstates);
    this.needLoad = needFpuLoadBit(vmlinux);
  }

  addressOf(task: Task): LinearAddress {
    return taskStruct(this.vmlinux, task.id);
  }

  fpuOf(task: Task): LinearAddress {
    return this.addressOf(task) + this.vmlinux.offset('task_struct', FPU);
  }

  guestOf(task: Task): { readonly fpu: LinearAddress; readonly pkru: LinearAddress } {
    return { fpu: this.guests.addressOf(task), pkru: this.guests.pkruOf(task) };
  }

  /** From the model to the structures. */
  publish(kernel: KernelContext): void {
    const tasks = kernel.state.tasks.filter((task) => isAlive(task) || task.fpstate.size > 0);
    for (const task of tasks) this.publishTask(kernel, task);
    for (const process of kernel.state.processes) this.publishThreads(process);
  }

  /** From the structures to the model. */
  adopt(kernel: KernelContext): void {
    for (const task of kernel.state.tasks) {
      if (task.fpstate.size === 0 || !this.exists(task)) continue;
      this.adoptTask(kernel, task);
    }
    for (const process of kernel.state.processes) this.adoptPermission(kernel, process);
  }

  private publishTask(kernel: KernelContext, task: Task): void {
    if (!this.exists(task)) this.create(kernel, task);
    const struct = this.view(task);
    const flags = struct.get('thread_info.flags');
    struct.set('thread_info.flags', task.needFpuLoad ? flags | this.needLoad : flags & ~this.needLoad);
    struct.set('thread.pkru', task.pkru);
    struct.set('sas_ss_sp', task.sigaltstack?.address ?? 0);
    struct.set('sas_ss_size', task.sigaltstack?.size ?? 0);
    if (task.cpu === null) {
      struct.set('thread.fsbase', task.saved.fsBase);
      struct.set('thread.gsbase', task.saved.gsBase);
    }
    struct.set(`${FPU}.last_cpu`, task.lastCpu);
    struct.set(`${FPU}.fpstate`, fromLinear(task.fpstate.address - FPSTATE_HEADER));
    this.fpstates.publish(task.fpstate);
    this.guests.publish(task, struct);
    this.publishPermission(kernel, task, struct);
  }

  private publishPermission(kernel: KernelContext, task: Task, struct: StructView): void {
    const process = kernel.processOf(task);
    if (!process) return;
    for (const [field, mask, sizes] of permissionsOf(process)) {
      struct.set(`${FPU}.${field}.__state_perm`, mask);
      struct.set(`${FPU}.${field}.__state_size`, sizes.size);
      struct.set(`${FPU}.${field}.__user_state_size`, sizes.userSize);
    }
  }

  /** `for_each_thread` goes round this list. */
  private publishThreads({ threads }: Process): void {
    const [leader] = threads;
    if (leader === undefined || !this.memory.isMapped(taskStruct(this.vmlinux, leader))) return;
    const head = taskPart(leader, 'signal') + this.vmlinux.offset('signal_struct', 'thread_head');
    const node = this.vmlinux.offset('task_struct', 'thread_node');
    const nodes = threads.map((id) => taskStruct(this.vmlinux, id) + node).filter((at) => this.memory.isMapped(at));
    const ring = [head, ...nodes];
    for (const [index, at] of ring.entries()) {
      this.memory.setPointer(at, ring[(index + 1) % ring.length] ?? head);
      this.memory.setPointer(at + WORD, ring.at(index - 1) ?? head);
    }
  }

  private adoptTask(kernel: KernelContext, task: Task): void {
    const struct = this.view(task);
    task.needFpuLoad = (struct.get('thread_info.flags') & this.needLoad) !== 0n;
    task.lastCpu = Number(BigInt.asIntN(INT * 8, struct.get(`${FPU}.last_cpu`)));
    task.pkru = struct.number('thread.pkru');
    const before = areasOf(task);
    task.fpstate = this.fpstates.read(struct.pointer(`${FPU}.fpstate`) + FPSTATE_HEADER);
    this.guests.adopt(kernel, task, struct);
    for (const [index, from] of before.entries()) {
      const to = areasOf(task)[index];
      if (from !== undefined && to !== undefined && to !== from)
        kernel.emit({ kind: 'grow', task: task.name, from, to });
    }
  }

  /** The permissions of a process are its leader's. */
  private adoptPermission(kernel: KernelContext, process: Process): void {
    const leader = kernel.state.tasks[process.threads[0] ?? -1];
    if (!leader || !this.exists(leader)) return;
    const struct = this.view(leader);
    const read = (field: string) => ({
      mask: struct.get(`${FPU}.${field}.__state_perm`),
      sizes: {
        size: struct.number(`${FPU}.${field}.__state_size`),
        userSize: struct.number(`${FPU}.${field}.__user_state_size`),
      },
    });
    const [own, guest] = [read('perm'), read('guest_perm')];
    Object.assign(process, {
      perm: own.mask,
      permSizes: own.sizes,
      guestPerm: guest.mask,
      guestPermSizes: guest.sizes,
    });
  }

  /** A copy of the first task, as fork makes it, with parts of its own. */
  private create(kernel: KernelContext, task: Task): void {
    const { vmlinux, memory } = this;
    const address = this.addressOf(task);
    const embedded = vmlinux.offset('task_struct', `${FPU}.__fpstate.regs`);
    memory.map(address, embedded, RIGHTS.data);
    const first = vmlinux.at('init_task');
    memory.write(address, memory.bytes(first, vmlinux.offset('task_struct', `${FPU}`)));
    for (const part of ['signal', 'sighand', 'mm', 'guest'] as const) {
      memory.map(taskPart(task.id, part), PART_SIZE, RIGHTS.data);
    }
    memory.map(taskPart(task.id, 'stack'), STACK_SIZE, RIGHTS.data);
    const leader = kernel.processOf(task)?.threads[0] ?? task.id;
    const struct = this.view(task);
    struct.set('thread_info.flags', 0n);
    struct.set('flags', task.kthread ? PF_KTHREAD : 0);
    struct.set('pid', task.pid);
    struct.set('tgid', kernel.state.tasks[leader]?.pid ?? task.pid);
    struct.set('stack', fromLinear(taskPart(task.id, 'stack')));
    struct.set('group_leader', fromLinear(taskStruct(vmlinux, leader)));
    struct.set('signal', fromLinear(taskPart(leader, 'signal')));
    struct.set('sighand', fromLinear(taskPart(leader, 'sighand')));
    struct.set('mm', task.kthread ? 0n : fromLinear(taskPart(leader, 'mm')));
    const name = Uint8Array.from([...task.name.slice(0, COMM_SIZE - 1), '\0'], (letter) => letter.charCodeAt(0));
    memory.write(struct.addressOf('comm'), name);
  }

  private exists(task: Task): boolean {
    return this.memory.isMapped(taskPart(task.id, 'stack'));
  }

  private view(task: Task): StructView {
    return new StructView(this.vmlinux, this.memory, 'task_struct', this.addressOf(task));
  }
}

/** How large the task's own area is, and that of its virtual CPU. */
function areasOf({ fpstate, vcpu }: Task): readonly (number | undefined)[] {
  return vcpu?.parked ? [vcpu.parked.size, fpstate.size] : [fpstate.size, vcpu?.fpstate.size];
}

/** TASK_COMM_LEN. */
const COMM_SIZE = 16;

function permissionsOf({ perm, permSizes, guestPerm, guestPermSizes }: Process) {
  return [
    ['perm', perm, permSizes],
    ['guest_perm', guestPerm, guestPermSizes],
  ] as const;
}
