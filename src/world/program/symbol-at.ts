/** The code or data that lies at an address: what registers, frames, comparisons and origins name an address by. */
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import type { CodeSymbol, DataSymbol, ProgramSymbol } from './program';

export type Symbols = ReadonlyMap<string, ProgramSymbol>;

/** A symbol, and the distance of the address from its beginning in bytes. */
export interface Found<S> {
  readonly symbol: S;
  readonly offset: number;
}

/** The label, proc or data at `address`; of several the one that was declared first. Code counts at its first byte only. */
export function symbolAt(symbols: Symbols, address: LinearAddress): Found<CodeSymbol | DataSymbol> | undefined {
  return indexOf(symbols).all.find(address);
}

/** The data with a byte at `address`; of several the one that was declared first. */
export function dataAt(symbols: Symbols, address: LinearAddress): Found<DataSymbol> | undefined {
  return indexOf(symbols).data.find(address);
}

/** `ramp+4`; the address where no data lies. */
export function dataText(symbols: Symbols, address: LinearAddress): string {
  const found = dataAt(symbols, address);
  return found ? `${found.symbol.name}${found.offset > 0 ? `+${found.offset}` : ''}` : formatAddress(address);
}

interface Index {
  readonly all: Places<CodeSymbol | DataSymbol>;
  readonly data: Places<DataSymbol>;
}

/** The symbols of a program never change. A long trace has tens of thousands, and asks at every stop. */
const INDEXES = new WeakMap<Symbols, Index>();

function indexOf(symbols: Symbols): Index {
  const known = INDEXES.get(symbols);
  if (known) return known;
  const placed = [...symbols.values()].filter((symbol) => symbol.kind !== 'constant');
  const data = placed.filter((symbol) => symbol.kind === 'data');
  const index = {
    all: new Places(placed, (symbol) => (symbol.kind === 'data' ? Math.max(symbol.bytes.length, 1) : 1)),
    data: new Places(data, ({ bytes }) => bytes.length),
  };
  INDEXES.set(symbols, index);
  return index;
}

interface Place<S> {
  readonly symbol: S;
  /** Its place among the declarations. */
  readonly order: number;
  readonly end: LinearAddress;
}

/** Symbols in the order of their addresses. */
class Places<S extends CodeSymbol | DataSymbol> {
  private readonly places: readonly Place<S>[];
  /** For each place, the greatest end of it and of all places before it. */
  private readonly reach: readonly LinearAddress[];

  constructor(symbols: readonly S[], sizeOf: (symbol: S) => number) {
    this.places = symbols
      .map((symbol, order) => ({ symbol, order, end: symbol.address + sizeOf(symbol) }))
      .sort((a, b) => a.symbol.address - b.symbol.address);
    let reach = Number.NEGATIVE_INFINITY;
    this.reach = this.places.map(({ end }) => {
      reach = Math.max(reach, end);
      return reach;
    });
  }

  find(address: LinearAddress): Found<S> | undefined {
    let found: Place<S> | undefined;
    for (let at = this.lastNotBehind(address); at >= 0; at--) {
      if (this.reach[at]! <= address) break; // in range, as `at` is
      const place = this.places[at]!; // in range
      if (place.end > address && (!found || place.order < found.order)) found = place;
    }
    return found && { symbol: found.symbol, offset: address - found.symbol.address };
  }

  /** The last place that begins at `address` or before it; -1 without one. */
  private lastNotBehind(address: LinearAddress): number {
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { symbol } = this.places[middle]!; // in range
      if (symbol.address <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
