/** Masked moves of AVX and AVX2 (Intel SDM vol. 2, VMASKMOV and VPMASKMOV). */
import type { Feature } from '../../architecture/feature';
import type { InstructionRow } from '../../cpu/instruction';
import { COMPONENTS_OF, ENABLING } from '../../vector/enabling';
import { compileMaskMove } from '../../vector/mask-move';
import { targetWritten } from '../../vector/written';

const MOVES: readonly (readonly [name: string, bytes: 4 | 8, feature: Feature])[] = [
  ['maskmovps', 4, 'AVX'],
  ['maskmovpd', 8, 'AVX'],
  ['pmaskmovd', 4, 'AVX2'],
  ['pmaskmovq', 8, 'AVX2'],
];

export const VECTOR_MASK_MOVES: readonly InstructionRow[] = MOVES.map(([name, bytes, feature]) => ({
  mnemonic: `v${name}`,
  summary: `Load or store selected ${8 * bytes}-bit elements`,
  operation:
    'Elements whose highest bit in second is 1 move from third to first. The others are not accessed; those of a register become 0.',
  features: [feature],
  components: COMPONENTS_OF.vex,
  exceptions: [
    ...ENABLING.vex,
    '#GP(0) or #SS(0) for an address that is not canonical',
    '#PF for a page fault of a selected element',
  ],
  manual: `SDM vol. 2, V${name.startsWith('p') ? 'P' : ''}MASKMOV`,
  forms: ['xmm', 'ymm'].flatMap((register) => {
    const memory = register === 'xmm' ? 'm128' : 'm256';
    return [`VEX_V${name}_${register}_${register}_${memory}`, `VEX_V${name}_${memory}_${register}_${register}`];
  }),
  written: targetWritten,
  compile: (instruction) => compileMaskMove(instruction, bytes),
}));
