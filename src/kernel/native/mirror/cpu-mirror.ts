/** A CPU's variables as a real kernel's code sees them: who runs, whose the registers are, what IA32_XFD is thought to hold. */
import { fromLinear, type LinearAddress } from '../../../machine/architecture/linear-address';
import { RIGHTS } from '../../../machine/cpu/page';
import type { KernelContext } from '../../routines/kernel-context';
import type { ImageMemory } from '../image-memory';
import type { Vmlinux } from '../vmlinux';
import { StructView } from './fields';
import { idleStack, perCpuVariable, STACK_SIZE, taskPart } from './places';
import type { TaskMirror } from './task-mirror';

export class CpuMirror {
  constructor(
    private readonly vmlinux: Vmlinux,
    private readonly memory: ImageMemory,
    private readonly tasks: TaskMirror,
  ) {}

  /** The top of the stack that kernel code of the CPU's current task has. */
  topOfStack({ current, cpu }: KernelContext): LinearAddress {
    return (current ? taskPart(current.id, 'stack') : idleStack(cpu.index)) + STACK_SIZE;
  }

  publish(kernel: KernelContext): void {
    const { current, percpu, state, cpu } = kernel;
    this.memory.map(idleStack(cpu.index), STACK_SIZE, RIGHTS.data);
    this.setCurrent(
      cpu.index,
      current ? this.tasks.addressOf(current) : this.vmlinux.at('init_task'),
      this.topOfStack(kernel),
    );
    const owner = state.tasks[percpu.fpregsOwner ?? -1];
    this.set('fpu_fpregs_owner_ctx', cpu.index, owner ? fromLinear(this.tasks.fpuOf(owner)) : 0n);
    this.set('xfd_state', cpu.index, percpu.xfdState);
    this.publishCr4(cpu);
  }

  adopt(kernel: KernelContext): void {
    const { percpu, state, cpu } = kernel;
    const owner = this.variable('fpu_fpregs_owner_ctx', cpu.index);
    if (owner !== undefined) {
      const address = this.memory.pointer(owner);
      percpu.fpregsOwner = state.tasks.find((task) => this.tasks.fpuOf(task) === address)?.id ?? null;
    }
    const xfd = this.variable('xfd_state', cpu.index);
    if (xfd !== undefined) percpu.xfdState = this.memory.u64(xfd);
    percpu.inKernelFpu = this.isInKernelFpu(cpu.index);
  }

  /** `cr4_init_shadow`: the kernel writes CR4 only where its copy differs. */
  private publishCr4({ index, cr4 }: KernelContext['cpu']): void {
    const state = this.variable('cpu_tlbstate', index);
    if (state !== undefined) new StructView(this.vmlinux, this.memory, 'tlb_state', state).set('cr4', cr4);
  }

  /** `in_kernel_fpu`, or inverted `kernel_fpu_allowed` since the change of that name. */
  private isInKernelFpu(cpu: number): boolean {
    const inUse = this.variable('in_kernel_fpu', cpu);
    if (inUse !== undefined) return this.memory.u8(inUse) !== 0;
    const allowed = this.variable('kernel_fpu_allowed', cpu);
    return allowed !== undefined && this.memory.u8(allowed) === 0;
  }

  /** Variables of their own until 6.1, and again since 6.15; members of `struct pcpu_hot` between. */
  private setCurrent(cpu: number, task: LinearAddress, top: LinearAddress): void {
    const hot = this.variable('pcpu_hot', cpu);
    if (hot !== undefined) {
      const view = new StructView(this.vmlinux, this.memory, 'pcpu_hot', hot);
      view.set('current_task', fromLinear(task));
      view.set('top_of_stack', fromLinear(top));
      return;
    }
    this.set('current_task', cpu, fromLinear(task));
    this.set('cpu_current_top_of_stack', cpu, fromLinear(top));
  }

  private set(name: string, cpu: number, value: bigint): void {
    const at = this.variable(name, cpu);
    if (at !== undefined) this.memory.setU64(at, value);
  }

  private variable(name: string, cpu: number): LinearAddress | undefined {
    return perCpuVariable(this.vmlinux, name, cpu);
  }
}
