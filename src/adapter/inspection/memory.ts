/** Memory for hex editors: user and kernel memory, and the bytes of tiles and vectors. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { formatAddress } from '../../machine/architecture/linear-address';
import { TILE_SIZE } from '../../machine/architecture/tilecfg';
import type { Memory } from '../../machine/cpu/memory';
import { decodeBase64, encodeBase64 } from '../protocol/base64';
import { type MemoryReference, parseMemoryReference } from '../protocol/memory-reference';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';

type ReadBody = NonNullable<DebugProtocol.ReadMemoryResponse['body']>;
type WriteBody = NonNullable<DebugProtocol.WriteMemoryResponse['body']>;

const ZMM_SIZE = 64;
const PAGE_SIZE = 4096;
/** More than the emulator maps anywhere in one piece; keeps a careless client from asking for gigabytes. */
const MOST_BYTES = 16 * 1024 * 1024;

export function readMemory(debuggee: Debuggee, reference: string, offset: number, count: number): ReadBody {
  const place = parseMemoryReference(reference);
  if (count < 0 || count > MOST_BYTES)
    throw new UserError('bad-argument', `\`count\` must be from 0 to ${MOST_BYTES}.`);
  if (place.kind === 'register') {
    const bytes = registerBytes(debuggee, place);
    const readable = offset < 0 ? new Uint8Array() : bytes.subarray(offset, offset + count);
    const missing = offset < 0 ? Math.min(count, -offset) : count - readable.length;
    // Decimal, which may be negative: such a place is counted from the register's first byte.
    return readBody(String(offset), readable, missing);
  }
  const address = place.address + offset;
  const { memory } = debuggee.engine.world;
  const space = spaceAt(debuggee, place);
  const bytes = memory.peek(space, address, count) ?? new Uint8Array();
  return readBody(
    formatAddress(address),
    bytes,
    unreadable(memory, space, address + bytes.length, count - bytes.length),
  );
}

/** Bytes from `address` up to the next that can be read, or all that are left. */
function unreadable(memory: Memory, space: number, address: number, left: number): number {
  let skipped = 0;
  while (skipped < left && !memory.isMapped(space, address + skipped)) {
    const intoPage = (((address + skipped) % PAGE_SIZE) + PAGE_SIZE) % PAGE_SIZE;
    skipped += PAGE_SIZE - intoPage;
  }
  return Math.min(skipped, left);
}

function readBody(address: string, bytes: Uint8Array, missing: number): ReadBody {
  return { address, data: encodeBase64(bytes), ...(missing > 0 ? { unreadableBytes: missing } : {}) };
}

export interface Write {
  readonly offset: number;
  /** Base64. */
  readonly data: string;
  /** Write what can be written at the beginning, where not all can. */
  readonly allowPartial: boolean;
}

/** Throws `UserError` or `ExpressionError` when nothing, or not all of what has to be, can be written, having written nothing. */
export function writeMemory(debuggee: Debuggee, reference: string, { offset, data, allowPartial }: Write): WriteBody {
  const place = parseMemoryReference(reference);
  const bytes = decodeBase64(data);
  if (!bytes) throw new UserError('bad-argument', 'The argument `data` must be base64.');
  const possible = allowPartial
    ? bytes.subarray(0, Math.max(writable(debuggee, place, offset, bytes.length), 1))
    : bytes;
  if (place.kind === 'register') {
    writeRegister(debuggee, place, offset, possible);
  } else {
    const address = place.address + offset;
    debuggee.engine.edit({ kind: 'memory', space: spaceAt(debuggee, place), address, bytes: possible });
  }
  return { ...(allowPartial ? { offset: 0 } : {}), bytesWritten: possible.length };
}

/** How many of `count` bytes there are from `offset` on. */
function writable(debuggee: Debuggee, place: MemoryReference, offset: number, count: number): number {
  if (place.kind === 'register') return Math.min(count, registerBytes(debuggee, place).length - offset);
  const { memory } = debuggee.engine.world;
  return memory.peek(spaceAt(debuggee, place), place.address + offset, count)?.length ?? 0;
}

function spaceAt({ engine }: Debuggee, place: MemoryReference & { kind: 'memory' }): number {
  return place.space ?? engine.world.cpu.addressSpace;
}

function registerBytes({ state }: Debuggee, { cpu, file, index }: MemoryReference & { kind: 'register' }): Uint8Array {
  const registers = state.cpus[cpu];
  const [bytes, size] = file === 'tmm' ? [registers?.tiles, TILE_SIZE] : [registers?.zmm, ZMM_SIZE];
  if (!bytes || size * (index + 1) > bytes.length)
    throw new UserError('bad-reference', `There is no register ${file}${index} on CPU ${cpu}.`);
  return bytes.subarray(size * index, size * (index + 1));
}

function writeRegister(
  debuggee: Debuggee,
  place: MemoryReference & { kind: 'register' },
  offset: number,
  bytes: Uint8Array,
): void {
  const size = registerBytes(debuggee, place).length;
  if (offset < 0 || offset + bytes.length > size)
    throw new UserError('out-of-range', `The register has ${size} bytes.`);
  const { cpu, file, index } = place;
  for (const [at, byte] of bytes.entries()) {
    const position = offset + at;
    const lane = file === 'tmm' ? `[${Math.floor(position / 64)}][${position % 64}]` : `[${position}]`;
    const target = `cpu[${cpu}].${file}${index}.u8${lane}`;
    debuggee.engine.edit({ kind: 'assign', target, value: String(byte), place: { cpu, task: null } });
  }
}
