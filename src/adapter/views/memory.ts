/** The answer to `xtrace/memory`: a window of memory or of a register, what it was at the stop before, what it is part of. */
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import { areaPlaces } from '../../world/state/area-places';
import { contextOfFrame } from '../inspection/stack-trace';
import { evaluate } from '../inspection/watch-expression';
import { encodeBase64 } from '../protocol/base64';
import { type MemoryReference, memoryReference, parseMemoryReference } from '../protocol/memory-reference';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { type StateView, spaceOf, subjectOfCpu } from '../state/state-view';
import type { FrameContext } from '../variables/scopes';
import { type Overlay, overlaysOf } from './overlays';

/** Bytes of a window, at most. */
const MOST_MEMORY = 4096;

export interface MemoryQuestion {
  /** A memory reference, or an expression: the name of data, a register that points somewhere, a number. */
  readonly where: string;
  /** From there; a window begins on a multiple of 16. */
  readonly offset: number;
  readonly count: number;
  /** Whose names and address space count; without a frame, or for one that is over, those of the current CPU. */
  readonly frame?: number | undefined;
}

export interface MemoryView {
  /** For `writeMemory`: with `origin` as the offset of the window's first byte. */
  readonly reference: string;
  readonly origin: number;
  /** Of the first byte of the window; of a register its number in it. */
  readonly start: string;
  /** Where the expression leads, from the first byte of the window; outside of it after scrolling. */
  readonly target: number;
  /** Base64 of the window; bytes that cannot be read are 0. */
  readonly bytes: string;
  /** As it was at the stop before; null at the first one. */
  readonly before: string | null;
  /** Which bytes can be read. */
  readonly readable: readonly Run[];
  readonly overlays: readonly OverlayView[];
  /** Where one may want to look: expressions and references. */
  readonly places: readonly { readonly label: string; readonly where: string }[];
}

/** From the first byte of the window. */
interface Run {
  readonly offset: number;
  readonly size: number;
}

export type OverlayView = Omit<Overlay, 'address'> & { readonly offset: number };

const LINE = 16;

/** Throws `UserError` or `ExpressionError` where the expression leads nowhere. */
export function memoryView(debuggee: Debuggee, { where, offset, count, frame: id }: MemoryQuestion): MemoryView {
  if (count < 0 || count > MOST_MEMORY)
    throw new UserError('bad-argument', `\`count\` must be from 0 to ${MOST_MEMORY}.`);
  const { state, before } = debuggee;
  const frame = (id === undefined ? undefined : contextOfFrame(debuggee, id)) ?? {
    subject: subjectOfCpu(state, state.current),
  };
  const place = placeOf(debuggee, where, frame);
  const window =
    place.kind === 'register' ? ofRegister(place, offset, count) : ofMemory(state, place, offset, count, frame);
  const now = read(state, window);
  return {
    reference: window.reference,
    origin: window.kind === 'register' ? window.first : 0,
    start: window.start,
    target: window.target,
    bytes: encodeBase64(now.bytes),
    before: before ? encodeBase64(read(before, window).bytes) : null,
    readable: now.readable,
    overlays:
      window.kind === 'register'
        ? []
        : overlaysOf(state, debuggee.program, window).map(({ address, ...overlay }) => ({
            ...overlay,
            offset: address - window.address,
          })),
    places: placesToLook(debuggee),
  };
}

type Window = { readonly reference: string; readonly start: string; readonly target: number; readonly size: number } & (
  | { readonly kind: 'memory'; readonly space: number; readonly address: LinearAddress }
  | { readonly kind: 'register'; readonly place: MemoryReference & { kind: 'register' }; readonly first: number }
);

function placeOf(debuggee: Debuggee, where: string, frame: FrameContext): MemoryReference {
  const trimmed = where.trim();
  if (/^(?:cpu\d+\/\w+|\d+:0x[0-9a-f]+|0x[0-9a-f]+)$/i.test(trimmed)) return parseMemoryReference(trimmed);
  const { memoryReference: reference } = evaluate(debuggee, trimmed, { frame, radix: 'natural' });
  if (reference !== undefined) return parseMemoryReference(reference);
  const { result } = evaluate(debuggee, trimmed, { frame, radix: 'hex', bare: true });
  if (/^(?:0x[0-9a-f]+|\d+)$/i.test(result)) return parseMemoryReference(result);
  throw new UserError('bad-reference', `\`${trimmed}\` is no place in memory: it is ${result}.`);
}

function ofMemory(
  state: StateView,
  place: MemoryReference & { kind: 'memory' },
  offset: number,
  count: number,
  { subject }: FrameContext,
): Window {
  const space = place.space ?? spaceOf(state, subject);
  const address = Math.floor((place.address + offset) / LINE) * LINE;
  return {
    kind: 'memory',
    space,
    address,
    reference: memoryReference(space, address),
    start: formatAddress(address),
    target: place.address - address,
    size: count,
  };
}

function ofRegister(place: MemoryReference & { kind: 'register' }, offset: number, count: number): Window {
  const size = place.file === 'tmm' ? 1024 : 64;
  const first = Math.max(0, Math.min(Math.floor(offset / LINE) * LINE, size - LINE));
  return {
    kind: 'register',
    place,
    first,
    reference: `cpu${place.cpu}/${place.file}${place.index}`,
    start: formatAddress(first),
    target: -first,
    size: Math.min(count, size - first),
  };
}

interface Reading {
  readonly bytes: Uint8Array;
  readonly readable: readonly Run[];
}

function read(state: StateView, window: Window): Reading {
  if (window.kind === 'register') {
    const { cpu, file, index } = window.place;
    const registers = state.cpus[cpu];
    const [all, size] = file === 'tmm' ? [registers?.tiles, 1024] : [registers?.zmm, 64];
    const from = size * index + window.first;
    const bytes = all?.slice(from, from + window.size) ?? new Uint8Array();
    return { bytes, readable: [{ offset: 0, size: bytes.length }] };
  }
  const bytes = new Uint8Array(window.size);
  const readable: Run[] = [];
  for (let at = 0; at < window.size; ) {
    const found = state.memory.peek(window.space, window.address + at, window.size - at);
    if (found) {
      bytes.set(found, at);
      readable.push({ offset: at, size: found.length });
      at += found.length;
    } else {
      at += LINE - ((((window.address + at) % LINE) + LINE) % LINE);
    }
  }
  return { bytes, readable };
}

/** More than one looks through in a list. */
const MOST_PLACES = 100;

function placesToLook({ state, program }: Debuggee): MemoryView['places'] {
  const areas = (state.kernel?.tasks ?? []).slice(0, MOST_PLACES).flatMap((task) => areaPlaces(state, task));
  const data = [...program.symbols.values()].filter(({ kind }) => kind === 'data');
  return [
    { label: 'Stack (rsp)', where: 'rsp' },
    ...areas.map(({ title, space, address }) => ({ label: title, where: memoryReference(space, address) })),
    ...data.map(({ name }) => ({ label: `Data ${name}`, where: name })),
  ].slice(0, MOST_PLACES);
}
