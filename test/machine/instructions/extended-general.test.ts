/**
 * R16-R31 in instructions that are older than APX. What an instruction does with them is what it does with lower registers:
 * a law that says nothing of what that is, and so holds all forms at once.
 */
import assert from 'node:assert/strict';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { usesExtendedGeneral } from '../../../src/machine/cpu/extended-general';
import type { Instruction, RegisterRef } from '../../../src/machine/cpu/instruction';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { decode } from '../../../src/machine/disassembler/decoder';
import { effectsOf } from '../../../src/machine/disassembler/effects';
import { codeByName } from '../../../src/machine/encoding/iced';
import { encodingOfForm } from '../../../src/machine/encoding/rows';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { extendedPairs, LOW_REGISTERS } from './extended-pairs';
import { CODE, DATA, END, readyCpu, SPACE } from './instances';

/** Lower ones are implied, or not renamed. */
const FIRST_RENAMED = 8;

const PAIRS = extendedPairs();

/** What R10 to R15 hold, R26 to R31 hold too. */
function prepared(): Cpu {
  const cpu = readyCpu();
  cpu.gpr[12] = cpu.gpr[GPR.RBX]!; // registers of the file
  cpu.gpr[13] = 2n;
  cpu.gpr.copyWithin(LOW_REGISTERS, 0, LOW_REGISTERS);
  return cpu;
}

/** Whether a name is that of a register or of a part of it. */
function isPartOf({ index }: RegisterRef): (name: string) => boolean {
  return (name) => {
    const named = registerByName(name);
    return named?.file === 'gpr' && named.index === index;
  };
}

function outcome(cpu: Cpu, instruction: Instruction): string {
  try {
    compileInstruction(instruction, cpu.processor)(cpu);
    return 'none';
  } catch (fault) {
    return String(fault);
  }
}

/** Where `high` has not done to R24-R31 what `low` has done to R8-R15. Changes both. */
function differences(low: Cpu, high: Cpu, before: BigUint64Array): readonly string[] {
  const found: string[] = [];
  for (let index = 0; index < LOW_REGISTERS; index++) {
    const isRenamed = index >= FIRST_RENAMED;
    if (isRenamed && high.gpr[index] !== before[index]) found.push(`r${index} has changed`);
    const to = isRenamed ? index + LOW_REGISTERS : index;
    if (low.gpr[index] !== high.gpr[to]) found.push(`registers ${index} and ${to} differ`);
  }
  high.gpr.set(low.gpr);
  for (const cpu of [low, high]) {
    cpu.xinuse = 0n;
    cpu.xmodified = 0n;
  }
  if (!Buffer.from(low.snapshot()).equals(Buffer.from(high.snapshot()))) found.push('other registers differ');
  const [one, other] = [low, high].map(({ memory }) => Buffer.from(memory.peek(SPACE, DATA, END - DATA)!)); // mapped
  if (!one?.equals(other!)) found.push('memory differs'); // two
  return found;
}

describe('R16 to R31 in older instructions', () => {
  it('are in hundreds of forms', () => {
    const count = (pattern: RegExp) =>
      new Set(PAIRS.map(({ low }) => low.form).filter((form) => pattern.test(form))).size;
    assert.ok(count(/^(?!VEX|EVEX)/) > 700, String(count(/^(?!VEX|EVEX)/)));
    assert.ok(count(/^EVEX/) > 1000, String(count(/^EVEX/)));
    assert.equal(count(/^VEX/), 0);
  });

  it('are decoded as they were encoded', () => {
    for (const { name, high } of PAIRS) {
      const decoded = decode(high.bytes, CODE);
      assert(decoded.kind === 'instruction', name);
      const { form, operands } = decoded.instruction;
      assert.deepEqual({ form, operands }, { form: high.form, operands: high.operands }, name);
    }
  });

  it('do what lower registers do', () => {
    const [a, b] = [prepared(), prepared()];
    const clean = a.snapshot();
    const memory = a.memory.snapshot();
    const before = a.gpr.slice();
    const different = PAIRS.flatMap(({ name, low, high }) => {
      for (const cpu of [a, b]) {
        cpu.restore(clean);
        cpu.memory.restore(memory);
      }
      const [one, other] = [outcome(a, low), outcome(b, high)];
      if (one !== other) return [`${name}: ${one}, ${other}`];
      return differences(a, b, before).map((difference) => `${name}: ${difference}`);
    });
    assert.deepEqual(different, []);
  });

  it('leave component 19 in use where the library says that an instruction writes one', () => {
    const cpu = prepared();
    const clean = cpu.snapshot();
    const memory = cpu.memory.snapshot();
    const different = PAIRS.flatMap(({ name, low, high }) => {
      if (codeByName(low.form) === undefined) return [];
      const { writes } = effectsOf(high);
      const named = high.operands.some(
        (operand) =>
          operand.kind === 'register' && usesExtendedGeneral(operand) && writes.some(isPartOf(operand.register)),
      );
      cpu.restore(clean);
      cpu.memory.restore(memory);
      if (outcome(cpu, high) !== 'none') return [];
      const noted = ((cpu.xinuse >> 19n) & 1n) === 1n;
      return noted === named ? [] : [`${name}: ${noted ? 'noted' : 'not noted'}, writes ${writes.join(' ')}`];
    });
    assert.deepEqual(different, []);
  });

  it('raise #UD without CR4.OSXSAVE, without XCR0[19] and without the feature, before all else', () => {
    const without = readyCpu('diamond-rapids', '-apx-f');
    const cpu = prepared();
    const clean = cpu.snapshot();
    for (const { name, high } of PAIRS) {
      if (encodingOfForm(high.form)) continue;
      assert.match(outcome(without, high), /#UD.*apx-f|#UD.*has no/, name);
      cpu.restore(clean);
      cpu.xcr0 &= ~(1n << 19n);
      assert.match(outcome(cpu, high), /#UD.*XCR0\[19\] is 0/, name);
      cpu.cr4 &= ~(1n << 18n);
      assert.match(outcome(cpu, high), /#UD.*OSXSAVE is 0/, name);
    }
  });
});
