/** VP2INTERSECTD and VP2INTERSECTQ (Intel SDM vol. 2). */
import { XFEATURE } from '../../architecture/component';
import type { Feature } from '../../architecture/feature';
import type { InstructionRow } from '../../cpu/instruction';
import { COMPONENTS_OF, ENABLING } from '../../vector/enabling';
import { compileIntersect } from '../../vector/intersect';

const SIZES = { xmm: 128, ymm: 256, zmm: 512 } as const;
const SHORT = ['xmm', 'ymm'] as const;
const LONG = ['zmm'] as const;
const OPMASK = 1 << XFEATURE.OPMASK;

export const VECTOR_INTERSECTIONS: readonly InstructionRow[] = (
  [
    ['d', 'u32', 32],
    ['q', 'u64', 64],
  ] as const
).flatMap(([letter, lane, bits]) => {
  const name = `vp2intersect${letter}`;
  const form = (vector: keyof typeof SIZES) =>
    `EVEX_V${name.slice(1)}_kp1_${vector}_${vector}m${SIZES[vector]}b${bits}`;
  const features: readonly Feature[] = ['AVX512F', 'AVX512_VP2INTERSECT'];
  return [SHORT, LONG].map(
    (vectors): InstructionRow => ({
      mnemonic: name,
      summary: `Which ${bits}-bit elements of two vectors occur in the other one`,
      operation: [
        'The first operand stands for two opmask registers, the even one of a pair and the odd one.',
        'Each bit of the even one tells whether the element of second occurs in third, of the odd one the reverse. Bits above become 0.',
      ].join('\n'),
      features: vectors === SHORT ? ['AVX512VL', ...features] : features,
      components: COMPONENTS_OF.evex,
      exceptions: [...ENABLING.evex, '#GP(0) or #SS(0) for an address that is not canonical', '#PF for a page fault'],
      manual: 'SDM vol. 2, VP2INTERSECTD/VP2INTERSECTQ',
      forms: vectors.map(form),
      written: () => ({ used: OPMASK, modified: OPMASK }),
      compile: (instruction) => compileIntersect(instruction, lane),
    }),
  );
});
