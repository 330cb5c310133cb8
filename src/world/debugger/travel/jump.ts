/**
 * Setting where the flow goes on: what lies between is skipped, not executed. In a trace only within one proc, where the call stack stays
 * true, and only between steps of the trace: a kernel routine that is left in the middle would never be finished.
 */

import { ExpressionError } from '../../../language/errors/expression-error';
import type { Program } from '../../program/program';
import type { Step } from '../../program/step';
import { jump } from '../../run/step-end';
import type { World } from '../../state/world';

/** Why the flow cannot be set to the step at `address`, or undefined when it can. */
export function jumpProblem(world: World, address: number): string | undefined {
  const { program, flow } = world;
  const [from, target] = [program.stepAt(flow.address), program.stepAt(address)];
  return whyNoJump(world) ?? (from || target ? whyNotTo(program, from, target) : whyNotInProgram(world));
}

/** Throws `ExpressionError`, having changed nothing. */
export function jumpTo(world: World, address: number): void {
  const problem = jumpProblem(world, address);
  if (problem !== undefined) throw new ExpressionError('no-jump', problem);
  const { program, flow } = world;
  const target = program.stepAt(address);
  const around = target ? program.steps.blocksAround(target) : [];
  flow.loops = flow.loops.filter((loop) => around.includes(loop.step));
  flow.fault = null;
  flow.afterTrap = null;
  flow.resuming = null;
  flow.open = null;
  jump(world, address);
}

function whyNoJump({ kernel, flow }: World): string | undefined {
  if (kernel?.active) return 'Inside the kernel there is nowhere to jump to: step out first.';
  return flow.phase === 'ended' ? 'The trace has ended: step back first.' : undefined;
}

/** Where no lines of the trace are, a jump may lead to any address: its registers and its stack are the program's own affair. */
function whyNotInProgram({ currentTask, kernel }: World): string | undefined {
  const process = currentTask && kernel?.state.processes[currentTask.process];
  return process?.program ? undefined : 'No step begins there.';
}

function whyNotTo(program: Program, from: Step | undefined, to: Step | undefined): string | undefined {
  if (!from || !to) return 'No step begins there.';
  if (from.proc !== to.proc) {
    return `${to.proc === null ? 'The flow' : `Proc ${to.proc}`} is not where the trace is: the call stack would not fit.`;
  }
  const isRing0 = (block: number): boolean => {
    const step = program.steps.at(block);
    return step?.kind === 'event' && step.event.kind === 'ring0';
  };
  const sections = (step: Step): string => program.steps.blocksAround(step).filter(isRing0).join();
  return sections(from) === sections(to)
    ? undefined
    : 'A `ring0` section is entered at its first line and left at its end.';
}
