/** Memory for hex editors: user and kernel memory, and the bytes of tiles and vectors. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { formatAddress } from '../../machine/architecture/address';
import { TILE_SIZE } from '../../machine/architecture/tilecfg';
import { decodeBase64, encodeBase64 } from '../protocol/base64';
import { type MemoryReference, parseMemoryReference } from '../protocol/memory-reference';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';

type ReadBody = NonNullable<DebugProtocol.ReadMemoryResponse['body']>;
type WriteBody = NonNullable<DebugProtocol.WriteMemoryResponse['body']>;

const ZMM_SIZE = 64;
/** More than the emulator maps anywhere in one piece; keeps a careless client from asking for gigabytes. */
const MOST_BYTES = 16 * 1024 * 1024;

export function readMemory(debuggee: Debuggee, reference: string, offset: number, count: number): ReadBody {
  const place = parseMemoryReference(reference);
  if (count < 0 || count > MOST_BYTES)
    throw new UserError('bad-argument', `\`count\` must be from 0 to ${MOST_BYTES}.`);
  if (place.kind === 'register') {
    const bytes = registerBytes(debuggee, place);
    const from = Math.min(Math.max(offset, 0), bytes.length);
    return readBody(`0x${offset.toString(16)}`, bytes.subarray(from, Math.max(from, offset + count)), count);
  }
  const address = place.address + offset;
  const bytes = debuggee.engine.world.memory.peek(spaceAt(debuggee, place), address, count) ?? new Uint8Array();
  return readBody(formatAddress(address), bytes, count);
}

function readBody(address: string, bytes: Uint8Array, count: number): ReadBody {
  const missing = count - bytes.length;
  return { address, data: encodeBase64(bytes), ...(missing > 0 ? { unreadableBytes: missing } : {}) };
}

/** Throws `UserError` or `ExpressionError` when not all of it can be written, having written nothing. */
export function writeMemory(debuggee: Debuggee, reference: string, offset: number, data: string): WriteBody {
  const place = parseMemoryReference(reference);
  const bytes = decodeBase64(data);
  if (!bytes) throw new UserError('bad-argument', 'The argument `data` must be base64.');
  const { engine } = debuggee;
  if (place.kind === 'register') {
    writeRegister(debuggee, place, offset, bytes);
  } else {
    engine.edit({ kind: 'memory', space: spaceAt(debuggee, place), address: place.address + offset, bytes });
  }
  return { bytesWritten: bytes.length };
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
