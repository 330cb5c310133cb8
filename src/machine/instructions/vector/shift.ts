/** Shifts and rotates of packed integers (Intel SDM vol. 2): PSLLW to VPRORVQ. */
import type { Feature } from '../../architecture/feature';
import { rotateLane, type ShiftKind, shiftAll, shiftBytes, shiftLane } from '../../vector/integer';
import { INTEGER, withoutEvex } from './isa';
import { type FormOptions, groupsOf, type VectorFamily } from './row';

const LETTERS = { 2: 'w', 4: 'd', 8: 'q' } as const;
type LaneSize = keyof typeof LETTERS;
const ALL: readonly LaneSize[] = [2, 4, 8];

const KINDS: readonly [letters: string, kind: ShiftKind, words: string][] = [
  ['sll', 'left', 'left, zeros coming in'],
  ['srl', 'right', 'right, zeros coming in'],
  ['sra', 'signed', 'right, copies of the sign coming in'],
];

function broadcastOf(lane: LaneSize): FormOptions {
  return lane === 2 ? {} : { broadcast: lane };
}

function evexOf(lane: LaneSize): readonly Feature[] {
  return lane === 2 ? ['AVX512BW'] : ['AVX512F'];
}

const shifts = KINDS.flatMap(([letters, kind, words]) =>
  ALL.flatMap((lane): VectorFamily[] => {
    const name = `p${letters}${LETTERS[lane]}`;
    const compute = (bits: number, value: bigint, count: bigint) => shiftLane(kind, bits, value, count);
    // VPSRAQ came with AVX-512.
    const older = kind === 'signed' && lane === 8 ? {} : withoutEvex(INTEGER);
    const evex = evexOf(lane);
    const common = { name, summary: `Shift integers ${words.split(',')[0]}` };
    const operation = (count: string) => `Each ${8 * lane}-bit element of the source, shifted ${words}, by ${count}.`;
    return [
      {
        ...common,
        operation: operation('the immediate'),
        groups: [...groupsOf(name, 'V (V) imm8', older), ...groupsOf(name, 'V W imm8', { evex }, broadcastOf(lane))],
        meaning: { lane, nds: true, lanewise: true, operate: shiftAll(lane, 'immediate', compute) },
      },
      {
        ...common,
        operation: operation('the low quadword of the second source'),
        groups: groupsOf(name, 'V (V) xmmm128', { ...older, evex }),
        meaning: { lane, nds: true, operate: shiftAll(lane, 'quadword', compute) },
      },
      {
        ...common,
        name: `p${letters}v${LETTERS[lane]}`,
        operation: operation('the element of the second source'),
        groups: groupsOf(
          `p${letters}v${LETTERS[lane]}`,
          'V V W',
          lane === 2 || (kind === 'signed' && lane === 8) ? { evex } : { vex128: 'AVX2', vex256: 'AVX2', evex },
          broadcastOf(lane),
        ),
        meaning: { lane, lanewise: true, operate: shiftAll(lane, 'lanes', compute) },
      },
    ];
  }),
);

const rotates = ([4, 8] as const).flatMap((lane) =>
  (['l', 'r'] as const).flatMap((direction): VectorFamily[] => {
    const compute = (bits: number, value: bigint, count: bigint) => rotateLane(direction === 'l', bits, value, count);
    const summary = `Rotate integers ${direction === 'l' ? 'left' : 'right'}`;
    const [fixed, variable] = [`pro${direction}${LETTERS[lane]}`, `pro${direction}v${LETTERS[lane]}`];
    return [
      {
        name: fixed,
        summary,
        operation: `Each ${8 * lane}-bit element, rotated by the immediate.`,
        groups: groupsOf(fixed, 'V W imm8', { evex: ['AVX512F'] }, { broadcast: lane }),
        meaning: { lane, lanewise: true, operate: shiftAll(lane, 'immediate', compute) },
      },
      {
        name: variable,
        summary,
        operation: `Each ${8 * lane}-bit element of the first source, rotated by that of the second.`,
        groups: groupsOf(variable, 'V V W', { evex: ['AVX512F'] }, { broadcast: lane }),
        meaning: { lane, lanewise: true, operate: shiftAll(lane, 'lanes', compute) },
      },
    ];
  }),
);

const bytes = (['left', 'right'] as const).map((direction): VectorFamily => {
  const name = direction === 'left' ? 'pslldq' : 'psrldq';
  return {
    name,
    summary: `Shift 128 bits ${direction} by bytes`,
    operation: 'Each 128 bits of the source, shifted by as many bytes as the immediate says.',
    groups: [
      ...groupsOf(name, 'V (V) imm8', withoutEvex(INTEGER)),
      ...groupsOf(name, 'V W imm8', { evex: ['AVX512BW'] }, { masked: false }),
    ],
    meaning: { lane: 8, nds: true, operate: shiftBytes(direction === 'left') },
  };
});

export const VECTOR_SHIFTS: readonly VectorFamily[] = [...shifts, ...rotates, ...bytes];
