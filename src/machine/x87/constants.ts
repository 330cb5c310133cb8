/** The constants that x87 instructions load (Intel SDM vol. 2, FLD1 and following): rounded as FCW says. */
import type { Cpu } from '../cpu/cpu';
import type { Extended } from './number';
import { X87_ROUNDING, x87Rounding } from './status';

export interface X87Constant {
  readonly mnemonic: string;
  readonly words: string;
  readonly signExponent: number;
  /** Rounded towards zero; all of them are positive. */
  readonly significand: bigint;
  /** What rounding to nearest does; left out where the value is exact. */
  readonly nearest?: 'up' | 'down';
}

export const X87_CONSTANTS: readonly X87Constant[] = [
  { mnemonic: 'fld1', words: '1', signExponent: 0x3fff, significand: 0x8000_0000_0000_0000n },
  { mnemonic: 'fldz', words: '0', signExponent: 0, significand: 0n },
  {
    mnemonic: 'fldl2t',
    words: 'the binary logarithm of 10',
    signExponent: 0x4000,
    significand: 0xd49a_784b_cd1b_8afen,
    nearest: 'down',
  },
  {
    mnemonic: 'fldl2e',
    words: 'the binary logarithm of e',
    signExponent: 0x3fff,
    significand: 0xb8aa_3b29_5c17_f0bbn,
    nearest: 'up',
  },
  { mnemonic: 'fldpi', words: 'pi', signExponent: 0x4000, significand: 0xc90f_daa2_2168_c234n, nearest: 'up' },
  {
    mnemonic: 'fldlg2',
    words: 'the decimal logarithm of 2',
    signExponent: 0x3ffd,
    significand: 0x9a20_9a84_fbcf_f798n,
    nearest: 'up',
  },
  {
    mnemonic: 'fldln2',
    words: 'the natural logarithm of 2',
    signExponent: 0x3ffe,
    significand: 0xb172_17f7_d1cf_79abn,
    nearest: 'up',
  },
];

/** The constant as the rounding control of FCW wants it. */
export function roundedConstant(cpu: Cpu, { signExponent, significand, nearest }: X87Constant): Extended {
  const mode = x87Rounding(cpu);
  const up = mode === X87_ROUNDING.UP ? nearest !== undefined : mode === X87_ROUNDING.NEAREST && nearest === 'up';
  return { signExponent, significand: up ? significand + 1n : significand };
}
