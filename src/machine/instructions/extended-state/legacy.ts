/** Saving and restoring x87 and SSE state from before XSAVE, MXCSR, and the clearing of vector registers (Intel SDM vol. 2). */

import { CR4 } from '../../architecture/bits';
import { XFEATURE, xfeatureMask } from '../../architecture/component';
import { Fault } from '../../architecture/exception';
import { checkMxcsr } from '../../control/mxcsr';
import type { Cpu } from '../../cpu/cpu';
import type { InstructionRow } from '../../cpu/instruction';
import {
  requireAvxEnabled,
  requireEmulationOff,
  requireFeature,
  requireTaskSwitchedClear,
  requireX87Available,
} from '../../cpu/requirements';
import { MXCSR_WRITTEN } from '../../vector/written';
import { fxrstor, fxsave } from '../../xstate/fxsave';
import { MEMORY_FAULTS } from '../integer/row';
import { addressOf } from '../operands';

const LEGACY_COMPONENTS = [XFEATURE.X87, XFEATURE.SSE];
const UPPER_PARTS = xfeatureMask('AVX', 'ZMM_HI256');
const ZMM_SIZE = 64;
const XMM_SIZE = 16;
const CLEARED_REGISTERS = 16;

const FX_EXCEPTIONS = [
  '#UD without FXSR',
  '#NM when CR0.EM or CR0.TS is 1',
  '#GP(0) or #SS(0) for an address that is not canonical',
  '#GP(0) or #AC(0) unless the area begins on a 16-byte boundary (#AC with alignment checking, at CPL 3)',
];

const SSE_EXCEPTIONS = ['#UD when CR0.EM is 1 or CR4.OSFXSR is 0', '#NM when CR0.TS is 1'];
const VEX_EXCEPTIONS = [
  '#UD without AVX, when CR4.OSXSAVE is 0, or when XCR0 lacks SSE or AVX',
  '#NM when CR0.TS is 1',
];

