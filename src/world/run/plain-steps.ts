/**
 * Runs of plain steps: instructions that neither the kernel nor the call stack nor an expected outcome has to do with.
 * Nothing comes between them, so they are executed in a tight loop, and what a step does to the flow is done once, for
 * all of them. Calls and returns are executed there too, unless somebody watches the depth of the call stack.
 */
import { NO_ROUNDS } from '../../kernel/state/rounds';
import { FLAG } from '../../machine/architecture/bits';
import { PreventedAccess } from '../../machine/cpu/observer';
import type { LinkedStep } from '../code/linked-step';
import type { InstructionStep } from '../program/step';
import type { World } from '../state/world';
import { interrupt } from './moment';
import { completePlain, untilOf } from './step-end';
import { stuckCpu } from './stuck';

/** What a run of plain steps passes besides: nothing, or calls and returns of which nothing is expected. */
export type Passing = 'plain' | 'calls';

/**
 * The same as `advance`, up to `most` times, as long as the steps are plain. Returns the number of moments, which may be
 * 0; only the last one of them can have made anything happen. An observer of memory can end the run before an access.
 */
export function advancePlain(world: World, most: number, passing: Passing = 'calls'): number {
  const { flow, cpu, code } = world;
  if (flow.phase !== 'start' || !staysInUserMode(world)) return 0;
  const limit = Math.min(most, plainLeft(world));
  if (limit < 1) return 0;
  if (cpu.rflags & FLAG.TF) return 0;
  let next: LinkedStep | null | undefined = code.flowingAt(cpu.access, flow.address);
  const stopsAtCalls = passing === 'plain';
  if (!next || (stopsAtCalls && next.stackChange)) return 0;
  beginPlain(world);
  let step = next;
  let done: LinkedStep | undefined;
  let moments = 0;
  try {
    do {
      step = next;
      next = pass(world, step);
      done = step;
      moments++;
    } while (next && moments < limit && !(stopsAtCalls && next.stackChange));
  } catch (fault) {
    if (done) completePlain(world, moments, done.step, step.step.address);
    return moments + leave(world, step.step, fault);
  }
  if (step.straight) cpu.rip = step.end;
  completePlain(world, moments, step.step, cpu.rip);
  return moments;
}

/** Executes an instruction; returns what follows, or null where that is nothing for the tight loop. */
function pass({ cpu, code, flow }: World, step: LinkedStep): LinkedStep | null {
  const { end } = step;
  if (step.straight) {
    step.execute(cpu);
    return step.next === undefined ? code.follow(cpu.access, step, end) : step.next;
  }
  cpu.rip = end;
  step.execute(cpu);
  const { rip } = cpu;
  step.stackChange?.(flow.activations, step.step, rip);
  const known = rip === end ? step.next : rip === step.target ? step.taken : undefined;
  return known === undefined ? code.follow(cpu.access, step, rip) : known;
}

/** The instruction has thrown `fault`: that is a moment more, unless an observer has prevented what it was about to do. */
function leave(world: World, step: InstructionStep, fault: unknown): number {
  if (fault instanceof PreventedAccess) {
    world.cpu.rip = step.address;
    return 0;
  }
  // As the instruction found it, whatever the steps before have left there: a trap is reported behind it.
  world.cpu.rip = step.address + step.size;
  interrupt(world, step, fault);
  return 1;
}

/** How many instructions a `run` lets through before anybody has to ask whether it is over. */
function plainLeft({ flow: { run }, program }: World): number {
  if (!run) return Number.POSITIVE_INFINITY;
  if (untilOf(run, program)) return 0;
  return Math.min(run.left ?? Number.POSITIVE_INFINITY, run.turn?.left ?? Number.POSITIVE_INFINITY);
}

/** What begins every plain step; the next one finds all of it as it is here. */
function beginPlain(world: World): void {
  const { flow, kernel } = world;
  if (world.happenings.length > 0) world.happenings = [];
  if (flow.outcomes.length > 0) flow.outcomes = [];
  flow.restarts = NO_ROUNDS;
  flow.kernelMoments = 0;
  flow.stepTask = kernel?.state.cpus[flow.cpu]?.current ?? null;
}

/** Whether nothing comes between the last instruction and the next: the kernel has not been entered since. */
function staysInUserMode(world: World): boolean {
  const { kernel, flow } = world;
  if (flow.stuck.length > 0 && stuckCpu(world, flow.cpu)) return false;
  if (!kernel) return true;
  const percpu = kernel.state.cpus[flow.cpu];
  return percpu?.userMode === true && !percpu.inKernel && !percpu.inKernelFpu && percpu.current !== null;
}
