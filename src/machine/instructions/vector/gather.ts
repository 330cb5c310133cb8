/** Gathers and scatters (Intel SDM vol. 2, VGATHERDPS to VPSCATTERQQ). */
import type { Feature } from '../../architecture/feature';
import type { InstructionRow } from '../../cpu/instruction';
import { COMPONENTS_OF, ENABLING, type Encoding } from '../../vector/enabling';
import { compileGather, compileScatter, type GatherShape } from '../../vector/gather';
import { gatherWritten } from '../../vector/written';

const KINDS: readonly { readonly suffix: string; readonly integer: boolean; readonly element: 4 | 8 }[] = [
  { suffix: 'd', integer: true, element: 4 },
  { suffix: 'q', integer: true, element: 8 },
  { suffix: 'ps', integer: false, element: 4 },
  { suffix: 'pd', integer: false, element: 8 },
];

const LETTER: Readonly<Record<number, string>> = { 16: 'x', 32: 'y', 64: 'z' };

/** Data and index vectors where the longer of them has `length` bytes. */
function vectors({ index, element }: GatherShape, length: number): { data: string; indices: string } {
  const longer = Math.max(index, element);
  const register = (bytes: number) => LETTER[Math.max(16, (length * bytes) / longer)] ?? 'x';
  return { data: `${register(element)}mm`, indices: `vm${8 * index}${register(index)}` };
}

const ADDRESS = '#GP(0) or #SS(0) for an address that is not canonical';
const PAGE = '#PF for a page fault: the elements below are done, and their mask bits are 0';

interface Kind {
  readonly encoding: Encoding;
  readonly features: readonly Feature[];
  readonly lengths: readonly number[];
}

const GATHERS: readonly Kind[] = [
  { encoding: 'vex', features: ['AVX2'], lengths: [16, 32] },
  { encoding: 'evex', features: ['AVX512VL', 'AVX512F'], lengths: [16, 32] },
  { encoding: 'evex', features: ['AVX512F'], lengths: [64] },
];

function rows(direction: 'gather' | 'scatter'): InstructionRow[] {
  const gathers = direction === 'gather';
  return KINDS.flatMap(({ suffix, integer, element }) =>
    ([4, 8] as const).flatMap((index) => {
      const shape: GatherShape = { index, element };
      const name = `${integer ? 'p' : ''}${direction}${index === 4 ? 'd' : 'q'}${suffix}`;
      return GATHERS.filter(({ encoding }) => gathers || encoding === 'evex').map(
        ({ encoding, features, lengths }): InstructionRow => ({
          mnemonic: `v${name}`,
          summary: `${gathers ? 'Gather' : 'Scatter'} ${8 * element}-bit elements by ${8 * index}-bit indices`,
          operation: [
            `For each element whose mask bit is 1, lowest first: ${gathers ? 'element = memory' : 'memory = element'} at base + index * scale + displacement, and the mask bit becomes 0.`,
            encoding === 'vex'
              ? 'The mask is the sign bits of the third operand, which is 0 at the end.'
              : 'The mask register is 0 at the end.',
          ].join('\n'),
          features,
          components: COMPONENTS_OF[encoding],
          exceptions: [
            ...ENABLING[encoding],
            ...(gathers ? ['#UD when two of destination, indices and mask are the same register (not assembled)'] : []),
            ADDRESS,
            PAGE,
          ],
          manual: `SDM vol. 2, V${name.toUpperCase()}`,
          forms: lengths.map((length) => {
            const { data, indices } = vectors(shape, length);
            if (!gathers) return `EVEX_V${name}_${indices}_k1_${data}`;
            return encoding === 'vex'
              ? `VEX_V${name}_${data}_${indices}_${data}`
              : `EVEX_V${name}_${data}_k1_${indices}`;
          }),
          written: gatherWritten,
          compile: (instruction) => (gathers ? compileGather : compileScatter)(instruction, shape),
        }),
      );
    }),
  );
}

export const VECTOR_GATHERS: readonly InstructionRow[] = [...rows('gather'), ...rows('scatter')];
