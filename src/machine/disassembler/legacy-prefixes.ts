/** What may stand before VEX, EVEX and REX2, and what raises #UD there (Intel SDM vol. 2, 2.3.2 and 2.7). */
import type { RegisterRef } from '../cpu/instruction';
import { registerAt } from '../cpu/register-names';

/** Prefixes that may stand before VEX and EVEX: the address size, and segments. Others there raise #UD. */
const ADDRESS_SIZE = 0x67;
const FS = 0x64;
const GS = 0x65;
const IGNORED_SEGMENTS = [0x26, 0x2e, 0x36, 0x3e];
const FORBIDDEN: ReadonlyMap<number, string> = new Map([
  [0xf0, 'LOCK'],
  [0x66, '0x66'],
  [0xf2, '0xf2'],
  [0xf3, '0xf3'],
]);
const REX = 0x40;

export interface LegacyPrefixes {
  /** Where they end. */
  readonly start: number;
  /** The last of those that must not be there. */
  readonly forbidden?: string | undefined;
  readonly addressSize: boolean;
  /** FS or GS. */
  readonly segment?: RegisterRef | undefined;
}

export function readPrefixes(bytes: Uint8Array): LegacyPrefixes {
  let start = 0;
  let forbidden: string | undefined;
  let addressSize = false;
  let segment: RegisterRef | undefined;
  for (; ; start++) {
    const byte = bytes[start] ?? 0;
    if (FORBIDDEN.has(byte)) forbidden = FORBIDDEN.get(byte);
    else if (byte >> 4 === REX >> 4) forbidden = 'REX';
    else if (byte === ADDRESS_SIZE) addressSize = true;
    else if (byte === FS || byte === GS) segment = registerAt('segment', byte === FS ? 4 : 5, 2);
    else if (!IGNORED_SEGMENTS.includes(byte)) return { start, forbidden, addressSize, segment };
  }
}
