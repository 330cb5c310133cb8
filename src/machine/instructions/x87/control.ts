/** x87 instructions that control the unit or move its environment, FWAIT and EMMS (Intel SDM vol. 1, 8.3.11). */
import { CR0 } from '../../architecture/bits';
import { XFEATURE } from '../../architecture/component';
import { GPR } from '../../architecture/gpr';
import type { Cpu } from '../../cpu/cpu';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { requireEmulationOff, requireTaskSwitchedClear } from '../../cpu/requirements';
import { loadEnvironment, loadState, storeEnvironment, storeState } from '../../x87/environment';
import { noteX87Instruction, pointersOf } from '../../x87/pointers';
import { rotateX87 } from '../../x87/stack';
import { clearX87Exceptions, requireNoPendingException, setFcw } from '../../x87/status';
import { emptyX87, initialiseX87Control } from '../../xstate/x87-image';
import { MEMORY_FAULTS } from '../integer/row';
import { addressOf } from '../operands';
import { PENDING, X87_WRITTEN, x87Row } from './row';

const ENVIRONMENT = 'FCW, FSW, FTW, FIP, FOP and FDP in 28 bytes';

/** Works on memory at the instruction's operand. */
function atOperand(work: (cpu: Cpu, address: number) => void): (instruction: Instruction) => Execute {
  return (instruction) => {
    const address = addressOf(instruction);
    return (cpu) => work(cpu, address(cpu));
  };
}

/** Does `work` and is noted as the last instruction. */
function noted(work: (cpu: Cpu) => void): (instruction: Instruction) => Execute {
  return (instruction) => {
    const pointers = pointersOf(instruction);
    return (cpu) => {
      work(cpu);
      noteX87Instruction(cpu, pointers, true);
    };
  };
}

function storeStatus(instruction: Instruction): Execute {
  if (instruction.operands[0]?.kind === 'memory') {
    return atOperand((cpu, address) => cpu.memory.write16(cpu.access, address, cpu.fsw))(instruction);
  }
  return (cpu) => {
    const rax = cpu.gpr32[2 * GPR.RAX]!; // RAX is always there
    cpu.gpr32[2 * GPR.RAX] = (rax & ~0xffff) | cpu.fsw;
  };
}

