/** The XSAVE area of a task, as it lies in memory now. */
import type { Fpstate } from '../../kernel/state/fpstate';
import type { Processor } from '../../machine/processor/processor';
import { readArea, type XsaveArea } from '../../machine/xstate/xsave-area';
import type { StateView } from './state-view';

export interface BufferArea extends XsaveArea {
  readonly bytes: Uint8Array;
}

/** Undefined where the area is no longer in memory. Kernel pages belong to every address space, so 0 will do. */
export function readBuffer(state: StateView, processor: Processor, fpstate: Fpstate): BufferArea | undefined {
  const bytes = state.memory.peek(0, fpstate.address, fpstate.size);
  if (!bytes || bytes.length < fpstate.size) return undefined;
  const area = readArea(bytes, processor, fpstate.xfeatures);
  return area && { ...area, bytes };
}
