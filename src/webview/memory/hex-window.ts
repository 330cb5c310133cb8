/** A window of memory as the page needs it: bytes with what is known of each. No DOM, so that tests can read it. */
import type { MemoryView, OverlayView } from '../../adapter/views/memory';
import { lines } from '../page/words';

export interface HexByte {
  /** From the first byte of the window. */
  readonly offset: number;
  /** Null for a byte that cannot be read. */
  readonly value: number | null;
  /** The value at the stop before; null if the value is the same. */
  readonly was: number | null;
  /** Of the overlays that cover the byte, the one that says most. */
  readonly overlay: OverlayView | undefined;
}

export function hexBytes(view: MemoryView): readonly HexByte[] {
  const now = fromBase64(view.bytes);
  const before = view.before === null ? null : fromBase64(view.before);
  const readable = new Uint8Array(now.length);
  for (const { offset, size } of view.readable) readable.fill(1, offset, offset + size);
  const overlays = overlayByByte(view.overlays, now.length);
  return Array.from(now, (value, offset) => {
    const old = before?.[offset];
    const isReadable = readable[offset] === 1;
    return {
      offset,
      value: isReadable ? value : null,
      was: isReadable && old !== undefined && old !== value ? old : null,
      overlay: overlays[offset],
    };
  });
}

/** Earlier overlays win: they say more. */
function overlayByByte(overlays: readonly OverlayView[], length: number): readonly (OverlayView | undefined)[] {
  const found = new Array<OverlayView | undefined>(length).fill(undefined);
  for (const overlay of overlays) {
    const end = Math.min(length, overlay.offset + overlay.size);
    for (let at = Math.max(0, overlay.offset); at < end; at++) found[at] ??= overlay;
  }
  return found;
}

function hexDigits(value: number): string {
  return value.toString(16).padStart(2, '0');
}

export function byteText({ value }: HexByte): string {
  return value === null ? '··' : hexDigits(value);
}

/** What a character column shows. */
export function charText({ value }: HexByte): string {
  return value === null || value < 0x20 || value > 0x7e ? '.' : String.fromCharCode(value);
}

/** `0x1000042`. */
export function addressText(start: string, offset: number): string {
  return `0x${(BigInt(start) + BigInt(offset)).toString(16)}`;
}

export function byteLabel(start: string, byte: HexByte): string {
  const { offset, value, was, overlay } = byte;
  const shown = value === null ? 'cannot be read' : hexDigits(value);
  const before = was === null ? '' : `, was ${hexDigits(was)}`;
  const part = overlay ? `, ${overlay.name}${overlay.offset === offset ? '' : ` + ${offset - overlay.offset}`}` : '';
  return `${addressText(start, offset)}: ${shown}${before}${part}`;
}

/** The numbers that begin at a byte, and the fields that the byte belongs to. */
export function byteDetail(start: string, bytes: readonly HexByte[], at: number): string {
  const byte = bytes[at];
  if (!byte) return '';
  const { overlay } = byte;
  const numbers = [2, 4, 8].flatMap((size) => {
    const value = number(bytes.slice(at, at + size), size);
    return value === undefined ? [] : [`u${8 * size} 0x${value.toString(16)}`];
  });
  return lines(
    byteLabel(start, byte),
    numbers.join('  '),
    overlay ? [overlay.of, ...overlay.decoded].filter((line) => line !== '').join('\n') : '',
  );
}

/** Little-endian; undefined where a byte is missing. */
function number(bytes: readonly HexByte[], size: number): bigint | undefined {
  if (bytes.length < size || bytes.some(({ value }) => value === null)) return undefined;
  return bytes.reduceRight((sum, { value }) => (sum << 8n) | BigInt(value ?? 0), 0n);
}

/** Names of what begins in a row. */
export function rowNames(row: readonly HexByte[]): string {
  const names = row.flatMap(({ overlay, offset }, index) =>
    overlay && (overlay.offset === offset || (index === 0 && offset === 0)) ? [overlay.name] : [],
  );
  return names.join(', ');
}

export function countChanges(bytes: readonly HexByte[]): number {
  return bytes.filter(({ was }) => was !== null).length;
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
