/**
 * A real kernel's code beside the modelled kernel: its image in memory, and calls of its functions on behalf of routines.
 * Before each call the kernel's own structures say what the model knows; afterwards the model learns what they say.
 */

import { exceptionRow, type Fault } from '../../machine/architecture/exception';
import { GPR } from '../../machine/architecture/gpr';
import { fromLinear, type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { MSR } from '../../machine/architecture/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import type { KernelContext } from '../routines/kernel-context';
import { type NativeCaller, type NativeFunctions, NativeStop } from '../routines/native-functions';
import { CONTEXTS } from '../routines/step-context';
import type { NativeFrame } from '../state/routine-frame';
import type { Task } from '../state/task';
import { ImageMemory } from './image-memory';
import { adoptConfig } from './mirror/config-mirror';
import { CpuMirror } from './mirror/cpu-mirror';
import { TaskMirror } from './mirror/task-mirror';
import { beginCall, type Fetch, type NativeMachine, roomBelow, type StandIn, stepCall } from './native-call';
import { applyPatches } from './patching/apply-patches';
import { perCpuOffset, placeImage } from './place-image';
import { codePlaceText, enterContext, preemptiblePlace } from './preemption';
import { PT_REGS, writePtRegs } from './registers';
import type { Hook } from './seam/hook';
import { HOOKS } from './seam/hooks';
import type { Vmlinux } from './vmlinux';

/** What RFLAGS has in the kernel: the bit that is always set, and interrupts as the step that calls has them. */
const KERNEL_RFLAGS = 2;
/** Enough for everything that runs in one piece before the first task. */
const MOST_INSTRUCTIONS = 2_000_000;

export class NativeCode implements NativeFunctions {
  private readonly tasks: TaskMirror;
  private readonly memory: ImageMemory;
  private readonly cpus: CpuMirror;
  private readonly hooks: ReadonlyMap<LinearAddress, { readonly hook: Hook; readonly name: string }>;

  constructor(
    private readonly kernel: KernelContext,
    readonly vmlinux: Vmlinux,
    private readonly fetch: Fetch,
  ) {
    this.memory = new ImageMemory(kernel.memory);
    this.tasks = new TaskMirror(vmlinux, this.memory);
    this.cpus = new CpuMirror(vmlinux, this.memory, this.tasks);
    this.hooks = new Map(HOOKS.flatMap((hook) => hook.names.flatMap((name) => placed(vmlinux, hook, name))));
  }

  /** The image into memory, with an area for each CPU. */
  load(): void {
    placeImage(this.vmlinux, this.memory, this.kernel.cpus.length);
  }

  /** The changes that the kernel makes in its own code, once it knows its processor. */
  patch(): void {
    const { vmlinux, memory } = this;
    applyPatches({ vmlinux, memory }, this.kernel.cpus.length);
    const patched = vmlinux.find('alternatives_patched');
    if (patched !== undefined) memory.setU32(patched, 1);
  }

  adoptConfig(): void {
    adoptConfig(this.kernel, this.vmlinux, this.memory);
  }

  get registers(): bigint {
    return fromLinear(this.userRegisters);
  }

  task(task: Task | undefined): bigint {
    return fromLinear(task ? this.tasks.addressOf(task) : this.vmlinux.at('init_task'));
  }

  fpu(task: Task): bigint {
    return fromLinear(this.tasks.fpuOf(task));
  }

  guest(task: Task): { readonly fpu: bigint; readonly pkru: bigint } {
    const { fpu, pkru } = this.tasks.guestOf(task);
    return { fpu: fromLinear(fpu), pkru: fromLinear(pkru) };
  }

  has(name: string): boolean {
    return this.vmlinux.find(name) !== undefined;
  }

  /** The CPU begins the function; its registers come back when the function has returned. */
  begin(name: string, values: readonly bigint[], { mode, context }: NativeCaller): Omit<NativeFrame, 'returns'> {
    const { kernel, memory } = this;
    const { cpu } = kernel;
    const saved = savedRegisters(cpu);
    this.publish();
    const below = this.interruptedAt();
    const regs = below ?? this.userRegisters;
    writePtRegs(memory, regs, cpu, { rip: cpu.rip, mode: below === undefined ? mode : 'kernel' });
    cpu.rflags = KERNEL_RFLAGS;
    enterContext(this.machine, context, kernel.percpu.inKernelFpu);
    cpu.gpr[GPR.RSP] = fromLinear(regs);
    return { ...beginCall(this.machine, name, values), saved };
  }

  preemptiblePlace(frame: NativeFrame): string | undefined {
    const place = preemptiblePlace(this.machine, frame);
    return place && codePlaceText(place);
  }

  suspend(frame: NativeFrame): void {
    const { cpu, current } = this.kernel;
    frame.suspended = { task: current?.id ?? null, gpr: cpu.gpr.slice(0, 16), rip: cpu.rip, rflags: cpu.rflags };
    this.adopt(frame);
  }

  resume(frame: NativeFrame): void {
    const { suspended } = frame;
    if (!suspended) return;
    const { cpu } = this.kernel;
    this.publish();
    cpu.gpr.set(suspended.gpr);
    cpu.rip = suspended.rip;
    cpu.rflags = suspended.rflags;
    enterContext(this.machine, CONTEXTS.preemptible, false);
    delete frame.suspended;
  }

  /** One instruction. True when the function has returned: the model then knows what it did. @throws NativeStop */
  step(frame: NativeFrame): boolean {
    return stepCall(this.machine, frame);
  }

  /** What the function returned; the CPU has its registers back. */
  end(frame: NativeFrame): bigint {
    const result = this.kernel.cpu.gpr[GPR.RAX] ?? 0n;
    this.adopt(frame);
    return result;
  }

  /** From the model to the kernel's structures, and the CPU to its variables. */
  private publish(): void {
    const { kernel } = this;
    const { cpu } = kernel;
    this.tasks.publish(kernel);
    this.cpus.publish(kernel);
    cpu.kernelGsBase = cpu.gsBase;
    cpu.gsBase = fromLinear(perCpuOffset(this.vmlinux, cpu.index));
  }

  /** The way back. */
  private adopt({ saved }: NativeFrame): void {
    const { kernel } = this;
    const { cpu } = kernel;
    const user = cpu.kernelGsBase;
    restoreRegisters(cpu, saved);
    cpu.gsBase = user;
    this.tasks.adopt(kernel);
    this.cpus.adopt(kernel);
  }

  /** Where an interrupt has pushed registers, if one has come while code ran on the current task's stack. */
  private interruptedAt(): LinearAddress | undefined {
    const { current, state } = this.kernel;
    const frame = state.stack.findLast(({ native }) => native?.suspended?.task === (current?.id ?? null));
    const gpr = frame?.native?.suspended?.gpr;
    return gpr && roomBelow(toLinear(gpr[GPR.RSP] ?? 0n) ?? 0, PT_REGS.size);
  }

  /** The whole function at once, for what comes before anything can be looked at. @throws NativeStop */
  run(name: string, ...values: readonly bigint[]): bigint {
    const call: NativeCaller = { mode: 'user', context: CONTEXTS.irqs };
    const frame: NativeFrame = { ...this.begin(name, values, call), returns: 'long' };
    // A kernel that asks for registers which are not there has ways out, and nobody looks on yet.
    const machine = { ...this.machine, note: () => undefined };
    for (let left = MOST_INSTRUCTIONS; !stepCall(machine, frame); left--) {
      if (left === 0) throw new NativeStop(`${name} does not come to an end.`, []);
    }
    return this.end(frame);
  }

  /** At the top of the current task's stack. */
  private get userRegisters(): LinearAddress {
    return this.cpus.topOfStack(this.kernel) - PT_REGS.size;
  }

  private get machine(): NativeMachine {
    const { vmlinux, memory, kernel } = this;
    const { cpu } = kernel;
    return {
      vmlinux,
      memory,
      cpu,
      fetch: (access, address) => this.asKernel(this.fetch(access, address)),
      standIn: (address) => this.standIn(address),
      isLeftOut: (address) => this.isTakenOut(address),
      complain: (place) => this.complain(place),
      note: (fault) => this.note(fault),
    };
  }

  /** Writes of IA32_XFD are counted, whoever makes them; CPUID is what the processor says, whatever programs are told. */
  private asKernel(fetched: ReturnType<Fetch>): ReturnType<Fetch> {
    if (fetched.instruction.mnemonic === 'cpuid') return { ...fetched, execute: trueCpuid };
    if (fetched.instruction.mnemonic === 'wrmsr' && (this.kernel.cpu.gpr[GPR.RCX] ?? 0n) === BigInt(MSR.IA32_XFD)) {
      this.kernel.state.counters.xfd_writes++;
    }
    return fetched;
  }

  private standIn(address: LinearAddress): StandIn | undefined {
    const found = this.hooks.get(address);
    const { kernel, vmlinux, memory } = this;
    if (found) return (argument) => found.hook.run({ kernel, vmlinux, memory }, argument);
    return this.isTakenOut(address, 0) ? () => 0n : undefined;
  }

  /** Whether the trace has taken out the function that begins there, or, with an offset, the instruction there. */
  private isTakenOut(address: LinearAddress, offset?: 0): boolean {
    const { without } = this.kernel.state;
    if (without.length === 0) return false;
    const place = this.vmlinux.placeOf(address);
    if (!place || (offset === 0 && place.offset !== 0)) return false;
    return without.includes(offset === 0 ? place.name : `${place.name}+0x${place.offset.toString(16)}`);
  }

  private note({ mnemonic, detail }: Fault): void {
    const { kernel } = this;
    const { vector } = exceptionRow(mnemonic);
    kernel.emit({ kind: 'exception', name: mnemonic, vector, detail, rip: kernel.cpu.rip });
  }

  /** WARN goes on; BUG does not. The kernel's own table of such places says which it is. */
  private complain(place: LinearAddress): boolean {
    const flags = bugFlags(this.vmlinux, this.memory, place);
    if (flags === undefined || (flags & BUGFLAG.warning) === 0) return false;
    const { name = '', offset = 0 } = this.vmlinux.placeOf(place) ?? {};
    const site = `${name}+0x${offset.toString(16)}`;
    const { warned } = this.kernel.state;
    const isKnown = (flags & BUGFLAG.once) !== 0 && warned.includes(site);
    if (!isKnown) {
      warned.push(site);
      this.kernel.emit({ kind: 'warn', message: `WARN at ${site}` });
    }
    return true;
  }
}

function trueCpuid(cpu: Cpu): void {
  const { gpr, gpr32, processor } = cpu;
  const [eax, ebx, ecx, edx] = processor.cpuid(gpr32[2 * GPR.RAX] ?? 0, gpr32[2 * GPR.RCX] ?? 0, cpu);
  gpr[GPR.RAX] = BigInt(eax);
  gpr[GPR.RBX] = BigInt(ebx);
  gpr[GPR.RCX] = BigInt(ecx);
  gpr[GPR.RDX] = BigInt(edx);
}

/** Of a row of `__bug_table` (include/asm-generic/bug.h). */
const BUGFLAG = { warning: 1, once: 2 } as const;

function bugFlags(vmlinux: Vmlinux, memory: ImageMemory, place: LinearAddress): number | undefined {
  const [start, end] = [vmlinux.find('__start___bug_table'), vmlinux.find('__stop___bug_table')];
  const size = vmlinux.sizeOfStruct('bug_entry') ?? 0;
  if (start === undefined || end === undefined || size === 0) return undefined;
  const address = vmlinux.offset('bug_entry', 'bug_addr_disp');
  for (let row = start; row + size <= end; row += size) {
    if (row + memory.s32(row + address) === place) return memory.u16(row + vmlinux.offset('bug_entry', 'flags'));
  }
  return undefined;
}

function placed(vmlinux: Vmlinux, hook: Hook, name: string) {
  const address = vmlinux.find(name);
  return address === undefined ? [] : ([[address, { hook, name }]] as const);
}

function savedRegisters(cpu: Cpu): NativeFrame['saved'] {
  const { rip, rflags, kernelGsBase } = cpu;
  return { gpr: cpu.gpr.slice(0, 16), rip, rflags, kernelGsBase };
}

function restoreRegisters(cpu: Cpu, { gpr, rip, rflags, kernelGsBase }: NativeFrame['saved']): void {
  cpu.gpr.set(gpr);
  Object.assign(cpu, { rip, rflags, kernelGsBase });
}
