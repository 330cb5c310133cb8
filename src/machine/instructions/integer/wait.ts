/**
 * Waits in user mode: UMONITOR, UMWAIT, TPAUSE (Intel SDM vol. 2), MONITORX, MWAITX (AMD APM vol. 3). A processor may end
 * such a wait at any time: here it is over at once.
 */
import { Fault } from '../../architecture/exception';
import { GPR } from '../../architecture/gpr';
import type { Cpu } from '../../cpu/cpu';
import { compileAddress } from '../../cpu/effective-address';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { STATUS_FLAGS } from '../../integer/flags';
import { ecx, registerOf } from '../operands';
import { integerRow, MISSING, REGISTER_ADDRESS } from './row';

/** Bit 0 of the control register: leave the deeper of the two states alone. */
const CONTROL_BITS = 1;
/** MWAITX: interrupts end the wait (bit 0), and so does the timer (bit 1). */
const EXTENSIONS = 3;

/** The address is that of a byte that is read, as a load does. */
function compileMonitor(register: { readonly index: number; readonly size: number }): Execute {
  const address = compileAddress({ base: { file: 'gpr', ...register }, scale: 1, displacement: 0, size: 1 });
  return (cpu) => {
    cpu.memory.read8(cpu.access, address(cpu));
  };
}

function compileWait(instruction: Instruction): Execute {
  const { index } = registerOf(instruction, 0);
  return (cpu) => {
    const control = cpu.gpr32[2 * index]!; // an operand's register exists
    if (control & ~CONTROL_BITS) {
      const why = `${instruction.mnemonic.toUpperCase()}: bits 31:1 of its register are reserved`;
      throw new Fault('#GP', { errorCode: 0, why });
    }
    cpu.rflags &= ~STATUS_FLAGS;
  };
}

function requireExtensions(cpu: Cpu, allowed: number, name: string): void {
  if ((ecx(cpu) & ~allowed) === 0) return;
  throw new Fault('#GP', { errorCode: 0, why: `${name} knows no such extensions as ECX names` });
}

export const INTEGER_WAITS: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'umonitor',
    summary: 'Set up the monitoring of an address',
    operation: 'The byte at the address in the operand must be readable; nothing else happens.',
    features: ['WAITPKG'],
    exceptions: [MISSING, ...REGISTER_ADDRESS],
    forms: ['Umonitor_r64', 'Umonitor_r32'],
    compile: (instruction) => compileMonitor(registerOf(instruction, 0)),
  }),
  ...(['umwait', 'tpause'] as const).map((mnemonic) =>
    integerRow({
      mnemonic,
      summary: mnemonic === 'umwait' ? 'Wait for a write to the monitored address' : 'Wait for a time',
      operation: 'The wait is over at once, as a processor may end it. CF, OF, SF, ZF, AF and PF become 0.',
      features: ['WAITPKG'],
      exceptions: [MISSING, '#GP(0) when bits 31:1 of the operand are not 0'],
      forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}_r32`],
      compile: compileWait,
    }),
  ),
  integerRow({
    mnemonic: 'monitorx',
    summary: 'Set up the monitoring of an address',
    operation: 'The byte at the address in RAX must be readable; nothing else happens.',
    features: ['MONITORX'],
    exceptions: [MISSING, '#GP(0) when ECX is not 0', ...REGISTER_ADDRESS],
    manual: 'APM vol. 3, MONITORX',
    forms: ['Monitorxq'],
    compile: () => {
      const monitor = compileMonitor({ index: GPR.RAX, size: 8 });
      return (cpu) => {
        requireExtensions(cpu, 0, 'MONITORX');
        monitor(cpu);
      };
    },
  }),
  integerRow({
    mnemonic: 'mwaitx',
    summary: 'Wait for a write to the monitored address, or for a time',
    operation: 'The wait is over at once, as a processor may end it.',
    features: ['MONITORX'],
    exceptions: [MISSING, '#GP(0) when ECX has bits beyond 1:0'],
    manual: 'APM vol. 3, MWAITX',
    forms: ['Mwaitx'],
    compile: () => (cpu) => requireExtensions(cpu, EXTENSIONS, 'MWAITX'),
  }),
];
