/**
 * Caches (Intel SDM vol. 2, WBINVD, CLFLUSH, CLFLUSHOPT, CLWB, SERIALIZE). They are not modelled beyond what an access may
 * do: these check, and change nothing.
 */
import type { Feature } from '../../architecture/feature';
import type { InstructionRow } from '../../cpu/instruction';
import { requireCpl0 } from '../../cpu/requirements';
import { MISSING } from '../integer/row';
import { addressOf } from '../operands';
import { CPL0, NOT_CANONICAL, PAGE_FAULT } from './row';

function lineRow(mnemonic: string, feature: Feature, summary: string): InstructionRow {
  return {
    mnemonic,
    summary,
    operation: 'The byte must be readable; caches are not modelled.',
    features: [feature],
    exceptions: [MISSING, NOT_CANONICAL, PAGE_FAULT],
    manual: `SDM vol. 2, ${mnemonic.toUpperCase()}`,
    forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}_m8`],
    compile: (instruction) => {
      const address = addressOf(instruction);
      return (cpu) => {
        cpu.memory.read8(cpu.access, address(cpu));
      };
    },
  };
}

function privilegedRow(mnemonic: string, summary: string, features: readonly Feature[] = []): InstructionRow {
  const name = mnemonic.toUpperCase();
  return {
    mnemonic,
    summary,
    operation: 'Nothing: caches are not modelled.',
    features,
    exceptions: [...(features.length > 0 ? [MISSING] : []), CPL0],
    manual: `SDM vol. 2, ${name}`,
    forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}`],
    compile: () => (cpu) => requireCpl0(cpu, name),
  };
}

export const CACHE_INSTRUCTIONS: readonly InstructionRow[] = [
  lineRow('clflush', 'CLFSH', 'Flush a cache line'),
  lineRow('clflushopt', 'CLFLUSHOPT', 'Flush a cache line, weakly ordered'),
  lineRow('clwb', 'CLWB', 'Write a cache line back'),
  privilegedRow('wbinvd', 'Write caches back and invalidate them'),
  privilegedRow('wbnoinvd', 'Write caches back', ['WBNOINVD']),
  privilegedRow('invd', 'Invalidate caches'),
  {
    mnemonic: 'serialize',
    summary: 'Serialize instruction execution',
    operation: 'Nothing: instructions execute one after the other.',
    features: ['SERIALIZE'],
    exceptions: [MISSING],
    manual: 'SDM vol. 2, SERIALIZE',
    forms: ['Serialize'],
    compile: () => () => undefined,
  },
];
