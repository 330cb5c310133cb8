/**
 * The signal frames on a task's stacks, as they lie in memory (arch/x86/include/asm/sigframe.h): whatever looks like an
 * XSAVE image with the kernel's two magic numbers, and has a `struct rt_sigframe` below it that points at it. What lies below
 * RSP is over.
 */
import {
  FP_XSTATE_MAGIC1,
  FP_XSTATE_MAGIC2,
  FRAME,
  FRAME_ALIGNMENT,
  IMAGE_ALIGNMENT,
  SIGCONTEXT,
  SIGCONTEXT_REGISTERS,
  SIGINFO,
  SW,
  UC,
} from '../../kernel/signal/rt-sigframe';
import type { Task } from '../../kernel/state/task';
import { GPR } from '../../machine/architecture/gpr';
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { HEADER_OFFSET } from '../../machine/architecture/xsave-format';
import type { MachineState } from './machine-state';

export interface SignalFrame {
  /** Of `struct rt_sigframe`. */
  readonly address: LinearAddress;
  /** Of the XSAVE image above it. */
  readonly image: LinearAddress;
  /** Bytes of the image, without the magic number behind it. */
  readonly size: number;
  readonly xfeatures: bigint;
  readonly signal: number;
  /** Of the interrupted code. */
  readonly rip: LinearAddress;
  readonly rsp: LinearAddress;
}

/** As far as one looks for a frame: a stack has 64 KiB, and a frame is at most some 12. */
const MOST_BYTES = 0x2_0000;
/** More than any program nests. */
const MOST_FRAMES = 16;
const PAGE = 4096;

/** Innermost first. */
export function signalFrames(state: MachineState, task: Task): readonly SignalFrame[] {
  const space = state.kernel?.processes[task.process]?.space ?? 0;
  const registers = task.cpu === null ? task.saved.gpr : state.cpus[task.cpu]?.gpr;
  const found: SignalFrame[] = [];
  let rsp: LinearAddress | null = toLinear(registers?.[GPR.RSP] ?? 0n) ?? null;
  while (rsp && found.length < MOST_FRAMES) {
    const frame = nextFrame(state, space, rsp);
    if (!frame) break;
    found.push(frame);
    // On the same stack the next one lies above this; a handler on another stack has left the first one where it was.
    rsp = frame.rsp > frame.address || frame.rsp < frame.address - MOST_BYTES ? frame.rsp : null;
  }
  return found;
}

/** Those that a return has just left, newest first: below RSP, or anywhere on the alternate stack. */
export function leftFrames(state: MachineState, task: Task): readonly SignalFrame[] {
  const space = state.kernel?.processes[task.process]?.space ?? 0;
  const registers = task.cpu === null ? task.saved.gpr : state.cpus[task.cpu]?.gpr;
  const rsp = toLinear(registers?.[GPR.RSP] ?? 0n) ?? 0;
  const stack = { address: rsp - MOST_BYTES, size: MOST_BYTES };
  return [stack, ...(task.sigaltstack ? [task.sigaltstack] : [])].flatMap(({ address, size }) => {
    const found: SignalFrame[] = [];
    for (let page = Math.floor(address / PAGE) * PAGE; page < address + size; page += PAGE) {
      if (state.memory.isMapped(space, page))
        found.push(...framesOn(state, space, page, page + PAGE, page - MOST_BYTES));
    }
    return found;
  });
}

/** The first one from RSP upwards. */
function nextFrame(state: MachineState, space: number, rsp: LinearAddress): SignalFrame | undefined {
  const first = Math.ceil(rsp / IMAGE_ALIGNMENT) * IMAGE_ALIGNMENT;
  for (let page = first; page < first + MOST_BYTES; page = (Math.floor(page / PAGE) + 1) * PAGE) {
    const end = (Math.floor(page / PAGE) + 1) * PAGE;
    if (!state.memory.isMapped(space, page)) return undefined;
    const [frame] = framesOn(state, space, page, end, rsp - 2 * FRAME.UC);
    if (frame) return frame;
  }
  return undefined;
}

/** Those whose images begin on one page, from one of its bytes on, and that themselves lie not below `lowest`. */
function framesOn(
  { memory }: MachineState,
  space: number,
  from: LinearAddress,
  to: LinearAddress,
  lowest: LinearAddress,
): readonly SignalFrame[] {
  const bytes = memory.peek(space, from, to - from);
  if (!bytes) return [];
  const view = viewOf(bytes);
  const found: SignalFrame[] = [];
  for (let at = 0; at + SW.OFFSET + 4 <= bytes.length; at += IMAGE_ALIGNMENT) {
    if (view.getUint32(at + SW.OFFSET, true) !== FP_XSTATE_MAGIC1) continue;
    const frame = readFrame(memory.peek.bind(memory, space), from + at);
    if (frame && frame.address >= lowest) found.push(frame);
  }
  return found;
}

type Peek = (address: LinearAddress, length: number) => Uint8Array | undefined;

function readFrame(peek: Peek, image: LinearAddress): SignalFrame | undefined {
  const software = peek(image + SW.OFFSET, SW.SIZE);
  if (software?.length !== SW.SIZE) return undefined;
  const fields = viewOf(software);
  const size = fields.getUint32(SW.XSTATE_SIZE, true);
  const behind = size > HEADER_OFFSET && size <= MOST_BYTES ? peek(image + size, 4) : undefined;
  if (behind?.length !== 4 || viewOf(behind).getUint32(0, true) !== FP_XSTATE_MAGIC2) return undefined;
  const address = Math.floor((image - FRAME.SIZE) / FRAME_ALIGNMENT) * FRAME_ALIGNMENT - 8;
  const frame = peek(address, FRAME.SIZE);
  if (frame?.length !== FRAME.SIZE) return undefined;
  const view = viewOf(frame);
  const context = FRAME.UC + UC.MCONTEXT;
  const linear = (offset: number): LinearAddress => toLinear(view.getBigUint64(offset, true)) ?? 0;
  if (linear(context + SIGCONTEXT.FPSTATE) !== image) return undefined;
  return {
    address,
    image,
    size,
    xfeatures: fields.getBigUint64(SW.XFEATURES, true),
    signal: view.getInt32(FRAME.INFO + SIGINFO.SIGNO, true),
    rip: linear(context + SIGCONTEXT.IP),
    rsp: linear(context + 8 * SIGCONTEXT_REGISTERS.indexOf(GPR.RSP)),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
