/** PCMPESTRI, PCMPESTRM, PCMPISTRI and PCMPISTRM (Intel SDM vol. 2). */
import type { InstructionRow } from '../../cpu/instruction';
import { COMPONENTS_OF, ENABLING } from '../../vector/enabling';
import { compileStringCompare, type StringComparison } from '../../vector/string-compare';
import { NOTHING_WRITTEN, targetWritten } from '../../vector/written';

interface Shape extends StringComparison {
  readonly name: string;
  /** Behind the name in forms, and in mnemonics: lengths of 64 bits. */
  readonly wide?: readonly [form: string, mnemonic: string];
}

const SHAPES: readonly Shape[] = [
  { name: 'pcmpestri', lengthBits: 32, toMask: false },
  { name: 'pcmpestri', lengthBits: 64, toMask: false, wide: ['64', 'q'] },
  { name: 'pcmpestrm', lengthBits: 32, toMask: true },
  { name: 'pcmpestrm', lengthBits: 64, toMask: true, wide: ['64', 'q'] },
  { name: 'pcmpistri', lengthBits: null, toMask: false },
  { name: 'pcmpistrm', lengthBits: null, toMask: true },
];

function row(shape: Shape, encoding: 'legacy' | 'vex'): InstructionRow {
  const { name, lengthBits, toMask, wide: [formEnd, mnemonicEnd] = ['', ''] } = shape;
  const isVex = encoding === 'vex';
  const head = isVex ? `VEX_V${name}` : `P${name.slice(1)}`;
  const lengths =
    lengthBits === null
      ? 'each ends at its first zero'
      : `their lengths are in ${lengthBits === 64 ? 'RAX and RDX' : 'EAX and EDX'}`;
  const result = toMask ? 'XMM0 = a mask of the elements' : 'ECX = the index of an element, or their number for none';
  return {
    mnemonic: `${isVex ? 'v' : ''}${name}${mnemonicEnd}`,
    summary: `Compare strings, to ${toMask ? 'a mask' : 'an index'}`,
    operation: `Compares two strings of bytes or words as the immediate says: ${lengths}. ${result} that have matched. CF: any has; ZF and SF: the second, the first is shorter than a register; OF: the first element has.`,
    features: [isVex ? 'AVX' : 'SSE4_2'],
    components: COMPONENTS_OF[encoding],
    exceptions: [
      ...ENABLING[encoding],
      '#GP(0) or #SS(0) for an address that is not canonical',
      '#PF for a page fault',
    ],
    manual: `SDM vol. 2, ${name.toUpperCase()}`,
    forms: [`${head}${formEnd}_xmm_xmmm128_imm8`],
    written: (instruction) => (toMask ? targetWritten(instruction) : NOTHING_WRITTEN),
    compile: (instruction) => compileStringCompare(instruction, shape),
  };
}

export const STRING_COMPARES: readonly InstructionRow[] = SHAPES.flatMap((shape) => [
  row(shape, 'legacy'),
  row(shape, 'vex'),
]);
