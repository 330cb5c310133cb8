/**
 * The way of a kernel through a step of a trace, in words that two kernels share: lines of modelled routines, functions of a real
 * kernel's code, and what that code does with MSRs and extended state. Where things lie is different in each build, and no part
 * of them.
 */
import type { CodePlace } from '../../kernel/native/vmlinux';
import { GPR } from '../../machine/architecture/gpr';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { MSRS } from '../../machine/control/msr';
import type { Cpu } from '../../machine/cpu/cpu';
import { Digest } from '../../machine/digest';
import { edxEax } from '../../machine/instructions/operands';
import { compiledKernel, nativeHere } from '../compiled/kernel-image';
import { sourcePlaceAt } from '../compiled/source-place';
import type { Program } from '../program/program';
import type { World } from '../state/world';

export interface WayStep {
  /** `fpu__restore_sig.check_min`, `set_xfd`, or `set_xfd: wrmsr IA32_XFD, 0x40000`. */
  readonly text: string;
  /** Of a real kernel's code. */
  readonly native?: NativeStep;
}

interface NativeStep {
  readonly function: string;
  readonly address: LinearAddress;
  /** Of what is executed from here to the next step of the way. */
  readonly code: Digest;
}

/** Instructions that say what two builds do differently, with what stands behind their names. */
const TELLING: readonly (readonly [mnemonic: RegExp, operands: (cpu: Cpu) => string])[] = [
  [/^rdmsr$/, (cpu) => ` ${msrName(cpu)}`],
  [/^wrmsr$/, (cpu) => ` ${msrName(cpu)}, ${hex(edxEax(cpu))}`],
  [/^xsetbv$/, (cpu) => `, ${hex(edxEax(cpu))}`],
  [/^x(?:save|rstor)/, (cpu) => `, mask ${hex(edxEax(cpu))}`],
  [/^(?:fx(?:save|rstor)|tilerelease$|fninit$|ldmxcsr$|wrpkru$)/, () => ''],
];

/** Whether it is about MSRs or extended state. */
export function isTelling(mnemonic: string): boolean {
  return TELLING.some(([names]) => names.test(mnemonic));
}

function msrName({ gpr32 }: Cpu): string {
  const number = gpr32[2 * GPR.RCX] ?? 0;
  return MSRS.find((msr) => msr.number === number)?.name ?? `MSR ${hex(number)}`;
}

function hex(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

export class KernelWay {
  steps: WayStep[] = [];

  /** Told before each moment of the kernel. */
  note(world: World): void {
    const here = nativeHere(world);
    if (!here) return this.noteRoutine(world);
    const { vmlinux } = world.program.policy;
    const place = vmlinux?.placeOf(here.cpu.rip);
    if (place) this.noteCode(world, here.cpu, place);
  }

  private noteRoutine({ kernel }: World): void {
    const frame = kernel?.active ? kernel.state.stack.at(-1) : undefined;
    if (!kernel || !frame) return;
    const name = kernel.policy.routines.find(({ name }) => name === frame.routine)?.steps[frame.step]?.name;
    const text = `${frame.routine}.${name}`;
    if (name !== undefined && !kernel.state.without.includes(text)) this.steps.push({ text });
  }

  private noteCode({ code, kernel }: World, cpu: Cpu, { name, offset }: CodePlace): void {
    const address = cpu.rip;
    const last = this.steps.at(-1)?.native;
    if (last?.function !== name) this.enter(name, name, address);
    const { mnemonic } = code.fetch(cpu.access, address).instruction;
    if (kernel?.state.without.includes(`${name}+0x${offset.toString(16)}`)) return;
    const telling = TELLING.find(([names]) => names.test(mnemonic));
    if (telling) this.enter(`${name}: ${mnemonic}${telling[1](cpu)}`, name, address);
    this.steps.at(-1)?.native?.code.value(mnemonic);
  }

  private enter(text: string, name: string, address: LinearAddress): void {
    this.steps.push({ text, native: { function: name, address, code: new Digest() } });
  }
}

/** The first step that is not the same in two ways; undefined where both are the same. */
export function forkOf(first: readonly WayStep[], second: readonly WayStep[]): number | undefined {
  const count = Math.max(first.length, second.length);
  const places = Array.from({ length: count }, (_, index) => index);
  return (
    places.find((index) => first[index]?.text !== second[index]?.text) ??
    places.find((index) => codeOf(first[index]) !== codeOf(second[index]))
  );
}

function codeOf(step: WayStep | undefined): string | undefined {
  return step?.native?.code.toString();
}

/** `set_xfd: wrmsr IA32_XFD, 0x40000 (kernel.c:120)`: with the line of C, where the image says which it is. */
export function wayText({ text, native }: WayStep, program: Program): string {
  const compiled = native && compiledKernel(program);
  const place = compiled && sourcePlaceAt(compiled, native.address);
  return place ? `${text} (${place.path.split('/').at(-1)}:${place.line + 1})` : text;
}
