/** Reciprocals and reciprocal square roots, approximately (Intel SDM vol. 2, RCPPS, RSQRTPS, VRCP14PS, VRCPPH and their like). */
import {
  type Approximation,
  halfReciprocal,
  halfReciprocalRoot,
  reciprocal,
  reciprocalRoot,
} from '../../../vector/float/approximation';
import { eachLane, laneCount, readPattern, writePattern } from '../../../vector/float-lanes';
import type { Operate } from '../../../vector/vector-frame';
import { SINGLE, withoutEvex } from '../isa';
import { groupsOf, type Isa, type VectorFamily } from '../row';
import { KINDS, type Kind } from './kinds';

/** No flag is raised. */
function approximate(compute: Approximation, { format, scalar }: Kind): Operate {
  return (frame) => {
    const { sources, result } = frame;
    eachLane(
      frame,
      laneCount(frame, format, scalar),
      (lane, context) => {
        const pattern = readPattern(sources[scalar ? 1 : 0], format.bytes, lane);
        writePattern(result, format.bytes, lane, compute(pattern, format, context));
      },
      format,
    );
  };
}

interface Version {
  readonly kinds: readonly Kind[];
  /** Between `rcp` and the suffix of the kind. */
  readonly infix: string;
  readonly isa: Isa;
  readonly reciprocal: Approximation;
  readonly root: Approximation;
  readonly error: string;
}

const of = (...suffixes: readonly string[]) => KINDS.filter(({ suffix }) => suffixes.includes(suffix));

const VERSIONS: readonly Version[] = [
  {
    kinds: of('ps', 'ss'),
    infix: '',
    isa: withoutEvex(SINGLE),
    reciprocal: reciprocal('zeros'),
    root: reciprocalRoot('zeros'),
    error: 'within 1.5 * 2^-12, as an Intel processor gives it; denormals count as zeros',
  },
  {
    kinds: of('ps', 'pd', 'ss', 'sd'),
    infix: '14',
    isa: { evex: ['AVX512F'] },
    reciprocal: reciprocal('by MXCSR'),
    root: reciprocalRoot('by MXCSR'),
    error: 'within 2^-14, the same bits on every processor',
  },
  {
    kinds: of('ph', 'sh'),
    infix: '',
    isa: { evex: ['AVX512_FP16'] },
    reciprocal: halfReciprocal,
    root: halfReciprocalRoot,
    error: 'to nearest, which is within the 2^-11 + 2^-14 of the manual',
  },
];

export const VECTOR_APPROXIMATIONS: readonly VectorFamily[] = VERSIONS.flatMap(
  ({ kinds, infix, isa, error, ...functions }) =>
    kinds.flatMap((kind) =>
      (['reciprocal', 'root'] as const).map((which): VectorFamily => {
        const name = `${which === 'root' ? 'rsqrt' : 'rcp'}${infix}${kind.suffix}`;
        const { scalar, bytes } = kind;
        return {
          name,
          summary: `Floating point: approximate reciprocal${which === 'root' ? ' of the square root' : ''}`,
          operation: `1 / ${which === 'root' ? 'sqrt(x)' : 'x'} of the last source, ${error}. Nothing is reported.`,
          groups: groupsOf(name, scalar ? 'X (X) S' : 'V W', isa, scalar ? { scalar: bytes } : { broadcast: bytes }),
          meaning: { lane: bytes, scalar, nds: scalar, lanewise: true, operate: approximate(functions[which], kind) },
        };
      }),
    ),
);
