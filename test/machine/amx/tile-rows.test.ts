import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../src/machine/architecture/exception';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { RIGHTS } from '../../../src/machine/cpu/page';
import { configure, DATA, execute, makeCpu, PAGE, pattern, peek, poke, rowsAt, SPACE, tmm } from './machine';

/** Pages from DATA on; of these the test may take one away or make it read-only. */
const PAGES = 4;

const CONTENTS = Array.from({ length: PAGES }, (_, index) => pattern(PAGE, index + 1));
const TILES = pattern(8192, 9);

interface Case {
  readonly rows: number;
  readonly words: number;
  readonly startRow: number;
  readonly start: number;
  readonly stride: number;
  readonly lost: number | undefined;
  readonly readOnly: number | undefined;
  readonly injected: number | undefined;
}

const page = fc.option(fc.integer({ min: 0, max: PAGES - 1 }), { nil: undefined, freq: 2 });

const cases: fc.Arbitrary<Case> = fc.record({
  rows: fc.integer({ min: 1, max: 16 }),
  words: fc.oneof(fc.constant(16), fc.integer({ min: 1, max: 16 })),
  startRow: fc.oneof(fc.constant(0), fc.nat(15)),
  start: fc.oneof(
    fc.nat(PAGES * PAGE),
    fc.nat(PAGES * PAGE).map((offset) => offset & ~3),
  ),
  stride: fc.oneof(
    fc.constantFrom(64, 0, -64, 60, 4096, -4096),
    fc.integer({ min: -300, max: 300 }).map((words) => 4 * words),
    fc.integer({ min: -1200, max: 1200 }),
  ),
  lost: page,
  readOnly: page,
  injected: page,
});

function prepared({ rows, words, startRow, lost, readOnly, injected }: Case): Cpu {
  const cpu = makeCpu();
  configure(cpu, [rows, 4 * words]);
  cpu.tilecfg[1] = startRow % rows;
  cpu.memory.unmap(SPACE, DATA, PAGES * PAGE);
  for (let index = 0; index < PAGES; index++) {
    if (index !== lost)
      cpu.memory.map(SPACE, DATA + index * PAGE, PAGE, index === readOnly ? RIGHTS.readOnly : RIGHTS.data);
    cpu.memory.poke(SPACE, DATA + index * PAGE, CONTENTS[index]!);
  }
  if (injected !== undefined) cpu.memory.injectFault(DATA + injected * PAGE, 1);
  cpu.tiles.set(TILES);
  return cpu;
}

/** What the manual says, a row at a time and with the memory's plainest functions. */
function reference(cpu: Cpu, { rows, words, start, stride }: Case, direction: 'load' | 'store'): void {
  const first = cpu.tilecfg[1]!;
  const length = 4 * words;
  if (direction === 'load') cpu.tiles.fill(0, 64 * first, 1024);
  for (let row = first; row < rows; row++) {
    cpu.tilecfg[1] = row;
    const address = DATA + start + row * stride;
    const place = cpu.tiles.subarray(64 * row, 64 * row + length);
    if (direction === 'load') place.set(cpu.memory.read(cpu.access, address, length));
    else cpu.memory.write(cpu.access, address, place);
  }
  cpu.tilecfg[1] = 0;
}

/** The fault, and everything that can have changed. */
function outcome(cpu: Cpu, action: () => void): unknown {
  let fault: string | undefined;
  try {
    action();
  } catch (error) {
    assert(error instanceof Fault, String(error));
    fault = `${error.message} ${error.detail.address}`;
  }
  // As strings, which compare fast.
  const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1');
  const pages = Array.from({ length: PAGES }, (_, at) => text(cpu.memory.peek(SPACE, DATA + at * PAGE, PAGE)));
  const { injected } = cpu.memory.snapshot();
  return { fault, tiles: text(cpu.tiles.slice(0, 1024)), startRow: cpu.tilecfg[1], pages, injected };
}

describe('Rows of tiles in memory', () => {
  for (const [mnemonic, direction] of [
    ['tileloadd', 'load'],
    ['tilestored', 'store'],
  ] as const) {
    it(`${mnemonic} transfers one after the other, wherever they lie, up to the one that faults`, () => {
      const faults = new Set<boolean>();
      fc.assert(
        fc.property(cases, (one) => {
          const cpu = prepared(one);
          const memory = rowsAt(cpu, DATA + one.start, one.stride);
          const operands = direction === 'load' ? [tmm(0), memory] : [memory, tmm(0)];
          const actual = outcome(cpu, () => execute(cpu, mnemonic, ...operands));
          const other = prepared(one);
          assert.deepEqual(
            actual,
            outcome(other, () => reference(other, one, direction)),
          );
          faults.add(cpu.tilecfg[1] !== 0);
        }),
        { numRuns: 1000 },
      );
      assert.deepEqual([...faults].sort(), [false, true]);
    });
  }

  it('overlap in memory as the later of them are stored over the earlier ones, however wide and far apart they are', () => {
    const plain = { rows: 4, startRow: 0, start: 256, lost: undefined, readOnly: undefined, injected: undefined };
    for (let words = 1; words <= 16; words++) {
      for (let stride = -64; stride <= 64; stride += 4) {
        const one = { ...plain, words, stride };
        const [stored, expected] = [prepared(one), prepared(one)];
        execute(stored, 'tilestored', rowsAt(stored, DATA + one.start, stride), tmm(0));
        reference(expected, one, 'store');
        assert.deepEqual(peek(stored, DATA, 1024), peek(expected, DATA, 1024), `${words} words, ${stride} bytes apart`);
      }
    }
  });

  it('are stored to this space alone, and to no snapshot', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    cpu.tiles.set(pattern(1024, 1));
    const store = () => execute(cpu, 'tilestored', rowsAt(cpu, DATA + 32), tmm(0));
    store();
    const snapshot = cpu.memory.snapshot();
    cpu.memory.cloneSpace(SPACE, 7);
    cpu.tiles.set(pattern(1024, 2));
    store();
    assert.deepEqual(peek(cpu, DATA + 32, 1024), pattern(1024, 2));
    assert.deepEqual(cpu.memory.peek(7, DATA + 32, 1024), pattern(1024, 1));
    cpu.memory.restore(snapshot);
    assert.deepEqual(peek(cpu, DATA + 32, 1024), pattern(1024, 1));
  });

  it('are loaded as a debugger has just changed them', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    for (const seed of [1, 2]) {
      poke(cpu, DATA, pattern(1024, seed));
      cpu.memory.snapshot();
      execute(cpu, 'tileloadd', tmm(0), rowsAt(cpu, DATA));
      assert.deepEqual(cpu.tiles.slice(0, 1024), pattern(1024, seed));
    }
  });
});
