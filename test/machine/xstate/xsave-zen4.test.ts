/** 150 cases of XSAVE64, XSAVEC64 and XSAVEOPT64 as a real Zen 4 executed them, bit for bit. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { xgetbv } from '../../../src/machine/xstate/xcr';
import { xrstor } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaveopt } from '../../../src/machine/xstate/xsave';
import { AREA, benchCpu, peek, poke, processor } from '../bench-cpu';
import { fromHex } from '../hex';

interface Recorded {
  readonly insn: 'xsave64' | 'xsavec64' | 'xsaveopt64';
  readonly xcr0: string;
  readonly image_bv: string;
  readonly rfbm: string;
  readonly xinuse: string;
  readonly image: string;
  readonly before: string;
  readonly after: string;
}

const FOLDER = path.join(import.meta.dirname, '../../fixtures/xsave-zen4');
const SAVE = { xsave64: xsave, xsavec64: xsavec, xsaveopt64: xsaveopt };
const IMAGE = AREA + 0x4000;

const cases = readFileSync(path.join(FOLDER, 'images.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): Recorded => JSON.parse(line));

/** The recorded machine hid PKU. */
function zen4Guest(recorded: Recorded): Cpu {
  const cpu = benchCpu('zen4', '-pku');
  cpu.xcr0 = BigInt(recorded.xcr0);
  cpu.cpl = 3;
  return cpu;
}

describe('the XSAVE instructions on a real Zen 4', () => {
  it('has 150 recorded cases', () => {
    assert.equal(cases.length, 150);
  });

  for (const [index, recorded] of cases.entries()) {
    it(`case ${index}: ${recorded.insn} of ${recorded.rfbm} with ${recorded.xinuse} in use`, () => {
      const cpu = zen4Guest(recorded);
      poke(cpu, fromHex(recorded.image), IMAGE);
      poke(cpu, fromHex(recorded.before), AREA);
      xrstor(cpu, IMAGE, ~0n);
      assert.equal(xgetbv(cpu, 1), BigInt(recorded.xinuse));
      SAVE[recorded.insn](cpu, AREA, BigInt(recorded.rfbm));
      const after = fromHex(recorded.after);
      const actual = peek(cpu, after.length);
      const wrong = [...after.keys()].find((offset) => actual[offset] !== after[offset]);
      assert.equal(wrong, undefined, `byte ${wrong}: ${actual[wrong ?? 0]} instead of ${after[wrong ?? 0]}`);
    });
  }

  it('has the leaf 0Dh that was recorded', () => {
    const recorded = JSON.parse(readFileSync(path.join(FOLDER, 'cpuid.json'), 'utf8'));
    const cpu = processor('zen4', '-pku');
    const context = { xcr0: BigInt(recorded.xcr0), xss: BigInt(recorded.leafd1.ecx), cr4: 0n };
    const { eax, ebx, ecx, edx } = recorded.leafd1;
    assert.deepEqual(cpu.cpuid(0xd, 0, context), [
      Number(recorded.supported),
      recorded.size_enabled,
      recorded.size_all,
      0,
    ]);
    assert.deepEqual(cpu.cpuid(0xd, 1, context), [eax, ebx, ecx, edx]);
    for (const [number, { size, offset, ecx }] of Object.entries<{ size: number; offset: number; ecx: number }>(
      recorded.components,
    )) {
      assert.deepEqual(cpu.cpuid(0xd, Number(number), context), [size, offset, ecx, 0]);
    }
  });
});
