/** Repeated string instructions do many elements of a page at once: the same as one after the other, as who is watched does. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FLAG } from '../../../src/machine/architecture/bits';
import { Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { CMPS, compileString, LODS, MOVS, SCAS, STOS } from '../../../src/machine/integer/string';
import { AREA, AREA_LENGTH, benchCpu } from '../bench-cpu';

const PAGE = 4096;
const END = AREA + AREA_LENGTH;

const places = fc.oneof(
  fc.integer({ min: AREA, max: AREA + 3 * PAGE }),
  fc.integer({ min: 1, max: 40 }).map((bytes) => AREA + PAGE - bytes),
  fc.integer({ min: 0, max: 2 * PAGE }).map((bytes) => END - bytes),
);

const cases = fc.record({
  operation: fc.constantFrom(MOVS, STOS, LODS, SCAS, CMPS),
  size: fc.constantFrom(1, 2, 4, 8),
  repeat: fc.constantFrom('rep' as const, 'repne' as const),
  source: places,
  destination: places,
  /** Overlapping copies repeat what they have written. */
  beside: fc.option(fc.integer({ min: -9, max: 9 })),
  count: fc.oneof(fc.nat(40), fc.nat(5000), fc.constant(60_000)),
  isDown: fc.boolean(),
  accumulator: fc.constantFrom(0n, 0x0101_0101_0101_0101n, 0x1234_5678_9abc_def0n),
  /** Where bytes differ from those around them. */
  marks: fc.array(fc.integer({ min: 0, max: 3 * PAGE }), { maxLength: 4 }),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** What it has come to, with each element by itself where somebody watches. */
function outcomeOf(wanted: Case, isWatched: boolean) {
  const cpu = benchCpu();
  const text = new Uint8Array(AREA_LENGTH).fill(1);
  for (const mark of wanted.marks) text[mark] = 7;
  cpu.memory.poke(0, AREA, text);
  const { gpr } = cpu;
  gpr[GPR.RSI] = BigInt(wanted.source);
  gpr[GPR.RDI] = BigInt(wanted.beside === null ? wanted.destination : wanted.source + wanted.beside);
  gpr[GPR.RCX] = BigInt(wanted.count);
  gpr[GPR.RAX] = wanted.accumulator;
  if (wanted.isDown) cpu.rflags |= FLAG.DF;
  if (isWatched) cpu.memory.watch([{ space: 0, address: 0, length: 1 }], () => {});
  const { size, repeat } = wanted;
  const execute = compileString(wanted.operation, { operandSize: size, prefixes: [repeat] } as unknown as Instruction);
  const ended = endOf(execute, cpu);
  return { ended, gpr: [...gpr], rflags: cpu.rflags, memory: Buffer.from(cpu.memory.peek(0, AREA, AREA_LENGTH)!) }; // mapped
}

function endOf(execute: (cpu: Cpu) => void, cpu: Cpu): string {
  try {
    execute(cpu);
    return 'done';
  } catch (error) {
    if (error instanceof Fault) return `${error.mnemonic} at ${error.detail.address}`;
    throw error;
  }
}

describe('repeated string instructions', () => {
  it('do many elements at once as they do one after the other', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(cases, (wanted) => {
        const once = outcomeOf(wanted, false);
        assert.deepEqual(once, outcomeOf(wanted, true));
        seen.add(once.ended.split(' ')[0] ?? '');
      }),
      { numRuns: 400 },
    );
    assert.deepEqual([...seen].sort(), ['#PF', 'done']);
  });

  it('look at a page, and not at each of its bytes by itself', () => {
    const cpu = benchCpu();
    let reads = 0;
    const { memory } = cpu;
    const read8 = memory.read8.bind(memory);
    memory.read8 = (access, address) => {
      reads++;
      return read8(access, address);
    };
    cpu.gpr[GPR.RDI] = BigInt(AREA);
    cpu.gpr[GPR.RCX] = BigInt(AREA_LENGTH);
    cpu.gpr[GPR.RAX] = 1n;
    compileString(SCAS, { operandSize: 1, prefixes: ['repne'] } as unknown as Instruction)(cpu);
    assert.equal(cpu.gpr[GPR.RCX], 0n);
    assert.ok(reads <= 2 * (AREA_LENGTH / PAGE), `${reads} single reads`);
  });
});
