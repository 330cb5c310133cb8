/** Call stacks: kernel routines on top of the trace's own frames, for the thread that runs; one frame for the others. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { formatAddress } from '../../machine/architecture/address';
import type { Frame } from '../../world/debugger/debugger-types';
import type { Client } from '../protocol/client';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { cpuOf, type Subject, subjectOfCpu, taskOf } from '../state/state-view';
import type { FrameContext } from '../variables/scopes';
import { subjectOfThread } from './threads';

/** A frame's number says which thread and how deep, so frames need no table. */
const FRAMES_PER_THREAD = 1024;

export interface StackPage {
  readonly startFrame?: number | undefined;
  readonly levels?: number | undefined;
}

export function stackTrace(
  debuggee: Debuggee,
  client: Client,
  thread: number,
  { startFrame = 0, levels }: StackPage,
): DebugProtocol.StackTraceResponse['body'] {
  const frames = framesOf(debuggee, subjectOfThread(debuggee.state, thread));
  const reachable = frames.slice(0, FRAMES_PER_THREAD);
  const end = levels ? startFrame + levels : undefined;
  const stackFrames = reachable
    .map((frame, depth) => stackFrame(debuggee, client, frame, thread * FRAMES_PER_THREAD + depth))
    .slice(startFrame, end);
  return { stackFrames, totalFrames: reachable.length };
}

/** What a frame's variables are of. Throws `UserError` for a frame that is not there. */
export function frameContext(debuggee: Debuggee, frameId: number): FrameContext {
  const { state } = debuggee;
  const subject = subjectOfThread(state, Math.floor(frameId / FRAMES_PER_THREAD));
  const depth = frameId % FRAMES_PER_THREAD;
  const frame = framesOf(debuggee, subject)[depth];
  if (!frame) throw new UserError('no-frame', `There is no frame ${frameId} now.`);
  if (frame.place.kind !== 'kernel') return { subject };
  return { subject, routine: { name: frame.name, index: (state.kernel?.stack.length ?? 0) - 1 - depth } };
}

/** The frame of that number, if it is one of the thread that moves. */
export function movingFrame(debuggee: Debuggee, frameId: number): Frame | undefined {
  const { state } = debuggee;
  const { cpu } = frameContext(debuggee, frameId).subject;
  return cpu === state.current ? framesOf(debuggee, subjectOfCpu(state, cpu))[frameId % FRAMES_PER_THREAD] : undefined;
}

/** Whether it is the frame that is about to do something. */
export function isInnermost(debuggee: Debuggee, frameId: number): boolean {
  return movingFrame(debuggee, frameId) !== undefined && frameId % FRAMES_PER_THREAD === 0;
}

function framesOf(debuggee: Debuggee, subject: Subject): readonly Frame[] {
  const { state, engine, program } = debuggee;
  if (subject.cpu === state.current) return engine.frames();
  const address = cpuOf(state, subject)?.rip ?? taskOf(state, subject)?.saved.rip;
  const step = address === undefined ? undefined : program.stepAt(address);
  if (!step) return [];
  return [{ name: step.proc ?? 'flow', place: { kind: 'trace', line: step.line }, address, depth: 0 }];
}

function stackFrame(debuggee: Debuggee, client: Client, frame: Frame, id: number): DebugProtocol.StackFrame {
  const { name, place, address } = frame;
  const pointer = address === undefined ? {} : { instructionPointerReference: formatAddress(address) };
  if (place.kind === 'end')
    return { id, name: `${name} (no step here)`, line: 0, column: 0, presentationHint: 'label', ...pointer };
  if (place.kind === 'kernel') {
    return { id, name, source: debuggee.kernelDocument, line: client.line(place.line), column: client.column(0) };
  }
  return {
    id,
    name,
    source: debuggee.traceSource,
    line: client.line(place.line),
    // The whole line: VS Code puts the cursor there, marks every like word of a statement, and selects up to an end.
    column: client.column(0),
    ...pointer,
  };
}
