import assert from 'node:assert/strict';
import { dataAt, dataText, symbolAt } from '../../../src/world/program/symbol-at';
import { load } from '../harness';

const TEXT = `xtrace 1
kernel none
data one = u64[4] fill(0)
data two = u8[3] fill(0)
const eight = 8
start:
also:
nop
nop
`;

describe('the symbol at an address', () => {
  const { symbols } = load(TEXT);
  const addressOf = (name: string) => {
    const symbol = symbols.get(name);
    assert.ok(symbol && symbol.kind !== 'constant');
    return symbol.address;
  };

  it('is the data that has a byte there, with its distance from the beginning', () => {
    for (const [name, length] of [['one', 32] as const, ['two', 3] as const]) {
      const address = addressOf(name);
      for (const offset of [0, 1, length - 1]) {
        const found = dataAt(symbols, address + offset);
        assert.deepEqual([found?.symbol.name, found?.offset], [name, offset]);
      }
      assert.equal(dataAt(symbols, address + length), undefined);
      assert.equal(dataAt(symbols, address - 1), undefined);
    }
    assert.equal(dataText(symbols, addressOf('two')), 'two');
    assert.equal(dataText(symbols, addressOf('one') + 8), 'one+8');
    assert.equal(dataText(symbols, 0x10), '0x10');
  });

  it('is code at its first byte alone, and of two labels the first', () => {
    const address = addressOf('also');
    assert.equal(symbolAt(symbols, address)?.symbol.name, 'start');
    assert.equal(symbolAt(symbols, address + 1), undefined);
    assert.equal(dataAt(symbols, address), undefined);
  });

  it('is found without looking through all symbols again', () => {
    let looked = 0;
    const watched = new Map(symbols);
    watched.values = () => {
      looked++;
      return symbols.values();
    };
    for (let offset = 0; offset < 32; offset++) symbolAt(watched, addressOf('one') + offset);
    assert.equal(looked, 1);
  });
});
