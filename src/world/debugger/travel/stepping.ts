/** Whether a stepping command stops at a moment, compared with the moment at which it began. */

import { compiledProgramOf } from '../../compiled/compiled-program';
import { compiledKernel, nativeHere } from '../../compiled/kernel-image';
import { inlinedDepth, partOfLine } from '../../compiled/source-place';
import { isInLibrary } from '../../program/library';
import type { World } from '../../state/world';
import type { AddressRange, Command, Granularity, Place, Runner, Whose } from '../debugger-types';
import { currentPlace, depth, kernelDepth, userPlace } from '../places/stack-frames';

export interface Origin {
  readonly depth: number;
  readonly steps: number;
  readonly place: Place;
  readonly moment: number;
  readonly inKernel: boolean;
  /** The task that runs there; undefined where none does. */
  readonly task: number | undefined;
  /** How many functions are inlined around it. */
  readonly inlined: number;
}

export function originAt(world: World, moment: number): Origin {
  return {
    depth: depth(world),
    steps: world.flow.steps,
    place: currentPlace(world),
    moment,
    inKernel: world.kernel?.active ?? false,
    task: world.currentTask?.id,
    inlined: inlinedDepth(world),
  };
}

/** Whether a command has reached what it looks for, apart from breakpoints. */
export function hasArrived(command: Command, origin: Origin, world: World): boolean {
  switch (command.kind) {
    case 'run-to':
    case 'back-to':
      return isAtLine(world, command.line);
    case 'to-runner':
    case 'back-to-runner':
      return isBoundary(world) && isRunning(command, world);
    case 'instruction':
      return isAtInstruction(world, command.within) && isOf(command.of, world);
    case 'instruction-back':
      return isAtInstruction(world, undefined) && isOf(command.of, world);
    case 'in':
      return isStop(command, origin, world);
    case 'over':
      return depth(world) <= origin.depth && isStop(command, origin, world) && !isFurtherInlined(origin, world);
    case 'to-step':
      return world.flow.steps >= command.step - 1 && isAtStep(world);
    case 'to-moment':
      return world.moment >= command.moment;
    case 'out':
      return isBoundary(world) && hasLeft(origin, world);
    default:
      return false;
  }
}

/** Whether no plain step from here on can be what the command looks for, so that runs of them can be passed at once. */
export function passesPlainSteps(command: Command, origin: Origin, world: World): boolean {
  if (command.kind === 'over') return depth(world) > origin.depth;
  // What is inlined is left within a run of plain steps.
  return goesOn(command) || (command.kind === 'out' && origin.inlined === 0);
}

/** Whether only breakpoints and happenings stop a command. */
export function goesOn({ kind }: Command): boolean {
  return kind === 'continue' || kind === 'begin' || kind === 'seek' || isInstant(kind);
}

/** Whether a command goes to a place in time, and nothing stops it. */
export function isInstant(kind: Command['kind']): boolean {
  return kind === 'to-step' || kind === 'to-moment';
}

/** By instruction, a command stops at the next moment; by statement, at the next place. */
function isStop({ by }: { readonly by?: Granularity }, origin: Origin, world: World): boolean {
  return by === 'instruction' || (isBoundary(world) && isLineStop(origin, world) && hasMoved(origin, world));
}

/**
 * Where a program has lines, steps go from one beginning of a line to another, of the task that steps: where a function
 * returns, its caller's line goes on. Code without lines is passed, unless the program has no lines at all.
 */
function isLineStop(origin: Origin, world: World): boolean {
  const native = nativeHere(world);
  if (native) return compiledKernel(world.program)?.hasLines !== true || partOfLine(world) === 'begin';
  const place = userPlace(world);
  if (place.kind === 'code') return compiledProgramOf(world)?.hasLines !== true;
  if (place.kind !== 'source' || world.kernel?.active) return true;
  if (origin.place.kind === 'source' && world.currentTask?.id !== origin.task) return false;
  return partOfLine(world) === 'begin';
}

