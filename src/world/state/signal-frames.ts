/**
 * The signal frames on a task's stacks, as they lie in memory (arch/x86/include/asm/sigframe.h): a `struct rt_sigframe` that
 * points at the image right above it. A handler may have overwritten one of the image's two magic numbers: rt_sigreturn then
 * takes the legacy region only. What lies below RSP is over.
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
import { EXTENDED_OFFSET, HEADER_OFFSET } from '../../machine/architecture/xsave-format';
import type { MachineState } from './machine-state';

export interface SignalFrame {
  /** Of `struct rt_sigframe`. */
  readonly address: LinearAddress;
  /** Of the XSAVE image above it. */
  readonly image: LinearAddress;
  /** Bytes of the image, without the magic number behind it. */
  readonly size: number;
  readonly xfeatures: bigint;
  /** A magic number that is not what the kernel has written there. Null while both are. */
  readonly overwritten: 'MAGIC1' | 'MAGIC2' | null;
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

/** Where `struct rt_sigframe` is, below its image: as `get_sigframe` places it. */
function frameBelow(image: LinearAddress): LinearAddress {
  return Math.floor((image - FRAME.SIZE) / FRAME_ALIGNMENT) * FRAME_ALIGNMENT - 8;
}

const CONTEXT = FRAME.UC + UC.MCONTEXT;

/** From an image to the pointer to it in the frame below: the same for every image, since images are aligned further. */
const POINTER_OFFSET = frameBelow(0) + CONTEXT + SIGCONTEXT.FPSTATE;

/** The first place on a page where such a pointer can be. */
const FIRST_POINTER = ((POINTER_OFFSET % IMAGE_ALIGNMENT) + IMAGE_ALIGNMENT) % IMAGE_ALIGNMENT;

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

/** Frames that a return has just left, newest first: below RSP, or anywhere on the alternate stack. */
export function leftFrames(state: MachineState, task: Task): readonly SignalFrame[] {
  const space = state.kernel?.processes[task.process]?.space ?? 0;
  const registers = task.cpu === null ? task.saved.gpr : state.cpus[task.cpu]?.gpr;
  const rsp = toLinear(registers?.[GPR.RSP] ?? 0n) ?? 0;
  const stack = { address: rsp - MOST_BYTES, size: MOST_BYTES };
  return [stack, ...(task.sigaltstack ? [task.sigaltstack] : [])].flatMap(({ address, size }) => {
    const found: SignalFrame[] = [];
    for (let page = Math.floor(address / PAGE) * PAGE; page < address + size; page += PAGE) {
      if (state.memory.isMapped(space, page)) found.push(...intactFramesOn(state, space, page));
    }
    return found;
  });
}

/** The first one from RSP upwards. At the entry of a handler RSP is at the frame, and a word above it once that has returned. */
function nextFrame(state: MachineState, space: number, rsp: LinearAddress): SignalFrame | undefined {
  const first = Math.floor(rsp / PAGE) * PAGE;
  for (let page = first; page < first + MOST_BYTES; page += PAGE) {
    if (!state.memory.isMapped(space, page)) return undefined;
    const frame = framesOn(state, space, page).find(({ address }) => address >= rsp - 2 * FRAME.UC);
    if (frame) return frame;
  }
  return undefined;
}

/** Frames whose pointer to the image is on a page: the pointer is aligned, so that it lies on one. */
function framesOn({ memory }: MachineState, space: number, page: LinearAddress): readonly SignalFrame[] {
  const bytes = memory.peek(space, page, PAGE);
  if (!bytes) return [];
  const view = viewOf(bytes);
  const found: SignalFrame[] = [];
  for (let at = FIRST_POINTER; at < bytes.length; at += IMAGE_ALIGNMENT) {
    const image = page + at - POINTER_OFFSET;
    // The low half first, without a bigint: searches back ask for this at every step.
    if (view.getUint32(at, true) !== image >>> 0) continue;
    if (view.getBigUint64(at, true) !== BigInt.asUintN(64, BigInt(image))) continue;
    const frame = readFrame(memory.peek.bind(memory, space), image);
    if (frame) found.push(frame);
  }
  return found;
}

/** What has been left may be overwritten in part: only a frame with both magic numbers is known to be one still. */
function intactFramesOn(state: MachineState, space: number, page: LinearAddress): readonly SignalFrame[] {
  return framesOn(state, space, page).filter(({ overwritten }) => overwritten === null);
}

type Peek = (address: LinearAddress, length: number) => Uint8Array | undefined;

function readFrame(peek: Peek, image: LinearAddress): SignalFrame | undefined {
  const software = peek(image + SW.OFFSET, SW.SIZE);
  if (software?.length !== SW.SIZE) return undefined;
  const fields = viewOf(software);
  const address = frameBelow(image);
  const frame = peek(address, FRAME.SIZE);
  if (frame?.length !== FRAME.SIZE) return undefined;
  const view = viewOf(frame);
  const linear = (offset: number): LinearAddress => toLinear(view.getBigUint64(offset, true)) ?? 0;
  const said = fields.getUint32(SW.XSTATE_SIZE, true);
  const behind = said > HEADER_OFFSET && said <= MOST_BYTES ? peek(image + said, 4) : undefined;
  return {
    address,
    image,
    size: behind?.length === 4 ? said : EXTENDED_OFFSET,
    xfeatures: fields.getBigUint64(SW.XFEATURES, true),
    overwritten: overwrittenIn(fields, behind),
    signal: view.getInt32(FRAME.INFO + SIGINFO.SIGNO, true),
    rip: linear(CONTEXT + SIGCONTEXT.IP),
    rsp: linear(CONTEXT + 8 * SIGCONTEXT_REGISTERS.indexOf(GPR.RSP)),
  };
}

function overwrittenIn(software: DataView, behind: Uint8Array | undefined): SignalFrame['overwritten'] {
  if (software.getUint32(SW.MAGIC1, true) !== FP_XSTATE_MAGIC1) return 'MAGIC1';
  return behind?.length === 4 && viewOf(behind).getUint32(0, true) === FP_XSTATE_MAGIC2 ? null : 'MAGIC2';
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
