/** Where the content of a tile came from, and where it went: as `TileOrigins` finds it, and in words. */
import { sourceText } from '../state/happening';
import type { TileActKind } from './tile-acts';

/** What an instruction did with a tile, and where it stands. */
export interface TileEvent {
  readonly kind: TileActKind;
  /** Behind the instruction. */
  readonly moment: number;
  /** Counted from 1. */
  readonly step: number;
  readonly place: EventPlace;
  /** Of `load` and `store`. */
  readonly memory: TileMemory | undefined;
}

/** A line of C, by the path that the compiler wrote down; a line of the trace; else code of a program. Lines are one-based. */
export type EventPlace =
  | { readonly kind: 'source'; readonly path: string; readonly line: number }
  | { readonly kind: 'trace'; readonly line: number }
  | { readonly kind: 'code'; readonly name: string };

/** What a product of tiles has to do with a tile. */
export interface TileProductUse {
  /** `tdpbssd`. */
  readonly mnemonic: string;
  /** Which operand the tile is: 0 is the sum, 1 and 2 are the factors. */
  readonly operand: number;
}

/** Rows of a tile in memory. */
export interface TileMemory {
  /** How the trace or the program calls the first row: `a[16][0..63]`, `weights+64`; else its address. */
  readonly name: string;
  readonly address: number;
  /** Bytes from one row to the next; undefined where addresses wrap. */
  readonly stride: number | undefined;
  readonly rows: number;
  /** Bytes of a row. */
  readonly colsb: number;
}

export interface TileOrigin {
  /** The latest that has written the tile. */
  readonly from: TileEvent | undefined;
  /** The latest that has stored the tile since then. */
  readonly to: TileEvent | undefined;
  /** The product that has written the tile, else the latest that has multiplied the tile since it was written. */
  readonly product: TileProductUse | undefined;
}

/** `layer.c:40`, `line 12`, `multiply+0x40`. */
export function placeText(place: EventPlace): string {
  switch (place.kind) {
    case 'source':
      return sourceText(place);
    case 'trace':
      return `line ${place.line}`;
    case 'code':
      return place.name;
  }
}

/** `a[16][0..63], layer.c:40`; `computed at layer.c:45`; empty where there is nothing to say. */
export function eventText({ kind, place, memory }: TileEvent): string {
  const where = placeText(place);
  if (memory) return `${memory.name}, ${where}`;
  return kind === 'clear' ? '' : `${WORDS[kind]} at ${where}`;
}

const WORDS: Readonly<Record<Exclude<TileActKind, 'clear'>, string>> = {
  load: 'loaded',
  zero: 'zeroed',
  compute: 'computed',
  restore: 'restored',
  store: 'stored',
};

/** For who listens: `loaded from a[16][0..63], layer.c:40`. */
export function eventWords(event: TileEvent): string {
  const { kind, memory } = event;
  return memory ? `${kind === 'store' ? 'stored to' : 'loaded from'} ${eventText(event)}` : eventText(event);
}

/** `<- computed at layer.c:45 -> c[0][0..15], layer.c:52`; empty where there is nothing to say. */
export function originText({ from, to }: TileOrigin): string {
  const parts = [from && ['<-', eventText(from)], to && ['->', eventText(to)]];
  return parts.flatMap((part) => (part && part[1] !== '' ? [part.join(' ')] : [])).join(' ');
}

/** `16 rows of 64 bytes from 0x4c6100, 64 bytes apart`. */
export function memoryText({ address, stride, rows, colsb }: TileMemory, direction: 'from' | 'to'): string {
  const apart = stride === undefined ? '' : stride === 0 ? ', all of them the same' : `, ${stride} bytes apart`;
  return `${rows} ${rows === 1 ? 'row' : 'rows'} of ${colsb} bytes ${direction} 0x${address.toString(16)}${rows > 1 ? apart : ''}`;
}
