import assert from 'node:assert/strict';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { Instruction, Operand } from '../../../src/machine/cpu/instruction';
import { registerAt } from '../../../src/machine/cpu/register-names';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { inUse } from '../../../src/machine/xstate/xinuse';
import { DATA, image, makeCpu, mem, pattern, peek, poke, rowOf, tmm } from './machine';

const APX = 1n << 19n;
const CONFIGURATION = image(0, [4, 16]);
const r20 = registerAt('gpr', 20, 8)!; // exists, as those below
const r31 = registerAt('gpr', 31, 8)!;

/** R20 at the data, R31 with a stride of 16 bytes. */
function makeApxCpu(processor = new Processor(MODELS['diamond-rapids'], [])): Cpu {
  const cpu = Object.assign(makeCpu(), { processor });
  cpu.xcr0 |= APX;
  cpu.gpr[20] = BigInt(DATA);
  cpu.gpr[31] = 16n;
  return cpu;
}

const ADDRESSED = mem({ base: r20, displacement: 64, index: r31 });

function run(cpu: Cpu, form: string, ...operands: Operand[]): void {
  const mnemonic = form.split('_')[1]!.toLowerCase(); // every form has a mnemonic
  const instruction: Instruction = { address: 0, bytes: new Uint8Array(), mnemonic, operands, operandSize: 0, form };
  compileInstruction(instruction, cpu.processor)(cpu);
}

describe('AMX instructions with the registers of APX', () => {
  it('load, store and configure at the addresses that R16 to R31 give', () => {
    for (const load of ['Tileloadd', 'Tileloaddt1', 'Tileloaddrs', 'Tileloaddrst1']) {
      const cpu = makeApxCpu();
      poke(cpu, DATA, CONFIGURATION);
      run(cpu, 'EVEX_Ldtilecfg_m512', mem({ base: r20 }));
      assert.deepEqual(cpu.tilecfg, CONFIGURATION);
      poke(cpu, DATA + 64, pattern(64));
      run(cpu, `EVEX_${load}_tmm_sibmem`, tmm(0), ADDRESSED);
      for (let row = 0; row < 4; row++)
        assert.deepEqual(rowOf(cpu, 0, row).slice(0, 16), pattern(64).slice(16 * row, 16 * row + 16));
      poke(cpu, DATA, new Uint8Array(256));
      run(cpu, 'EVEX_Tilestored_sibmem_tmm', ADDRESSED, tmm(0));
      assert.deepEqual(peek(cpu, DATA + 64, 64), pattern(64));
      run(cpu, 'EVEX_Sttilecfg_m512', mem({ base: r20 }));
      assert.deepEqual(peek(cpu, DATA, 64), CONFIGURATION);
      assert.notEqual(inUse(cpu) & APX, 0n);
    }
  });

  it('raise #UD while XCR0[19] is 0: after XCR0[18:17], before XFD, and nothing changes', () => {
    const cpu = makeApxCpu();
    cpu.xcr0 = 0x602e7n;
    cpu.xfd = 0x40000n;
    const load = () => run(cpu, 'EVEX_Tileloadd_tmm_sibmem', tmm(0), ADDRESSED);
    const before = cpu.snapshot();
    assert.throws(load, {
      message: /^#UD: XCR0\[19\] is 0 \(XCR0 is 0x602e7\): TILELOADD is encoded with EVEX for r16 to r31/,
    });
    assert.deepEqual(cpu.snapshot(), before);
    cpu.xcr0 = APX | 0xe7n;
    assert.throws(load, { message: /^#UD: XCR0\[18:17\]/ });
    cpu.xcr0 |= 0x60000n;
    poke(cpu, DATA, CONFIGURATION);
    run(cpu, 'EVEX_Ldtilecfg_m512', mem({ base: r20 }));
    assert.throws(load, { message: /^#NM/ });
  });

  it('raise #UD on a processor without APX', () => {
    const processor = new Processor(MODELS['diamond-rapids'], [{ feature: 'APX_F', present: false }]);
    const cpu = makeApxCpu(processor);
    assert.throws(() => run(cpu, 'EVEX_Ldtilecfg_m512', mem({ base: r20 })), {
      message: /^#UD: .* has no apx-f, which LDTILECFG needs/,
    });
  });
});
