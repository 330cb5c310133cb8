/** Call stacks: kernel routines on top of the trace's own frames, for the thread that runs; one frame for the others. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { placeText } from '../../language/assembly/line-table';
import { formatAddress } from '../../machine/architecture/linear-address';
import type { Frame } from '../../world/debugger/debugger-types';
import { frameAt, framesOfTask } from '../../world/debugger/places/stack-frames';
import type { Client } from '../protocol/client';
import { baseName } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { cpuOf, type Subject, subjectOfCpu } from '../state/state-view';
import type { FrameContext } from '../variables/scopes';
import { subjectOfThread } from './threads';

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
  const from = Math.max(startFrame, 0);
  const shown = frames.slice(from, levels ? from + levels : undefined);
  const stackFrames = shown.map((frame, at) => {
    const id = debuggee.frames.numberOf({ thread, index: from + at });
    return stackFrame(debuggee, client, frame, id);
  });
  return { stackFrames, totalFrames: frames.length };
}

/** What a frame's variables are of. Throws `UserError` for a frame that is not there. */
export function frameContext(debuggee: Debuggee, frameId: number): FrameContext {
  const context = contextOfFrame(debuggee, frameId);
  if (!context) throw new UserError('no-frame', `There is no frame ${frameId} now.`);
  return context;
}

/** Undefined for a frame that is not there. */
export function contextOfFrame(debuggee: Debuggee, frameId: number): FrameContext | undefined {
  const { state, frames } = debuggee;
  const name = frames.nameOf(frameId);
  const subject = name && subjectOfThread(state, name.thread);
  const all = subject ? framesOf(debuggee, subject) : [];
  const frame = name && all[name.index];
  if (!frame || !subject) return undefined;
  const inner = all.slice(0, name.index);
  if (frame.compiled) {
    const index = inner.filter(({ place }) => IN_PROGRAMS.has(place.kind)).length;
    return { subject, compiled: { frame: frame.compiled, index } };
  }
  if (frame.place.kind !== 'kernel') return { subject };
  const outer = all.slice(name.index).filter(({ place }) => place.kind === 'kernel').length;
  return { subject, routine: { name: frame.name, index: outer - 1 } };
}

/** Where frames of programs are: what else is on a stack are routines of the kernel, and the flow of the trace. */
const IN_PROGRAMS: ReadonlySet<Frame['place']['kind']> = new Set(['source', 'code']);

/** The frame `frameId`, if the frame belongs to the thread that moves. */
export function movingFrame(debuggee: Debuggee, frameId: number): Frame | undefined {
  const { state, frames } = debuggee;
  const { cpu } = frameContext(debuggee, frameId).subject;
  if (cpu !== state.current) return undefined;
  return framesOf(debuggee, subjectOfCpu(state, cpu))[frames.nameOf(frameId)?.index ?? 0];
}

/** Whether the frame `frameId` is the innermost of the thread that moves: the frame that executes next. */
export function isInnermost(debuggee: Debuggee, frameId: number): boolean {
  return movingFrame(debuggee, frameId) !== undefined && debuggee.frames.nameOf(frameId)?.index === 0;
}

function framesOf(debuggee: Debuggee, subject: Subject): readonly Frame[] {
  const { state, engine, program } = debuggee;
  if (subject.cpu === state.current) return engine.frames();
  if (subject.task !== null) return framesOfTask(engine.world, subject.task);
  const address = cpuOf(state, subject)?.rip;
  return address ? [frameAt(program, address, 0)] : [];
}

/** Where a real kernel's code is executed, frames say whether they are of that or of the model. */
function nameOf({ program }: Debuggee, { name, compiledFrom, compiled, place }: Frame): string {
  if (compiledFrom) return `${name}  ${placeText(compiledFrom)}`;
  if (compiled?.compiled.isKernel) return `${name}  [vmlinux]`;
  return place.kind === 'kernel' && program.policy.vmlinux ? `${name}  [model]` : name;
}

function stackFrame(debuggee: Debuggee, client: Client, frame: Frame, id: number): DebugProtocol.StackFrame {
  const { place, address } = frame;
  const name = nameOf(debuggee, frame);
  const pointer = address === undefined ? {} : { instructionPointerReference: formatAddress(address) };
  if (place.kind === 'source') {
    const source = debuggee.sources.source(place.path);
    const line = client.line(place.line);
    if (source) return { id, name, source, line, column: client.column(0), ...pointer };
    // Nobody can open the file: its instructions are shown, and the line is told.
    return { id, name: `${name}  ${baseName(place.path)}:${place.line + 1}`, line: 0, column: 0, ...pointer };
  }
  if (place.kind === 'code') return { id, name, line: 0, column: 0, ...pointer };
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
