/** CPUs that hang: what goes round for ever on one of them, and what cannot be done with it afterwards. */
import { digestOfSystem } from '../../kernel/routines/endless';
import { anotherRound, ROUNDS_UNTIL_LOOK } from '../../kernel/state/rounds';
import { eventForm } from '../../language/events';
import { Digest } from '../../machine/digest';
import { digestMachine } from '../../machine/machine-digest';
import { formatOutcome } from '../program/outcome';
import type { Step } from '../program/step';
import type { StuckCpu } from '../state/flow';
import type { HappeningRecord } from '../state/happening';
import type { World } from '../state/world';
import { fail } from './step-end';

/** How a CPU came to be stuck, if it is. */
export function stuckCpu({ flow }: World, index: number): StuckCpu | undefined {
  return flow.stuck.find(({ cpu }) => cpu === index);
}

/** `since line 12`; `since before` where that was in code without lines. */
export function sinceWhen({ line }: StuckCpu): string {
  return line < 0 ? 'since before' : `since line ${line + 1}`;
}

/** The current step needs the flow's CPU, and that is stuck: ends the run with a message. */
export function failsOnStuckCpu(world: World, step: Step | undefined): boolean {
  const { flow, cpus } = world;
  const stuck = stuckCpu(world, flow.cpu);
  if (!stuck || !needsCpu(step)) return false;
  const remedy =
    cpus.length > 1 ? 'Write `cpu N` to go on with another.' : 'Only another CPU could go on: `machine ... cpus=2`.';
  fail(world, 'cpu-stuck', `CPU ${stuck.cpu} is stuck ${sinceWhen(stuck)}: nothing runs on it any more. ${remedy}`);
  return true;
}

function needsCpu(step: Step | undefined): boolean {
  if (step?.kind === 'event') return !eventForm(step.event.kind).withoutCpu;
  return step?.kind !== 'end' && step?.kind !== 'past-end';
}

/** What the step met before counts once: it met it again and again. */
export function noteHang(world: World, record: HappeningRecord & { readonly kind: 'hang' }): void {
  const { flow } = world;
  flow.stuck.push({ cpu: record.cpu, line: world.line });
  flow.outcomes = [...new Map(flow.outcomes.map((outcome) => [formatOutcome(outcome), outcome])).values()];
  flow.outcomes.push({ kind: 'hang' });
  world.note(record);
}

/** The current step is to be tried once more. Where nothing has changed since the last time, its CPU is stuck: false. */
export function canRestart(world: World): boolean {
  const { flow } = world;
  const rounds = anotherRound(flow.restarts, () => digestOf(world));
  if (rounds) {
    flow.restarts = rounds;
    return true;
  }
  const latest = flow.outcomes.at(-1);
  const meets = latest ? `meets ${formatOutcome(latest)} each time` : 'gets no further';
  const message = `the step has been restarted ${ROUNDS_UNTIL_LOOK} times and ${meets}: nobody removes the cause, and CPU ${flow.cpu} is stuck`;
  noteHang(world, { kind: 'hang', cpu: flow.cpu, message });
  return false;
}

/** The state of the machine and of the kernel, and the part of the flow that says what comes next. */
function digestOf({ flow, cpus, memory, kernel }: World): string {
  const digest = kernel ? digestOfSystem({ state: kernel.state, cpus, memory }) : new Digest();
  if (!kernel) digestMachine(digest, cpus, memory);
  const { address, cpu, loops, idt, ring0Cpl, run, activations } = flow;
  digest.value({ address, cpu, loops, idt, ring0Cpl, left: run?.left ?? null });
  digest.value(activations.map(({ kind, from, to, task }) => ({ kind, from, to, task })));
  return digest.toString();
}
