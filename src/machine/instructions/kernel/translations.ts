/** INVLPG and INVPCID (Intel SDM vol. 2). Translations are not kept beyond an access: these check, and change nothing. */
import { CR4 } from '../../architecture/bits';
import { Fault } from '../../architecture/exception';
import { toLinear } from '../../architecture/linear-address';
import type { Cpu } from '../../cpu/cpu';
import type { InstructionRow } from '../../cpu/instruction';
import { requireCpl0 } from '../../cpu/requirements';
import { MISSING } from '../integer/row';
import { addressOf, registerOf } from '../operands';
import { CPL0, NOT_CANONICAL, PAGE_FAULT } from './row';

/** What the register of INVPCID names. */
const TYPE = { ADDRESS: 0n, PCID: 1n, ALL_WITH_GLOBAL: 2n, ALL: 3n } as const;
/** The descriptor: PCID in bits 11:0, reserved bits up to 63, then the linear address. */
const PCID = 0xfffn;
const WORD = 8;

function broken(cpu: Cpu, type: bigint, descriptor: number): string | undefined {
  const context = cpu.memory.read64(cpu.access, descriptor);
  const address = cpu.memory.read64(cpu.access, descriptor + WORD);
  if (type > TYPE.ALL) return `INVPCID knows the types 0 to 3, and its register is 0x${type.toString(16)}`;
  if (context & ~PCID) return 'bits 63:12 of the descriptor of INVPCID are reserved';
  if (type <= TYPE.PCID && context !== 0n && (cpu.cr4 & CR4.PCIDE) === 0n) {
    return `CR4.PCIDE is 0, and the descriptor of INVPCID names PCID ${context}`;
  }
  if (type === TYPE.ADDRESS && toLinear(address) === undefined) {
    return `the address 0x${address.toString(16)} in the descriptor of INVPCID is not canonical`;
  }
  return undefined;
}

export const TRANSLATION_INSTRUCTIONS: readonly InstructionRow[] = [
  {
    mnemonic: 'invlpg',
    summary: 'Invalidate the translation of a page',
    operation: 'Nothing: a change of a page shows at once. The operand is not accessed.',
    features: [],
    exceptions: [CPL0],
    manual: 'SDM vol. 2, INVLPG',
    forms: ['Invlpg_m'],
    compile: () => (cpu) => requireCpl0(cpu, 'INVLPG'),
  },
  {
    mnemonic: 'invpcid',
    summary: 'Invalidate the translations of a process-context identifier',
    operation:
      'Reads the descriptor and checks it by the type in the register. Nothing else: a change of a page shows at once.',
    features: ['INVPCID'],
    exceptions: [
      ...[MISSING, CPL0, NOT_CANONICAL, PAGE_FAULT],
      '#GP(0) for a type above 3, reserved bits of the descriptor, a PCID while CR4.PCIDE is 0 (types 0 and 1), an address that is not canonical (type 0)',
    ],
    manual: 'SDM vol. 2, INVPCID',
    forms: ['Invpcid_r64_m128'],
    compile: (instruction) => {
      const { index } = registerOf(instruction, 0);
      const address = addressOf(instruction);
      return (cpu) => {
        requireCpl0(cpu, 'INVPCID');
        const why = broken(cpu, cpu.gpr[index]!, address(cpu)); // an operand's register exists
        if (why !== undefined) throw new Fault('#GP', { errorCode: 0, why });
      };
    },
  },
];