export const X87_CONTROL: readonly InstructionRow[] = [
  x87Row({
    mnemonic: 'fninit',
    summary: 'Initialise the x87 FPU without waiting for its exceptions',
    operation: 'FCW = 0x37f, FSW = 0, all registers tagged empty; their contents stay.',
    manual: 'FINIT/FNINIT',
    forms: ['Fninit'],
    meaning: () => initialiseX87Control,
  }),
  x87Row({
    mnemonic: 'fnclex',
    summary: 'Clear x87 exceptions without waiting for them',
    operation: 'The exception flags, the stack fault, the summary and the busy flag of FSW become 0.',
    manual: 'FCLEX/FNCLEX',
    forms: ['Fnclex'],
    meaning: () => clearX87Exceptions,
  }),
  x87Row({
    mnemonic: 'fldcw',
    summary: 'Load the x87 control word',
    operation: 'FCW = WORD PTR [memory]; an exception that it unmasks waits for the next x87 instruction.',
    waits: true,
    faults: MEMORY_FAULTS,
    forms: ['Fldcw_m2byte'],
    meaning: atOperand((cpu, address) => setFcw(cpu, cpu.memory.read16(cpu.access, address))),
  }),
  x87Row({
    mnemonic: 'fnstcw',
    summary: 'Store the x87 control word',
    operation: 'WORD PTR [memory] = FCW.',
    onlyStores: true,
    faults: MEMORY_FAULTS,
    manual: 'FSTCW/FNSTCW',
    forms: ['Fnstcw_m2byte'],
    meaning: atOperand((cpu, address) => cpu.memory.write16(cpu.access, address, cpu.fcw)),
  }),
  x87Row({
    mnemonic: 'fnstsw',
    summary: 'Store the x87 status word',
    operation: 'The operand = FSW.',
    onlyStores: true,
    faults: MEMORY_FAULTS,
    manual: 'FSTSW/FNSTSW',
    forms: ['Fnstsw_m2byte', 'Fnstsw_AX'],
    meaning: storeStatus,
  }),
  x87Row({
    mnemonic: 'fnstenv',
    summary: 'Store the x87 environment',
    operation: `[memory] = ${ENVIRONMENT}; then all exceptions are masked.`,
    faults: MEMORY_FAULTS,
    manual: 'FSTENV/FNSTENV',
    forms: ['Fnstenv_m28byte'],
    meaning: atOperand(storeEnvironment),
  }),
  x87Row({
    mnemonic: 'fldenv',
    summary: 'Load the x87 environment',
    operation: `Loads ${ENVIRONMENT}; of the tags it keeps which registers are empty.`,
    waits: true,
    faults: MEMORY_FAULTS,
    forms: ['Fldenv_m28byte'],
    meaning: atOperand(loadEnvironment),
  }),
  x87Row({
    mnemonic: 'fnsave',
    summary: 'Store the x87 state, then initialise it',
    operation: `[memory] = ${ENVIRONMENT}, then ST(0) to ST(7) in 10 bytes each. Then it does what FNINIT does.`,
    faults: MEMORY_FAULTS,
    manual: 'FSAVE/FNSAVE',
    forms: ['Fnsave_m108byte'],
    meaning: atOperand(storeState),
  }),
  x87Row({
    mnemonic: 'frstor',
    summary: 'Restore the x87 state',
    operation: 'Loads what FNSAVE stores.',
    waits: true,
    faults: MEMORY_FAULTS,
    forms: ['Frstor_m108byte'],
    meaning: atOperand(loadState),
  }),
  x87Row({
    mnemonic: 'fnop',
    summary: 'Do nothing, as an x87 instruction',
    operation: 'Waits for exceptions, and is noted in FIP.',
    waits: true,
    forms: ['Fnop'],
    meaning: noted(() => {}),
  }),
  x87Row({
    mnemonic: 'fincstp',
    summary: 'Increment the top of the x87 stack',
    operation: 'TOP += 1 modulo 8; C1 = 0. No register becomes empty.',
    waits: true,
    forms: ['Fincstp'],
    meaning: noted((cpu) => rotateX87(cpu, 1)),
  }),
  x87Row({
    mnemonic: 'fdecstp',
    summary: 'Decrement the top of the x87 stack',
    operation: 'TOP -= 1 modulo 8; C1 = 0. No register becomes full.',
    waits: true,
    forms: ['Fdecstp'],
    meaning: noted((cpu) => rotateX87(cpu, -1)),
  }),
  {
    mnemonic: 'fwait',
    aliases: ['wait'],
    summary: 'Wait for x87 exceptions',
    operation: 'Raises #MF when an unmasked x87 exception is pending.',
    features: [],
    components: [XFEATURE.X87],
    exceptions: ['#NM when CR0.MP and CR0.TS are both 1', PENDING],
    manual: 'SDM vol. 2, WAIT/FWAIT',
    forms: ['Wait'],
    written: () => X87_WRITTEN,
    compile: () => (cpu) => {
      if (cpu.cr0 & CR0.MP) requireTaskSwitchedClear(cpu, 'FWAIT');
      requireNoPendingException(cpu);
    },
  },
  {
    mnemonic: 'emms',
    summary: 'Empty MMX state',
    operation: 'Tags all x87 registers as empty, with physical register 0 on top.',
    features: ['MMX'],
    components: [XFEATURE.X87],
    exceptions: ['#UD when CR0.EM is 1', '#NM when CR0.TS is 1', PENDING],
    manual: 'SDM vol. 2, EMMS',
    forms: ['Emms'],
    written: () => X87_WRITTEN,
    compile: () => (cpu) => {
      requireEmulationOff(cpu, 'EMMS');
      requireTaskSwitchedClear(cpu, 'EMMS');
      requireNoPendingException(cpu);
      emptyX87(cpu);
    },
  },
];