export const LEGACY_STATE_INSTRUCTIONS: readonly InstructionRow[] = [
  ...[false, true].map(
    (rexW): InstructionRow => ({
      mnemonic: rexW ? 'fxsave64' : 'fxsave',
      summary: `Save x87 and SSE state${rexW ? ', with 64-bit x87 pointers' : ''}`,
      operation: 'Writes x87 state, MXCSR with its mask, and XMM0-XMM15 into 512 bytes; the last 96 are left alone.',
      features: ['FXSR'],
      components: LEGACY_COMPONENTS,
      exceptions: [...FX_EXCEPTIONS, '#PF for a page fault'],
      manual: 'SDM vol. 2, FXSAVE',
      forms: [rexW ? 'Fxsave64_m512byte' : 'Fxsave_m512byte'],
      compile: (instruction) => {
        const address = addressOf(instruction);
        return (cpu) => {
          requireFeature(cpu, 'FXSR', 'FXSAVE');
          requireX87Available(cpu, 'FXSAVE');
          fxsave(cpu, address(cpu), rexW);
        };
      },
    }),
  ),
  ...[false, true].map(
    (rexW): InstructionRow => ({
      mnemonic: rexW ? 'fxrstor64' : 'fxrstor',
      summary: `Restore x87 and SSE state${rexW ? ', with 64-bit x87 pointers' : ''}`,
      operation: 'Loads what FXSAVE writes.',
      features: ['FXSR'],
      components: LEGACY_COMPONENTS,
      exceptions: [...FX_EXCEPTIONS, '#PF for a page fault', '#GP(0) for reserved MXCSR bits'],
      manual: 'SDM vol. 2, FXRSTOR',
      forms: [rexW ? 'Fxrstor64_m512byte' : 'Fxrstor_m512byte'],
      compile: (instruction) => {
        const address = addressOf(instruction);
        return (cpu) => {
          requireFeature(cpu, 'FXSR', 'FXRSTOR');
          requireX87Available(cpu, 'FXRSTOR');
          fxrstor(cpu, address(cpu), rexW);
        };
      },
    }),
  ),
  ...[false, true].map(
    (vex): InstructionRow => ({
      mnemonic: vex ? 'vldmxcsr' : 'ldmxcsr',
      summary: 'Load MXCSR',
      operation: 'MXCSR = DWORD PTR [memory].',
      features: [vex ? 'AVX' : 'SSE'],
      components: [XFEATURE.SSE],
      exceptions: [...(vex ? VEX_EXCEPTIONS : SSE_EXCEPTIONS), ...MEMORY_FAULTS, '#GP(0) for reserved bits'],
      manual: 'SDM vol. 2, LDMXCSR',
      forms: [vex ? 'VEX_Vldmxcsr_m32' : 'Ldmxcsr_m32'],
      written: () => MXCSR_WRITTEN,
      compile: (instruction) => {
        const address = addressOf(instruction);
        return (cpu) => {
          requireMxcsrAccess(cpu, vex, 'LDMXCSR');
          const value = cpu.memory.read32(cpu.access, address(cpu));
          checkMxcsr(cpu, value);
          cpu.mxcsr = value;
        };
      },
    }),
  ),
  ...[false, true].map(
    (vex): InstructionRow => ({
      mnemonic: vex ? 'vstmxcsr' : 'stmxcsr',
      summary: 'Store MXCSR',
      operation: 'DWORD PTR [memory] = MXCSR.',
      features: [vex ? 'AVX' : 'SSE'],
      components: [XFEATURE.SSE],
      exceptions: [...(vex ? VEX_EXCEPTIONS : SSE_EXCEPTIONS), ...MEMORY_FAULTS],
      manual: 'SDM vol. 2, STMXCSR',
      forms: [vex ? 'VEX_Vstmxcsr_m32' : 'Stmxcsr_m32'],
      compile: (instruction) => {
        const address = addressOf(instruction);
        return (cpu) => {
          requireMxcsrAccess(cpu, vex, 'STMXCSR');
          cpu.memory.write32(cpu.access, address(cpu), cpu.mxcsr);
        };
      },
    }),
  ),
  clearing('vzeroupper', 'Zero bits 511:128 of ZMM0-ZMM15', 'VEX_Vzeroupper', XMM_SIZE),
  clearing('vzeroall', 'Zero ZMM0-ZMM15', 'VEX_Vzeroall', 0),
];

/** @param keep how many low bytes of each register stay. */
function clearing(mnemonic: string, summary: string, form: string, keep: number): InstructionRow {
  const name = mnemonic.toUpperCase();
  return {
    mnemonic,
    summary,
    operation: `${summary}. The cleared parts are initial again; ZMM16-ZMM31 are not touched.`,
    features: ['AVX'],
    components: [XFEATURE.SSE, XFEATURE.AVX, XFEATURE.ZMM_HI256],
    exceptions: VEX_EXCEPTIONS,
    manual: `SDM vol. 2, ${name}`,
    forms: [form],
    compile: () => (cpu) => {
      requireAvxEnabled(cpu, name);
      for (let register = 0; register < CLEARED_REGISTERS; register++) {
        cpu.zmm.fill(0, register * ZMM_SIZE + keep, (register + 1) * ZMM_SIZE);
      }
      cpu.xinuse &= ~(keep === 0 ? UPPER_PARTS | xfeatureMask('SSE') : UPPER_PARTS);
    },
  };
}

function requireMxcsrAccess(cpu: Cpu, vex: boolean, name: string): void {
  if (vex) {
    requireAvxEnabled(cpu, `V${name}`);
    return;
  }
  requireFeature(cpu, 'SSE', name);
  requireEmulationOff(cpu, name);
  if ((cpu.cr4 & CR4.OSFXSR) === 0n) throw new Fault('#UD', { why: `CR4.OSFXSR is 0: ${name} is not enabled` });
  requireTaskSwitchedClear(cpu, name);
}
