/**
 * Runs of plain steps: instructions that neither the kernel nor the call stack nor an expected outcome has to do with.
 * Nothing comes between them, so they are executed in a tight loop, and what a step does to the flow is done once, for
 * all of them.
 */
import type { LinearAddress } from '../../machine/architecture/address';
import type { Execute } from '../../machine/cpu/instruction';
import type { InstructionStep, Step } from '../program/program';
import type { World } from '../state/world';
import { interrupt } from './moment';
import { completePlain } from './progress';

/** A plain step with what the loop needs of it at hand. */
export interface PlainStep {
  readonly step: InstructionStep;
  readonly execute: Execute;
  /** Behind the instruction: where RIP is when it executes, and after it unless it jumps. */
  readonly end: LinearAddress;
  /** The step at `end`, when that is plain too. */
  readonly next: PlainStep | undefined;
}

/** The plain ones of a program's steps, by the offset of their address from `base`. */
export function linkPlainSteps(steps: readonly Step[], base: LinearAddress): readonly (PlainStep | undefined)[] {
  const last = steps.at(-1);
  const plain: (PlainStep | undefined)[] = new Array(last ? last.address - base + 1 : 0).fill(undefined);
  for (const step of steps.toReversed()) {
    if (step.kind !== 'instruction' || !step.plain) continue;
    const end = step.address + step.size;
    plain[step.address - base] = { step, execute: step.execute, end, next: plain[end - base] };
  }
  return plain;
}

/**
 * The same as `advance`, up to `most` times, as long as the steps are plain. Returns the number of moments, which may be
 * 0; only the last one of them can have made anything happen.
 */
export function advancePlain(world: World, most: number): number {
  const { flow, cpu, program } = world;
  if (flow.phase !== 'start' || flow.run !== null || most < 1 || !staysInUserMode(world)) return 0;
  let next = program.plainAt(flow.address);
  if (!next) return 0;
  beginPlain(world);
  let step = next;
  let done: PlainStep | undefined;
  let moments = 0;
  try {
    do {
      step = next;
      cpu.rip = step.end;
      step.execute(cpu);
      done = step;
      moments++;
      const { rip } = cpu;
      next = rip === step.end ? step.next : program.plainAt(rip);
    } while (next && moments < most);
  } catch (fault) {
    if (done) completePlain(world, moments, done.step, step.step.address);
    interrupt(world, step.step, fault);
    return moments + 1;
  }
  completePlain(world, moments, step.step, cpu.rip);
  return moments;
}

/** What begins every plain step; the next one finds all of it as it is here. */
function beginPlain(world: World): void {
  const { flow, kernel } = world;
  if (world.happenings.length > 0) world.happenings = [];
  if (flow.outcomes.length > 0) flow.outcomes = [];
  flow.restarts = 0;
  flow.kernelMoments = 0;
  flow.stepTask = kernel?.state.cpus[flow.cpu]?.current ?? null;
}

/** Whether nothing comes between the last instruction and the next: the kernel has not been entered since. */
function staysInUserMode({ kernel, flow }: World): boolean {
  if (!kernel) return true;
  const percpu = kernel.state.cpus[flow.cpu];
  if (!percpu?.userMode || percpu.inKernel || percpu.inKernelFpu || percpu.current === null) return false;
  return kernel.state.cpu === flow.cpu;
}
