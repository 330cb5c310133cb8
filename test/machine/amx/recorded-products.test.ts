import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { configure, execute, makeComplexCpu, tmm } from './machine';
import { bySimd, plainly } from './two-ways';

interface RecordedTile {
  readonly rows: number;
  readonly colsb: number;
  readonly hex: string;
}

interface RecordedCase {
  readonly insn: string;
  readonly case: number;
  readonly mode: string;
  readonly dst: RecordedTile;
  readonly src1: RecordedTile;
  readonly src2: RecordedTile;
  readonly out: RecordedTile;
}

const folder = path.join(__dirname, '../../fixtures/amx');

function casesIn(file: string): RecordedCase[] {
  const lines = readFileSync(path.join(folder, file), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedCase);
}

/** A processor with the operands of a case in tmm0, tmm1 and tmm2. */
function loaded({ dst, src1, src2 }: RecordedCase): Cpu {
  const cpu = makeComplexCpu();
  configure(cpu, ...[dst, src1, src2].map(({ rows, colsb }) => [rows, colsb] as const));
  for (const [tile, { hex }] of [dst, src1, src2].entries()) cpu.tmm[tile]!.set(Buffer.from(hex, 'hex'));
  return cpu;
}

function assertOutcome(cpu: Cpu, { out, src1, src2, ...recorded }: RecordedCase): void {
  const hex = (tile: number) => Buffer.from(cpu.tmm[tile]!).toString('hex');
  assert.equal(hex(0), out.hex, `case ${recorded.case} (${recorded.mode})`);
  assert.equal(hex(1), src1.hex);
  assert.equal(hex(2), src2.hex);
}

describe('AMX products, bit for bit as recorded', () => {
  for (const file of readdirSync(folder)) {
    const mnemonic = file.replace('.jsonl', '').toLowerCase();
    const cases = casesIn(file);

    it(`${mnemonic}, as executed`, () => {
      assert.equal(cases.length, 28);
      for (const recorded of cases) {
        const cpu = loaded(recorded);
        execute(cpu, mnemonic, tmm(0), tmm(1), tmm(2));
        assertOutcome(cpu, recorded);
      }
    });

    it(`${mnemonic}, plainly`, () => {
      for (const recorded of cases) {
        const cpu = loaded(recorded);
        plainly(cpu, mnemonic);
        assertOutcome(cpu, recorded);
      }
    });

    it(`${mnemonic}, by SIMD`, () => {
      for (const recorded of cases) {
        const cpu = loaded(recorded);
        bySimd(cpu, mnemonic);
        assertOutcome(cpu, recorded);
      }
    });
  }
});
