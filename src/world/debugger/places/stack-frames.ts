/** The call stack of a run: kernel routines on top of the trace's procs on top of the flow. */

import { formatAddress, type LinearAddress } from '../../../machine/architecture/linear-address';
import { compiledFrames } from '../../compiled/compiled-frames';
import { compiledFileOf } from '../../compiled/compiled-program';
import { compiledKernel, nativeHere } from '../../compiled/kernel-image';
import { stackOfKernel } from '../../compiled/kernel-stack';
import { stackOfCore, stackOfFlow, stackOfTask } from '../../compiled/live-frames';
import { sourcePlaceAt } from '../../compiled/source-place';
import { isInLibrary } from '../../program/library';
import type { Program } from '../../program/program';
import { dataAt } from '../../program/symbol-at';
import type { World } from '../../state/world';
import type { Frame, Place } from '../debugger-types';
import { kernelPlace } from './kernel-place';

/** Where the flow's CPU is. */
export function currentPlace(world: World): Place {
  const { kernel, flow } = world;
  const native = nativePlace(world);
  if (native) return native;
  const frame = kernel?.active ? kernel.state.stack.at(-1) : undefined;
  if (frame) return kernelPlace(world.program.policy, frame.routine, frame.step);
  if (flow.phase === 'ended' && flow.error === null) return { kind: 'end' };
  return userPlace(world);
}

/** Where a real kernel's code is executed; undefined while none is. */
function nativePlace(world: World): Place | undefined {
  const here = nativeHere(world);
  const compiled = here && compiledKernel(world.program);
  if (!compiled) return undefined;
  return sourcePlaceAt(compiled, here.cpu.rip) ?? { kind: 'code', address: here.cpu.rip };
}

/** Where the flow is in code of the trace or of a program, whatever the kernel does for it. */
export function userPlace(world: World): Place {
  const { flow } = world;
  const place = placeAt(world.program, flow.address);
  const compiled = place.kind === 'code' ? compiledFileOf(world) : undefined;
  return (compiled && sourcePlaceAt(compiled, flow.address)) ?? place;
}

/** How many frames there are; what "over" and "out" compare. */
export function depth(world: World): number {
  const { flow } = world;
  return kernelDepth(world) + flow.activations.length + (flow.run ? 1 + flow.run.outer.length : 0);
}

/** The kernel's frames: modelled routines, and functions of a real kernel. */
export function kernelDepth(world: World): number {
  const { kernel } = world;
  return (kernel?.active ? kernel.state.stack.length : 0) + (nativeHere(world)?.native.calls.length ?? 0);
}

/** Innermost first. */
export function stackFrames(world: World): Frame[] {
  const { kernel, flow, program } = world;
  const frames: Frame[] = [];
  let left = depth(world);
  if (kernel?.active) {
    frames.push(...nativeFrames(world, left));
    left -= frames[0] ? 1 + frames[0].depth - (frames.at(-1)?.depth ?? 0) : 0;
    const modelled = kernel.state.stack.filter(({ native }) => !native).reverse();
    for (const [index, { routine, step, locals }] of modelled.entries()) {
      // A caller's next step is the step behind the call; its frame shows the call.
      const shown = index === 0 && frames.length === 0 ? step : Math.max(step - 1, 0);
      const place = kernelPlace(program.policy, routine, shown);
      frames.push({ name: routine, place, address: undefined, depth: left--, locals });
    }
  }
  let address = flow.address;
  const pushTrace = (): void => {
    frames.push(frameAt(program, address, left--));
  };
  const inProgram = programFrames(world, left);
  if (inProgram) {
    frames.push(...inProgram);
    left -= flow.activations.length + 1;
  } else {
    pushTrace();
    for (const activation of flow.activations.toReversed()) {
      address = activation.from;
      if (activation.kind === 'signal') frames.push(signalFrame(program, address, left));
      pushTrace();
    }
  }
  if (flow.run) {
    address = flow.run.from;
    pushTrace();
    for (const activation of flow.run.outer.toReversed()) {
      address = activation.from;
      pushTrace();
    }
  }
  return withCore(world, frames);
}

/**
 * Beneath the flow, the stack of a task out of a core, which stands still meanwhile. Where the trace has ended there is no line
 * of it left to look at: there the program comes first.
 */
function withCore(world: World, frames: Frame[]): Frame[] {
  const stack = stackOfCore(world);
  if (!stack) return frames;
  const ofCore = compiledFrames(stack, 0, 0);
  return currentPlace(world).kind === 'end' ? [...ofCore, ...frames] : [...frames, ...ofCore];
}

/** Of a real kernel's code; none while none is executed. */
function nativeFrames(world: World, depth: number): readonly Frame[] {
  const stack = stackOfKernel(world);
  return stack ? compiledFrames(stack, depth, depth - stack.length + 1) : [];
}

/** Of the program that the flow is in; undefined where it is in code of the trace, or nothing is known of the program. */
function programFrames(world: World, depth: number): readonly Frame[] | undefined {
  const stack = stackOfFlow(world);
  return stack && compiledFrames(stack, depth, depth - world.flow.activations.length);
}

/** The stack of a task that is on no CPU, or on another one than the flow's. Innermost first. */
export function framesOfTask(world: World, id: number): readonly Frame[] {
  const stack = stackOfTask(world, id);
  if (stack) return compiledFrames(stack, 0, 0);
  const task = world.kernel?.state.tasks[id];
  const { rip } = (task?.cpu === null || !task ? undefined : world.cpus[task.cpu]) ?? task?.saved ?? { rip: 0 };
  // A task without an entry that never ran is nowhere.
  return rip === 0 ? [] : [frameAt(world.program, rip, 0)];
}

/** A frame of user code. */
export function frameAt(program: Program, address: LinearAddress, depth: number): Frame {
  const line = program.stepAt(address)?.line;
  const compiledFrom = line === undefined ? undefined : program.trace.compiledFrom.get(line);
  const name = compiledFrom?.symbol || nameAt(program, address);
  return { name, place: placeAt(program, address), address, depth, ...(compiledFrom && { compiledFrom }) };
}

/** Between a handler and what it interrupted, as debuggers show it. */
function signalFrame(program: Program, address: LinearAddress, depth: number): Frame {
  return { name: '<signal handler called>', place: placeAt(program, address), address: undefined, depth };
}

function placeAt({ stepAt }: Program, address: LinearAddress): Place {
  const step = stepAt(address);
  if (!step) return { kind: 'code', address };
  return step.line >= 0 ? { kind: 'trace', line: step.line } : { kind: 'end' };
}

/** The proc of a line, or `flow`; where no line is, what the program has there, or the address. */
function nameAt({ stepAt, symbols, library }: Program, address: LinearAddress): string {
  const step = stepAt(address);
  if (step) return step.proc ?? 'flow';
  const proc = isInLibrary(library, address) && library?.procs.findLast((each) => each.address <= address);
  if (proc) return proc.name;
  const data = dataAt(symbols, address);
  if (!data) return formatAddress(address);
  return data.offset === 0 ? data.symbol.name : `${data.symbol.name}+0x${data.offset.toString(16)}`;
}
