/** What two memories differ in, as ranges of bytes, with the data of the trace that they lie in; and pages that came or went. */
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import { PAGE_SIZE, type Page } from '../../machine/cpu/page';
import type { ReadonlyPageTable } from '../../machine/cpu/page-table';
import type { ProgramSymbol } from '../program/program';
import { dataText } from '../program/symbol-at';
import { describeSample } from '../watch/sample';
import { type Difference, field } from './difference';

export interface Range {
  readonly address: LinearAddress;
  /** Bytes. */
  readonly length: number;
}

/** Ranges with fewer equal bytes than this between them are told as one. */
const SHORTEST_GAP = 8;

/** @param told ranges that are told elsewhere. */
export function memoryDifference(
  before: ReadonlyPageTable,
  after: ReadonlyPageTable,
  symbols: ReadonlyMap<string, ProgramSymbol>,
  told: readonly Range[] = [],
): readonly Difference[] {
  const numbers = before.numbersUnlike(after).sort((a, b) => a - b);
  const changed = numbers.filter((number) => !isSame(before.get(number), after.get(number)));
  const [old, now] = [before, after].map((table) => (address: LinearAddress) => byteAt(table, address)) as [At, At];
  const both = changed.filter((number) => before.get(number) && after.get(number));
  const isTold = (address: LinearAddress): boolean =>
    told.some((range) => address >= range.address && address < range.address + range.length);
  return [
    ...pagesDifference(changed, before, after),
    ...rangesIn(both, old, now, isTold).flatMap((range) => {
      const text = (at: At) => describeSample({ kind: 'bytes', bytes: bytesOf(range, at) });
      return [{ name: rangeName(range, symbols), values: { before: text(old), after: text(now) }, parts: [] }];
    }),
  ];
}

/** Runs that were never one have no page in common, but mostly the same bytes. */
function isSame(old: Page | undefined, now: Page | undefined): boolean {
  if (!old || !now || pageText(old) !== pageText(now)) return false;
  for (let at = 0; at < PAGE_SIZE; at++) if (old.bytes[at] !== now.bytes[at]) return false;
  return true;
}

type At = (address: LinearAddress) => number | undefined;

function byteAt(table: ReadonlyPageTable, address: LinearAddress): number | undefined {
  const number = Math.floor(address / PAGE_SIZE);
  return table.get(number)?.bytes[address - number * PAGE_SIZE];
}

function bytesOf({ address, length }: Range, at: At): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => at(address + index) ?? 0);
}

function rangesIn(pages: readonly number[], old: At, now: At, isTold: (address: number) => boolean): readonly Range[] {
  const ranges: Range[] = [];
  for (const number of pages) {
    for (let address = number * PAGE_SIZE; address < (number + 1) * PAGE_SIZE; address++) {
      if (old(address) === now(address) || isTold(address)) continue;
      const last = ranges.at(-1);
      if (last && address - (last.address + last.length) < SHORTEST_GAP) {
        ranges[ranges.length - 1] = { ...last, length: address + 1 - last.address };
      } else {
        ranges.push({ address, length: 1 });
      }
    }
  }
  return ranges;
}

/** Pages side by side that have the same fate are one range. */
function pagesDifference(
  changed: readonly number[],
  before: ReadonlyPageTable,
  after: ReadonlyPageTable,
): readonly Difference[] {
  const runs: { first: number; count: number; was: string; is: string }[] = [];
  for (const number of changed) {
    const [was, is] = [pageText(before.get(number)), pageText(after.get(number))];
    if (was === is) continue;
    const last = runs.at(-1);
    if (last && last.first + last.count === number && last.was === was && last.is === is) last.count++;
    else runs.push({ first: number, count: 1, was, is });
  }
  return runs.flatMap(({ first, count, was, is }) =>
    field(`${count * PAGE_SIZE} bytes at ${formatAddress(first * PAGE_SIZE)}`, was, is),
  );
}

function pageText(page: Page | undefined): string {
  if (!page) return 'not mapped';
  const { accessible, writable, executable, key } = page.rights;
  const rights = `${accessible ? 'r' : '-'}${accessible && writable ? 'w' : '-'}${accessible && executable ? 'x' : '-'}`;
  return key === 0 ? rights : `${rights}, key ${key}`;
}

/** `4 bytes at ramp+4`, `16 bytes at 0x7fff0000`. */
function rangeName({ address, length }: Range, symbols: ReadonlyMap<string, ProgramSymbol>): string {
  const bytes = `${length} ${length === 1 ? 'byte' : 'bytes'}`;
  return `${bytes} at ${dataText(symbols, address)}`;
}