/** Whether the flow is in the function that the command began in, and there in something inlined that it began outside of. */
function isFurtherInlined(origin: Origin, world: World): boolean {
  return origin.place.kind === 'source' && depth(world) === origin.depth && inlinedDepth(world) > origin.inlined;
}

/** Whether the function that the command began in has been left, or what is inlined there. */
function hasLeft(origin: Origin, world: World): boolean {
  if (depth(world) !== origin.depth || origin.inlined === 0) return depth(world) < origin.depth;
  return (
    world.currentTask?.id === origin.task && inlinedDepth(world) < origin.inlined && partOfLine(world) !== undefined
  );
}

/** Whether the frame of the command has not been entered yet: the stack is less deep, or another routine is at that depth. */
export function isBeforeFrame(
  { depth: level, routine }: Command & { readonly kind: 'restart-frame' },
  world: World,
): boolean {
  if (depth(world) < level) return true;
  if (routine === undefined) return false;
  const { kernel } = world;
  return kernel?.state.stack[kernelDepth(world) - 1 - (depth(world) - level)]?.routine !== routine;
}

/** Whether `back` stops here: at the beginning of a step from which `over` would have led to where the command began. */
export function isBackTarget(origin: Origin, world: World, by: Granularity = 'statement'): boolean {
  if (by === 'instruction') return true;
  if (depth(world) > origin.depth) return false;
  if (world.kernel?.active) return origin.inKernel;
  return isAtStep(world);
}

/** Whether a step begins here, of the trace or of a kernel routine. */
export function isBoundary(world: World): boolean {
  return world.ended || world.kernel?.active === true || isAtStep(world);
}

/** A step of the trace begins here. The restorer of signal handlers and the built-in procs have no lines, so they do not count. */
export function isAtStep({ flow, step, program }: World): boolean {
  if (isInLibrary(program.library, flow.address)) return false;
  return flow.phase === 'start' && (step?.kind !== 'event' || step.line >= 0);
}

/** Whether user code is about to do something, outside of these addresses. */
function isAtInstruction(world: World, within: AddressRange | undefined): boolean {
  const { kernel, flow } = world;
  if (kernel?.active || flow.phase !== 'start') return false;
  return within === undefined || flow.address < within.start || flow.address >= within.end;
}

function isOf(who: Whose, world: World): boolean {
  if (who === 'anyone') return true;
  return 'process' in who ? world.currentTask?.process === who.process : isRunning(who, world);
}

function isRunning({ task, cpu }: Runner, { kernel, cpu: { index } }: World): boolean {
  const current = kernel?.state.cpus[index]?.current ?? null;
  return task === null ? current === null && cpu === index : current === task;
}

function isAtLine(world: World, line: number): boolean {
  return !world.kernel?.active && world.flow.phase === 'start' && world.step?.line === line;
}

/**
 * Whether the run is at another step than the command began at, or at another place within that step. A line of a program
 * is many instructions, and left when another one begins, or another function.
 */
function hasMoved(origin: Origin, world: World): boolean {
  const place = currentPlace(world);
  if (origin.place.kind === 'source' && place.kind === 'source')
    return depth(world) !== origin.depth || inlinedDepth(world) !== origin.inlined || !samePlace(place, origin.place);
  return world.flow.steps !== origin.steps || !samePlace(place, origin.place);
}

function samePlace(a: Place, b: Place): boolean {
  if (a.kind === 'trace' && b.kind === 'trace') return a.line === b.line;
  if (a.kind === 'kernel' && b.kind === 'kernel') return a.routine === b.routine && a.step === b.step;
  if (a.kind === 'source' && b.kind === 'source') return a.line === b.line && a.path === b.path;
  if (a.kind === 'code' && b.kind === 'code') return a.address === b.address;
  return a.kind === b.kind;
}
