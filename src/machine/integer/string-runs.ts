/**
 * Many elements of a repeated string instruction at once, within the pages that RSI and RDI lie in. The last element of a
 * page is left to the caller, who does it by itself: it sets the flags, and a fault of the element behind it finds
 * everything as if each had been done by itself.
 */
import { GPR } from '../architecture/gpr';
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { type Access, offsetOf, PAGE_SIZE } from '../cpu/page';

/** Where RSI and RDI point to. */
interface StringPlace {
  readonly source: LinearAddress;
  readonly destination: LinearAddress;
}

/**
 * Does at most `most` elements and says how many; of those that compare only such as answer `goesOn` to "are they equal?".
 * The registers are moved by the caller.
 */
export type StringRun = (
  cpu: Cpu,
  access: Access,
  size: number,
  place: StringPlace,
  most: number,
  goesOn: boolean,
) => number;

export const storeRun: StringRun = ({ memory, gpr32 }, access, size, { destination }, most) => {
  const count = Math.min(most, before(destination, size));
  if (count <= 0) return 0;
  const { view } = memory.writable(access, destination);
  const [low, high] = [gpr32[2 * GPR.RAX]!, gpr32[2 * GPR.RAX + 1]!]; // RAX has both
  for (let done = 0, at = offsetOf(destination); done < count; done++, at += size) put(view, at, size, low, high);
  return count;
};

export const moveRun: StringRun = ({ memory }, access, size, { source, destination }, most) => {
  const count = Math.min(most, before(source, size), before(destination, size));
  if (count <= 0) return 0;
  // Reading comes first, as it faults first; a write may give the page a copy of its own.
  memory.readable(access, source);
  const to = memory.writable(access, destination).view;
  const from = memory.readable(access, source).view;
  const [first, second] = [offsetOf(source), offsetOf(destination)];
  for (let at = 0; at < count * size; at += size) {
    const high = size === 8 ? from.getUint32(first + at + 4, true) : 0;
    put(to, second + at, size, word(from, first + at, size), high);
  }
  return count;
};

export const scanRun: StringRun = ({ memory, gpr32 }, access, size, { destination }, most, goesOn) => {
  const count = Math.min(most, before(destination, size));
  if (count <= 0) return 0;
  const { view } = memory.readable(access, destination);
  const start = offsetOf(destination);
  const [low, high] = [gpr32[2 * GPR.RAX]!, gpr32[2 * GPR.RAX + 1]!]; // RAX has both
  const narrow = size === 1 ? low & 0xff : size === 2 ? low & 0xffff : low;
  let done = 0;
  while (done < count && isAt(view, start + done * size, size, narrow, high) === goesOn) done++;
  return done;
};

export const compareRun: StringRun = ({ memory }, access, size, { source, destination }, most, goesOn) => {
  const count = Math.min(most, before(source, size), before(destination, size));
  if (count <= 0) return 0;
  const from = memory.readable(access, source).view;
  const to = memory.readable(access, destination).view;
  const [first, second] = [offsetOf(source), offsetOf(destination)];
  let done = 0;
  for (; done < count; done++) {
    const at = first + done * size;
    const high = size === 8 ? from.getUint32(at + 4, true) : 0;
    if (isAt(to, second + done * size, size, word(from, at, size), high) !== goesOn) break;
  }
  return done;
};

/** Whole elements from an address on, before the last one in its page. */
function before(address: LinearAddress, size: number): number {
  return Math.floor((PAGE_SIZE - offsetOf(address)) / size) - 1;
}

/** The lower 32 bits of an element, or all of it. */
function word(view: DataView, at: number, size: number): number {
  if (size === 1) return view.getUint8(at);
  return size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
}

function isAt(view: DataView, at: number, size: number, low: number, high: number): boolean {
  return word(view, at, size) === low && (size < 8 || view.getUint32(at + 4, true) === high);
}

function put(view: DataView, at: number, size: number, low: number, high: number): void {
  if (size === 1) return view.setUint8(at, low);
  if (size === 2) return view.setUint16(at, low, true);
  view.setUint32(at, low, true);
  if (size === 8) view.setUint32(at + 4, high, true);
}
