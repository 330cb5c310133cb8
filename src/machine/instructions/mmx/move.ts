/** Moves of MMX registers (Intel SDM vol. 2): MOVD to MASKMOVQ. */
import { XFEATURE } from '../../architecture/component';
import type { InstructionRow } from '../../cpu/instruction';
import { extractWord, insertWord, shuffleWords } from '../../mmx/shuffle';
import { MMX_UNIT } from '../../mmx/unit';
import { copyLow } from '../../vector/lanewise';
import { compileByteStore } from '../../vector/mask-move';
import type { Meaning } from '../../vector/meaning';
import { REGISTER_ADDRESS } from '../integer/row';
import { X87_WRITTEN } from '../x87/row';
import { mmxRow, UNAVAILABLE } from './row';

function low(bytes: number): Meaning {
  return { lane: bytes, resultBytes: () => bytes, operate: copyLow(bytes) };
}

/** Into a register, where zeros come above. */
function widened(bytes: number): Meaning {
  return { lane: bytes, operate: copyLow(bytes) };
}

const signBits: Meaning = {
  lane: 8,
  operate: ({ result, sources: [a], length }) => {
    let bits = 0;
    for (let i = 0; i < length; i++) bits |= (a.u8[i]! >> 7) << i; // within the vector
    result.u32[0] = bits;
  },
};

export const MMX_MOVES: readonly InstructionRow[] = [
  mmxRow({
    name: 'movd',
    summary: 'Move 32 bits to or from an MMX register',
    operation: 'first = second; in an MMX register, bits 63:32 become 0.',
    feature: 'MMX',
    operands: ['mm_rm32'],
    meaning: widened(4),
    manual: 'MOVD/MOVQ',
  }),
  mmxRow({
    name: 'movd',
    summary: 'Move 32 bits to or from an MMX register',
    operation: 'first = the low 32 bits of second.',
    feature: 'MMX',
    operands: ['rm32_mm'],
    meaning: low(4),
    manual: 'MOVD/MOVQ',
  }),
  mmxRow({
    name: 'movq',
    summary: 'Move 64 bits to or from an MMX register',
    operation: 'first = second.',
    feature: 'MMX',
    operands: ['mm_rm64', 'rm64_mm', 'mm_mmm64', 'mmm64_mm'],
    meaning: low(8),
    manual: 'MOVQ',
  }),
  mmxRow({
    name: 'movntq',
    summary: 'Store an MMX register past the caches',
    operation: 'first = second.',
    feature: 'SSE',
    operands: ['m64_mm'],
    meaning: low(8),
  }),
  mmxRow({
    name: 'movq2dq',
    summary: 'Move an MMX register to a vector register',
    operation: 'The low quadword of first = second, the high one becomes 0.',
    feature: 'SSE2',
    operands: ['xmm_mm'],
    meaning: low(8),
    withSse: 16,
  }),
  mmxRow({
    name: 'movdq2q',
    summary: 'Move the low quadword of a vector register to an MMX register',
    operation: 'first = the low quadword of second.',
    feature: 'SSE2',
    operands: ['mm_xmm'],
    meaning: low(8),
    withSse: 16,
  }),
  mmxRow({
    name: 'pmovmskb',
    summary: 'Sign bits of the bytes',
    operation: 'Bit i of first = the highest bit of byte i; the bits above are 0.',
    feature: 'SSE',
    operands: ['r32_mm', 'r64_mm'],
    meaning: signBits,
  }),
  mmxRow({
    name: 'pextrw',
    summary: 'Extract a word to a general register',
    operation: 'first = the word that the immediate numbers; zeros above.',
    feature: 'SSE',
    operands: ['r32_mm_imm8', 'r64_mm_imm8'],
    meaning: { lane: 2, resultBytes: () => 2, operate: extractWord },
  }),
  mmxRow({
    name: 'pinsrw',
    summary: 'Insert a word from a general register or memory',
    operation: 'first, with the word that the immediate numbers replaced.',
    feature: 'SSE',
    operands: ['mm_r32m16_imm8', 'mm_r64m16_imm8'],
    meaning: { lane: 2, nds: true, operate: insertWord },
  }),
  mmxRow({
    name: 'pshufw',
    summary: 'Shuffle words',
    operation: 'Each word of first = the word of second that two bits of the immediate name.',
    feature: 'SSE',
    operands: ['mm_mmm64_imm8'],
    meaning: { lane: 2, operate: shuffleWords },
  }),
  {
    mnemonic: 'maskmovq',
    summary: 'Store selected bytes of an MMX register',
    operation:
      'Bytes of first whose highest bit in second is 1 are stored at the address in RDI; the others are not accessed. No x87 register is empty then, and physical register 0 is on top.',
    features: ['SSE'],
    components: [XFEATURE.X87],
    exceptions: [...UNAVAILABLE.mmx, ...REGISTER_ADDRESS],
    manual: 'SDM vol. 2, MASKMOVQ',
    forms: ['Maskmovq_rDI_mm_mm'],
    written: () => X87_WRITTEN,
    compile: (instruction) => compileByteStore(instruction, MMX_UNIT),
  },
];
