/** AMX-AVX512: a row of a tile to a ZMM register, as it is or converted (ISE 319433, revision 062). */
import {
  asIs,
  type ConvertElement,
  integerToSingle,
  singleToBfloatHigh,
  singleToBfloatLow,
  singleToHalfHigh,
  singleToHalfLow,
} from '../../amx/row-convert';
import { moveRow } from '../../amx/tile-row';
import { XFEATURE } from '../../architecture/component';
import type { Instruction } from '../../cpu/instruction';
import { registerOf } from '../operands';
import { type AmxRow, tileOperand } from './row';

interface RowFamily {
  readonly mnemonic: string;
  readonly summary: string;
  readonly element: string;
  readonly convert: ConvertElement;
}

const DENORMALS = 'Denormals count as zeros; a NaN becomes quiet; MXCSR is not used.';

const FAMILIES: readonly RowFamily[] = [
  {
    mnemonic: 'tilemovrow',
    summary: 'Move row of a tile to a ZMM register',
    element: 'The elements stay as they are.',
    convert: asIs,
  },
  {
    mnemonic: 'tcvtrowd2ps',
    summary: 'Convert row of a tile from 32-bit integers to binary32',
    element: 'Each integer becomes a binary32 number, rounded to nearest even.',
    convert: integerToSingle,
  },
  ...narrowing('tcvtrowps2phh', 'binary16', 'high', singleToHalfHigh),
  ...narrowing('tcvtrowps2phl', 'binary16', 'low', singleToHalfLow),
  ...narrowing('tcvtrowps2bf16h', 'bfloat16', 'high', singleToBfloatHigh),
  ...narrowing('tcvtrowps2bf16l', 'bfloat16', 'low', singleToBfloatLow),
];

function narrowing(mnemonic: string, format: string, half: string, convert: ConvertElement): RowFamily[] {
  const summary = `Convert row of a tile from binary32 to ${format}, in ${half} halves of elements`;
  const other = half === 'high' ? 'low' : 'high';
  const element = `The ${half} half of each element is the number as ${format}, nearest even; the ${other} half is 0.\n${DENORMALS}`;
  return [{ mnemonic, summary, element, convert }];
}

/** Where the number of the row stands, with the exception class that goes with it. */
const INDICES = [
  { word: 'r32', class: 'E8', index: indexInRegister },
  { word: 'imm8', class: 'E7', index: indexInInstruction },
] as const;

const COMPONENTS = [
  XFEATURE.SSE,
  XFEATURE.AVX,
  XFEATURE.ZMM_HI256,
  XFEATURE.HI16_ZMM,
  XFEATURE.XTILECFG,
  XFEATURE.XTILEDATA,
];

export const ROW_ROWS: readonly AmxRow[] = FAMILIES.flatMap(({ mnemonic, summary, element, convert }) =>
  INDICES.map(
    ({ word, class: amxClass, index }): AmxRow => ({
      mnemonic,
      class: amxClass,
      features: ['AMX_AVX512'],
      use: 'reads XTILEDATA',
      components: COMPONENTS,
      summary,
      operation: [
        `The first operand is row (third operand & 0xf) of the tile. ${element}`,
        'Elements behind the row’s end become 0, as does everything for a row that the tile does not have. start_row = 0.',
      ].join('\n'),
      faults: [],
      form: `EVEX_${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}_zmm_tmm_${word}`,
      meaning: (instruction) => {
        const move = { zmm: registerOf(instruction, 0).index, tile: tileOperand(instruction), convert };
        const indexOf = index(instruction);
        return (cpu) => moveRow(cpu, move, indexOf(cpu));
      },
    }),
  ),
);

type IndexOf = (cpu: { readonly gpr32: Uint32Array }) => number;

function indexInRegister(instruction: Instruction): IndexOf {
  const { index } = registerOf(instruction, 2);
  return ({ gpr32 }) => gpr32[2 * index]!; // the low half of a register that exists
}

function indexInInstruction({ operands }: Instruction): IndexOf {
  const [, , operand] = operands;
  const row = operand?.kind === 'immediate' ? Number(operand.value) : 0;
  return () => row;
}
