/** How a step ends and the flow goes on. */

import { IDLE } from '../../kernel/state/constants';
import { truth } from '../../language/expressions/evaluate';
import type { Expression } from '../../language/tree/expression';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Program } from '../program/program';
import { hasLine, type Step } from '../program/step';
import { evaluateIn } from '../scope/evaluate-in';
import type { Interrupted, Run } from '../state/flow';
import type { Happening } from '../state/happening';
import type { World } from '../state/world';
import { settle } from './open-step';
import { tellTime } from './turn-time';

/** The current step did all that it had to do; the flow goes on at `next`. */
export function complete(world: World, next: LinearAddress): void {
  const { flow } = world;
  // What counts here, code that was written over a line has from the line.
  const step = world.program.stepAt(flow.address) ?? world.step;
  flow.afterTrap = null;
  if (!step || !isSilent(step)) rememberLast(world, step);
  if (flow.run && flow.outcomes.length > 0) flow.run.outcomes.push(...flow.outcomes);
  settle(world, step, next);
  if (step) flow.steps++;
  arrive(world, next);
}

/** Completes `count` plain steps at once; `last` is the final one. Such steps have no outcomes and no happenings. */
export function completePlain(world: World, count: number, last: Step, next: LinearAddress): void {
  const { flow, program } = world;
  flow.steps += count - 1;
  if (flow.run?.left) flow.run.left -= count;
  if (flow.run?.turn) flow.run.turn.left -= count;
  flow.hasWritten = false;
  const step = program.stepAt(next);
  if (hasLine(step) && !flow.open && flow.run?.left !== 0) {
    flow.steps++;
    flow.last.step = last.index;
    flow.last.exception = '';
    flow.address = next;
    if (step.kind === 'past-end' && step.proc === null) end(world);
    return;
  }
  flow.address = last.address;
  rememberLast(world, last);
  settle(world, last, next);
  flow.steps++;
  arrive(world, next);
}

/** Goes on at `next`, unless something about the step is worth a stop first. */
function arrive(world: World, next: LinearAddress): void {
  const { flow } = world;
  if (world.happenings.length > 0 && world.happenings.some(isWorthAStop)) {
    flow.phase = 'done';
    flow.next = next;
  } else {
    goTo(world, next);
  }
}

/** To the beginning of the step at `address`. */
export function goTo(world: World, address: LinearAddress): void {
  const { flow } = world;
  const { resuming } = flow;
  if (resuming) {
    flow.resuming = null;
    if (resuming.address !== address) return abandon(world, resuming, address);
  }
  jump(world, address);
  if (flow.run && isRunOver(world, flow.run)) return endRun(world);
  if (resuming) takeUp(world, resuming);
  const step = world.program.stepAt(address);
  if (step?.kind === 'past-end' && step.proc === null) end(world);
}

/** The handler has returned to the interrupted step: it is tried again, with what it had done before. */
function takeUp({ flow }: World, { outcomes, restarts }: Interrupted): void {
  flow.phase = 'again';
  flow.outcomes = [...outcomes];
  flow.restarts = restarts;
}

/** The handler has chosen to go on somewhere else: the interrupted step is over with what it did. */
function abandon(world: World, { address, outcomes }: Interrupted, next: LinearAddress): void {
  world.flow.address = address;
  world.flow.outcomes = [...outcomes];
  complete(world, next);
}

/** The flow has nothing more to do. */
export function end(world: World): void {
  world.flow.phase = 'ended';
  world.note({ kind: 'end', steps: world.flow.steps });
}

/** Goes on at another address without the current step being done: into a handler of the trace. */
export function jump(world: World, address: LinearAddress): void {
  world.flow.phase = 'start';
  world.flow.address = address;
  showAddress(world);
}

/** RIP shows the next step, also when that is an event. */
export function showAddress(world: World): void {
  world.cpu.rip = world.flow.address;
}

/** Ends the run: the trace cannot go on. */
export function fail(world: World, code: string, message: string): void {
  world.flow.error = { code, message };
  world.note({ kind: 'error', code, message });
  end(world);
}

/** Ends the `run` that is under way: its step is then done, with the outcomes of all that it ran. */
export function endRun(world: World): void {
  const { flow, kernel } = world;
  const { run } = flow;
  if (!run) return;
  if (run.turn && world.currentTask) return leaveProgram(world);
  if (run.turn) flow.stacks[run.turn.owner] = flow.activations;
  else kernel?.moveTask(run.task, flow.address);
  flow.run = null;
  flow.open = null;
  flow.address = run.from;
  flow.activations = [...run.outer];
  flow.outcomes = run.outcomes;
  complete(world, run.from + (world.step?.size ?? 1));
}

/** No task of a program has a CPU while the trace itself goes on: its registers would not be the trace's. */
function leaveProgram(world: World): void {
  const { flow } = world;
  flow.phase = 'kernel';
  flow.afterKernel = 'end-run';
  tellTime(world);
  world.entry?.switchTo(IDLE);
}

function isRunOver(world: World, run: Run): boolean {
  if (run.left === 0 || (!run.turn && (run.hasYielded || world.currentTask?.id !== run.task))) return true;
  const until = untilOf(run, world.program);
  return until !== undefined && truth(evaluateIn(world, until));
}

/** What ends a `run` when it holds. */
export function untilOf({ from }: Run, program: Program): Expression | undefined {
  const step = program.stepAt(from);
  return step?.kind === 'event' && step.event.kind === 'run' ? step.event.until : undefined;
}

/** In code without lines, the last step is the step that led there. */
function rememberLast({ flow, program }: World, step: Step | undefined): void {
  const { last, outcomes, open } = flow;
  last.step = open ? (program.stepAt(open.address)?.index ?? -1) : (step?.index ?? -1);
  last.exception =
    outcomes.length > 0 ? (outcomes.findLast((outcome) => outcome.kind === 'exception')?.mnemonic ?? '') : '';
}

/** Steps that look at `last` do not become it. */
function isSilent(step: Step): boolean {
  return step.kind === 'end' || (step.kind === 'event' && LOOKING.has(step.event.kind));
}

const LOOKING: ReadonlySet<string> = new Set(['expect', 'print', 'observe']);

function isWorthAStop(happening: Happening): boolean {
  return happening.kind === 'divergence' || happening.kind === 'stop' || (happening.kind === 'expect' && !happening.ok);
}
