import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { configure, execute, makeComplexCpu, tmm } from './machine';

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

describe('AMX products, bit for bit as recorded', () => {
  for (const file of readdirSync(folder)) {
    it(file.replace('.jsonl', ''), () => {
      const cases = casesIn(file);
      assert.equal(cases.length, 28);
      for (const recorded of cases) {
        const cpu = makeComplexCpu();
        const inputs = [recorded.dst, recorded.src1, recorded.src2];
        configure(cpu, ...inputs.map(({ rows, colsb }) => [rows, colsb] as const));
        for (const [tile, { hex }] of inputs.entries()) cpu.tiles.set(Buffer.from(hex, 'hex'), 1024 * tile);
        execute(cpu, recorded.insn.toLowerCase(), tmm(0), tmm(1), tmm(2));
        const tile = (index: number) =>
          Buffer.from(cpu.tiles.subarray(1024 * index, 1024 * (index + 1))).toString('hex');
        assert.equal(tile(0), recorded.out.hex, `case ${recorded.case} (${recorded.mode})`);
        assert.equal(tile(1), recorded.src1.hex);
        assert.equal(tile(2), recorded.src2.hex);
      }
    });
  }
});
