import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readSections } from '../../../src/elf/sections';
import { SymbolTable } from '../../../src/elf/symbols';
import { needs } from '../../host/needs';
import { compiled, found } from '../../world/programs/programs';
import { run } from './programs';

function symbolsOf(path: string): SymbolTable {
  return SymbolTable.of(readSections(new Uint8Array(readFileSync(path))));
}

const SYMBOL = /^ +\d+: (\w+) +(\w+) (FUNC|OBJECT|IFUNC) +(\w+) +\w+ +(\d+) (\S+)$/gm;

describe('symbols', () => {
  it('are those that readelf prints, with their addresses and sizes', function () {
    needs(this, found('gcc', 'readelf'));
    const path = compiled('gcc', 'lines.c', '-static', '-g', '-O2');
    const printed = [...run('readelf', ['-sW', path]).matchAll(SYMBOL)];
    assert.ok(printed.length > 1000);
    const table = symbolsOf(path);
    const known = new Set([...table.functions, ...table.data].map(keyOf));
    const missing = printed.filter(
      ([, address = '', size = '', , , , name = '']) =>
        !known.has(keyOf({ name, address: Number.parseInt(address, 16), size: Number(size) })),
    );
    assert.deepEqual(
      missing.map(([line]) => line),
      [],
    );
  });

  it('tell which function an address lies in', function () {
    needs(this, found('gcc', 'addr2line'));
    const path = compiled('gcc', 'lines.c', '-static', '-g', '-O0');
    const table = symbolsOf(path);
    for (const name of ['main', 'work', 'leaf']) {
      const symbol = table.named(name);
      assert.ok(symbol && symbol.size > 0);
      const at = (address: number) => run('addr2line', ['-f', '-e', path, address.toString(16)]).split('\n')[0];
      for (const offset of [0, 1, symbol.size - 1]) {
        assert.equal(table.functionAt(symbol.address + offset)?.name, at(symbol.address + offset));
      }
      assert.notEqual(table.functionAt(symbol.address + symbol.size)?.name, name);
    }
    assert.equal(table.dataAt((table.named('ratio')?.address ?? 0) + 7)?.name, 'ratio');
    assert.equal(table.functionAt(0), undefined);
  });

  it('are none in a file without sections', () => {
    assert.deepEqual(readSections(new Uint8Array(64)), []);
    assert.deepEqual(SymbolTable.of([]).functions, []);
  });
});

function keyOf({ name, address, size }: { name: string; address: number; size: number }): string {
  return `${name} ${address} ${size}`;
}
