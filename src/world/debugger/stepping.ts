/** When a stepping command has arrived: measured against where it began. */

import { isInLibrary } from '../program/library';
import type { World } from '../state/world';
import type { Command, Granularity, Place, Runner } from './debugger-types';
import { currentPlace, depth } from './stack-frames';

export interface Origin {
  readonly depth: number;
  readonly steps: number;
  readonly place: Place;
  readonly moment: number;
  readonly inKernel: boolean;
}

export function originAt(world: World, moment: number): Origin {
  return {
    depth: depth(world),
    steps: world.flow.steps,
    place: currentPlace(world),
    moment,
    inKernel: world.kernel?.active ?? false,
  };
}

/** Whether a command that runs forward stops here on its own account. */
export function hasArrived(command: Command, origin: Origin, world: World): boolean {
  switch (command.kind) {
    case 'run-to':
    case 'back-to':
      return isAtLine(world, command.line);
    case 'to-runner':
    case 'back-to-runner':
      return isBoundary(world) && isRunning(command, world);
    case 'in':
      return isStop(command, origin, world);
    case 'over':
      return depth(world) <= origin.depth && isStop(command, origin, world);
    case 'out':
      return isBoundary(world) && depth(world) < origin.depth;
    default:
      return false;
  }
}

/** Whether a command passes over plain steps, wherever they are: none of them can be where it stops on its own account. */
export function passesPlainSteps(command: Command, origin: Origin, world: World): boolean {
  if (command.kind === 'over') return depth(world) > origin.depth;
  return goesOn(command) || command.kind === 'out';
}

/** Whether a command stops nowhere on its own account. */
export function goesOn({ kind }: Command): boolean {
  return kind === 'continue' || kind === 'begin';
}

/** Every moment is one to stop at by instruction; by statement it is the next place. */
function isStop({ by }: { readonly by?: Granularity }, origin: Origin, world: World): boolean {
  return by === 'instruction' || (isBoundary(world) && hasMoved(origin, world));
}

/** Whether a frame has not been entered yet, or another one is where it will be. */
export function isBeforeFrame(
  { depth: level, routine }: Command & { readonly kind: 'restart-frame' },
  world: World,
): boolean {
  if (depth(world) < level) return true;
  if (routine === undefined) return false;
  const { kernel } = world;
  const kernelFrames = kernel?.active ? kernel.state.stack.length : 0;
  return kernel?.state.stack[kernelFrames - 1 - (depth(world) - level)]?.routine !== routine;
}

/** Whether "back" stops here: at the beginning of a step that "over" would have come from. */
export function isBackTarget(origin: Origin, world: World, by: Granularity = 'statement'): boolean {
  if (by === 'instruction') return true;
  if (depth(world) > origin.depth) return false;
  return world.kernel?.active ? origin.inKernel : isAtStep(world);
}

/** Moments at which a step can be said to be arrived at: a fresh step, or a line of a kernel routine. */
function isBoundary(world: World): boolean {
  return world.ended || world.kernel?.active === true || isAtStep(world);
}

/** The event that a handler returns through has no line, built-in procs have none: nobody wants to stop there. */
function isAtStep({ flow, step, program }: World): boolean {
  if (isInLibrary(program.library, flow.address)) return false;
  return flow.phase === 'start' && (step?.kind !== 'event' || step.line >= 0);
}

function isRunning({ task, cpu }: Runner, { kernel, cpu: { index } }: World): boolean {
  const current = kernel?.state.cpus[index]?.current ?? null;
  return task === null ? current === null && cpu === index : current === task;
}

function isAtLine(world: World, line: number): boolean {
  return !world.kernel?.active && world.flow.phase === 'start' && world.step?.line === line;
}

function hasMoved(origin: Origin, world: World): boolean {
  return world.flow.steps !== origin.steps || !samePlace(currentPlace(world), origin.place);
}

function samePlace(a: Place, b: Place): boolean {
  if (a.kind === 'trace' && b.kind === 'trace') return a.line === b.line;
  if (a.kind === 'kernel' && b.kind === 'kernel') return a.routine === b.routine && a.step === b.step;
  if (a.kind === 'code' && b.kind === 'code') return a.address === b.address;
  return a.kind === b.kind;
}
