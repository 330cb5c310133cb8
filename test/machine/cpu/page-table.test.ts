/** Page tables: as plain maps of pages, whatever shares blocks with them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makePage, PAGE_SIZE, type Page, RIGHTS } from '../../../src/machine/cpu/page';
import { PageTable } from '../../../src/machine/cpu/page-table';

const page = (): Page => makePage(new Uint8Array(PAGE_SIZE), RIGHTS.data, 0);

const sorted = (pages: Iterable<readonly [number, Page]>) => [...pages].sort(([a], [b]) => a - b);

/** Some side by side, some in other blocks, some of the kernel, the last of a processor with 57 bits. */
const number = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: -200, max: -1 }),
  fc.constantFrom(2 ** 44 - 1, -(2 ** 44), 2 ** 35, 2 ** 35 + 63, 2 ** 35 + 64),
);

const change = fc.record({ which: fc.nat(), what: fc.constantFrom('set', 'set', 'delete', 'copy'), number });

describe('a page table', () => {
  it('holds what a map would, and so does each of its copies', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const all = [{ table: new PageTable(), map: new Map<number, Page>() }];
        for (const { which, what, number } of changes) {
          const { table, map } = all[which % all.length]!; // there is one at least
          if (what === 'copy') all.push({ table: table.copy(), map: new Map(map) });
          else if (what === 'delete') {
            table.delete(number);
            map.delete(number);
          } else {
            const made = page();
            table.set(number, made);
            map.set(number, made);
          }
        }
        for (const { table, map } of all) {
          assert.equal(table.size, map.size);
          assert.deepEqual(
            sorted(table).map(([number]) => number),
            sorted(map).map(([number]) => number),
          );
          for (const [number, held] of map) assert.equal(table.get(number), held);
          for (const other of all) {
            const numbers = [...new Set([...map.keys(), ...other.map.keys()])];
            const unlike = numbers.filter((number) => map.get(number) !== other.map.get(number));
            const ascending = (a: number, b: number) => a - b;
            assert.deepEqual(table.numbersUnlike(other.table).sort(ascending), unlike.sort(ascending));
            const missing = unlike.filter((number) => map.has(number));
            assert.equal(table.countMissingIn(other.table), missing.length);
          }
        }
      }),
    );
  });

  it('differs from a copy in what one of them has written, of 32 MiB', () => {
    const table = new PageTable();
    for (let number = 0; number < 8192; number++) table.set(number, page());
    const copy = table.copy();
    copy.set(5000, page());
    table.delete(70);
    assert.deepEqual(table.numbersUnlike(copy).sort(), [5000, 70]);
    assert.equal(table.countMissingIn(copy), 1);
    assert.equal(copy.countMissingIn(table), 2);
    assert.deepEqual([table.size, copy.size], [8191, 8192]);
  });
});
