/** Masked moves (Intel SDM vol. 2, VMASKMOV, VPMASKMOV and MASKMOVDQU). */
import type { Feature } from '../../architecture/feature';
import type { InstructionRow } from '../../cpu/instruction';
import { CHECK, COMPONENTS_OF, ENABLING, type Encoding } from '../../vector/enabling';
import { XMM_BYTES } from '../../vector/lanes';
import { compileByteStore, compileMaskMove } from '../../vector/mask-move';
import { NOTHING_WRITTEN, targetWritten } from '../../vector/written';

const MOVES: readonly (readonly [name: string, bytes: 4 | 8, feature: Feature])[] = [
  ['maskmovps', 4, 'AVX'],
  ['maskmovpd', 8, 'AVX'],
  ['pmaskmovd', 4, 'AVX2'],
  ['pmaskmovq', 8, 'AVX2'],
];

const elements = MOVES.map(
  ([name, bytes, feature]): InstructionRow => ({
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
  }),
);

const bytes = (['legacy', 'vex'] as const).map((encoding: Encoding): InstructionRow => {
  const isLegacy = encoding === 'legacy';
  return {
    mnemonic: `${isLegacy ? '' : 'v'}maskmovdqu`,
    summary: 'Store selected bytes past the caches',
    operation:
      'Bytes of first whose highest bit in second is 1 are stored at the address in RDI. The others are not accessed.',
    features: [isLegacy ? 'SSE2' : 'AVX'],
    components: COMPONENTS_OF[encoding],
    exceptions: [
      ...ENABLING[encoding],
      '#GP(0) for an address that is not canonical',
      '#PF for a page fault of a selected byte',
    ],
    manual: 'SDM vol. 2, MASKMOVDQU',
    forms: [isLegacy ? 'Maskmovdqu_rDI_xmm_xmm' : 'VEX_Vmaskmovdqu_rDI_xmm_xmm'],
    written: () => NOTHING_WRITTEN,
    compile: (instruction) => compileByteStore(instruction, { check: CHECK[encoding], length: XMM_BYTES }),
  };
});

export const VECTOR_MASK_MOVES: readonly InstructionRow[] = [...elements, ...bytes];
