/** What the tables say of exceptions and state components, held against what the instructions do. */
import assert from 'node:assert/strict';
import { FLAG } from '../../../src/machine/architecture/bits';
import { COMPONENTS } from '../../../src/machine/architecture/component';
import { Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { InstructionRow } from '../../../src/machine/cpu/instruction';
import { exceptionNames } from '../../../src/machine/disassembler/documentation';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { componentImage } from '../../../src/machine/xstate/component-state';
import { BARE, NOT_CANONICAL, REASONS, WITHOUT_FEATURES } from './fault-reasons';
import { allInstances, type Instance, readyCpu } from './instances';

const INSTANCES = allInstances();

/** Memory is accessed only where a condition is met: each is, with one of these sets of flags. */
const FAULTS_ON_CONDITION = /^cfcmov/;
const FLAG_SETS = [0, FLAG.CF | FLAG.PF | FLAG.ZF | FLAG.SF, FLAG.OF];

/** An instance as it is run for a reason, and the flags that are set then. */
function waysOf(instance: Instance, reason: string): readonly (readonly [Instance, number])[] {
  const which = reason === NOT_CANONICAL ? [instance, byStack(instance)] : [instance];
  const flagSets = FAULTS_ON_CONDITION.test(instance.row.mnemonic) ? FLAG_SETS : [0];
  return which.flatMap((one) => flagSets.map((flags) => [one, flags] as const));
}

/** Runs every form for every reason; tells what it raised, if anything. */
function runAll(each: (instance: Instance, reason: string, fault: Fault | undefined) => void): void {
  const cpu = readyCpu();
  const clean = cpu.snapshot();
  const memory = cpu.memory.snapshot();
  for (const [reason, arrange] of Object.entries(REASONS)) {
    for (const [instance, flags] of INSTANCES.flatMap((one) => waysOf(one, reason))) {
      cpu.restore(clean);
      cpu.memory.restore(memory);
      arrange(cpu);
      cpu.rflags |= flags;
      each(instance, reason, run(instance, cpu, reason === WITHOUT_FEATURES ? BARE : cpu.processor));
    }
  }
}

function run({ instruction }: Instance, cpu: Cpu, processor: Cpu['processor']): Fault | undefined {
  try {
    compileInstruction(instruction, processor)(cpu);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** The same with RBP as the base of its memory operand: then what is not canonical raises #SS. */
function byStack(instance: Instance): Instance {
  const operands = instance.instruction.operands.map((operand) =>
    operand.kind === 'memory' && operand.memory.base
      ? { ...operand, memory: { ...operand.memory, base: { ...operand.memory.base, index: GPR.RBP } } }
      : operand,
  );
  return { ...instance, instruction: { ...instance.instruction, operands } };
}

/** What is said once for all that touches memory (docs/modelled.md), and not in each row. */
function isOfEveryAccess(mnemonic: string, why: string, listed: readonly string[]): boolean {
  return mnemonic === '#AC' && why.includes('is not a multiple of the') && listed.includes('#PF');
}

const mnemonicOf = (name: string) => name.replace(/\(.*/, '');

describe('the tables of instructions', () => {
  const raised = new Map<InstructionRow, Map<string, string>>(INSTANCES.map(({ row }) => [row, new Map()]));

  before(function () {
    this.timeout(60_000);
    runAll(({ row }, reason, fault) => {
      if (fault) raised.get(row)?.set(fault.mnemonic, `${reason}: ${fault.message}`);
    });
  });

  it('list every exception that an instruction raises', () => {
    const found = [...raised].flatMap(([row, faults]) => {
      const listed = exceptionNames(row).map(mnemonicOf);
      return [...faults]
        .filter(([mnemonic, why]) => !listed.includes(mnemonic) && !isOfEveryAccess(mnemonic, why, listed))
        .map(([mnemonic, why]) => `${row.mnemonic} (${row.forms[0]}): ${mnemonic}, ${why}`);
    });
    assert.deepEqual(found, [], String(found.length));
  });

  /**
   * POP to memory by another register than RSP, JMPABS to an address that is not canonical, CR8, CS as a target, conversions of MMX registers, and immediates by which
   * DPPS chooses a product and VFIXUPIMM reports a signaling NaN are not among the forms here.
   */
  const OUT_OF_REACH =
    /^((pop|jmpabs) \(.*: #GP|cvtpi2p. \(.*: #MF|(v?dpp[sd]|vfixupimm..) \(.*: #XM|mov \(Mov_(r64_cr|cr_r64|Sreg_r32m16)\): #UD)/;

  it('list no exception that an instruction does not raise', () => {
    const found = [...raised].flatMap(([row, faults]) =>
      exceptionNames(row)
        .filter((name) => !faults.has(mnemonicOf(name)))
        .map((name) => `${row.mnemonic} (${row.forms[0]}): ${name}`),
    );
    assert.deepEqual(
      found.filter((text) => !OUT_OF_REACH.test(text)),
      [],
      String(found.length),
    );
  });

  it('name every state component that an instruction changes', () => {
    const cpu = readyCpu();
    const clean = cpu.snapshot();
    const memory = cpu.memory.snapshot();
    const contents = () => COMPONENTS.map(({ index }) => Buffer.from(componentImage(cpu, index)));
    const before = contents();
    const found = INSTANCES.flatMap((instance) => {
      const { row } = instance;
      cpu.restore(clean);
      cpu.memory.restore(memory);
      if (run(instance, cpu, cpu.processor)) return [];
      const changed = contents().flatMap((image, index) => (image.equals(before[index]!) ? [] : [index])); // of each
      const unnamed = changed.filter((index) => !row.components?.includes(index));
      return unnamed.map((index) => `${row.mnemonic} (${row.forms[0]}): ${COMPONENTS[index]?.id}`);
    });
    assert.deepEqual(found, []);
  });
});
