/**
 * 500 cases of the instructions that save and restore extended state as a real Emerald Rapids executed them, after up to
 * two instructions that write registers: bit for bit, faults included. `test/fixtures/xsave-emr/README.md` says how they
 * were recorded.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { exceptionRow, Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { xgetbv } from '../../../src/machine/xstate/xcr';
import { xrstor } from '../../../src/machine/xstate/xrstor';
import { xsave } from '../../../src/machine/xstate/xsave';
import { benchCpu, peek, poke } from '../bench-cpu';
import { fromHexWithZeros } from '../hex';
import { assembleLine } from '../instructions/instruction-line';

interface Recorded {
  readonly loaded_bv: string;
  readonly prelude: readonly string[];
  readonly insn: string;
  readonly rfbm: string;
  /** After the image was loaded, after the prelude, after the instruction. */
  readonly xinuse: readonly [loaded: string, before: string, after: string];
  readonly trap: number;
  readonly error: number;
  readonly image: string;
  readonly before: string;
  readonly area: string;
  readonly state: string;
}

const FOLDER = path.join(import.meta.dirname, '../../fixtures/xsave-emr');

/** Where the recorder's code and area lay. */
const CODE = 0x1000_0000;
const RECORDED_AREA = 0x2000_0000;
const IMAGE = RECORDED_AREA + 0x4000;
const STATE = RECORDED_AREA + 0x8000;
const MAPPED = 0xc000;
const XCR0 = 0xe7n;

const XSTATE_BV = { from: 512, to: 520 };

const cases = gunzipSync(readFileSync(path.join(FOLDER, 'cases.jsonl.gz')))
  .toString()
  .trim()
  .split('\n')
  .map((line): Recorded => JSON.parse(line));

/** In user mode, with the components that the recording machine had enabled. */
function emeraldRapids(): Cpu {
  const cpu = benchCpu('sapphire-rapids');
  cpu.memory.map(0, RECORDED_AREA, MAPPED);
  cpu.xcr0 = XCR0;
  cpu.cpl = 3;
  return cpu;
}

/** Executes the lines one after the other; gives the fault that ends them, if one does. */
function execute(cpu: Cpu, lines: readonly string[]): Fault | undefined {
  try {
    for (const line of lines) {
      const instruction = assembleLine(line, cpu.rip);
      cpu.rip = instruction.address + instruction.bytes.length;
      compileInstruction(instruction, cpu.processor)(cpu);
    }
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** What the recorder has done before the instruction under test. */
function prepared(recorded: Recorded): Cpu {
  const cpu = emeraldRapids();
  poke(cpu, fromHexWithZeros(recorded.image), IMAGE);
  poke(cpu, fromHexWithZeros(recorded.before), RECORDED_AREA);
  xrstor(cpu, IMAGE, ~0n);
  cpu.rip = CODE;
  cpu.gpr[GPR.RBX] = BigInt(RECORDED_AREA);
  return cpu;
}

function setRfbm(cpu: Cpu, rfbm: bigint): void {
  cpu.gpr[GPR.RAX] = rfbm & 0xffff_ffffn;
  cpu.gpr[GPR.RDX] = rfbm >> 32n;
}

/** The first byte that is not as recorded. */
function difference(actual: Uint8Array, recorded: Uint8Array, ignored = { from: 0, to: 0 }): string | undefined {
  const wrong = [...recorded.keys()].find(
    (at) => actual[at] !== recorded[at] && !(at >= ignored.from && at < ignored.to),
  );
  return wrong === undefined ? undefined : `byte ${wrong}: ${actual[wrong]} instead of ${recorded[wrong]}`;
}

function stateOf(cpu: Cpu, length: number): Uint8Array {
  xsave(cpu, STATE, ~0n);
  return peek(cpu, length, STATE);
}

describe('the instructions that save and restore on a real Emerald Rapids', () => {
  it('has 500 recorded cases', () => {
    assert.equal(cases.length, 500);
  });

  for (const [index, recorded] of cases.entries()) {
    const { prelude, insn, rfbm, trap, error, xinuse } = recorded;
    it(`case ${index}: ${[...prelude, insn].join('; ')} of ${rfbm} after loading ${recorded.loaded_bv}`, () => {
      const cpu = prepared(recorded);
      assert.equal(xgetbv(cpu, 1), BigInt(xinuse[0]), 'XGETBV(1) after the image was loaded');
      const inPrelude = execute(cpu, prelude);
      if (trap === 0) assert.equal(xgetbv(cpu, 1), BigInt(xinuse[1]), 'XGETBV(1) before the instruction');
      setRfbm(cpu, BigInt(rfbm));
      const fault = inPrelude ?? execute(cpu, [insn]);
      assert.equal(fault ? exceptionRow(fault.mnemonic).vector : 0, trap, 'the exception');
      assert.equal(fault?.detail.errorCode ?? 0, error, 'the error code');
      // What counts as in use after a fault has been through a signal frame of the recording kernel.
      if (trap === 0) assert.equal(xgetbv(cpu, 1), BigInt(xinuse[2]), 'XGETBV(1) after the instruction');
      const area = fromHexWithZeros(recorded.area);
      assert.equal(difference(peek(cpu, area.length, RECORDED_AREA), area), undefined, 'the area');
      const state = fromHexWithZeros(recorded.state);
      const ignored = trap === 0 ? undefined : XSTATE_BV;
      assert.equal(difference(stateOf(cpu, state.length), state, ignored), undefined, 'all state, saved by XSAVE64');
    });
  }
});
