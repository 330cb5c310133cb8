/**
 * Spellings of the GNU assembler that stand for an instruction with one operand more, or with another prefix: predicates
 * of comparisons in the mnemonic (Intel SDM vol. 2, CMPPS, VPCMPD: "pseudo-op"), and counts of zeros as REP BSF.
 */

import type { Rounding } from '../cpu/instruction';
import { tableOf } from '../table';
import { isDefaultFlags } from './default-flags';

/** By the low four bits of the immediate; the names of SSE are the first eight. */
const RELATIONS = 'eq lt le unord neq nlt nle ord eq_uq nge ngt false neq_oq ge gt true'.split(' ');
const RELATIONS_16 =
  'eq_os lt_oq le_oq unord_s neq_us nlt_uq nle_uq ord_s eq_us nge_uq ngt_uq false_os neq_os ge_oq gt_oq true_us';
/** The same in full, where the short name leaves a part out. */
const FULL = 'eq_oq lt_os le_os unord_q neq_uq nlt_us nle_us ord_q - nge_us ngt_us false_oq - ge_os gt_os true_uq';
const FLOAT: readonly (readonly string[])[] = [[...RELATIONS, ...RELATIONS_16.split(' ')], FULL.split(' ')];
const INTEGER: readonly string[] = 'eq lt le - neq nlt nle'.split(' ');

const FLOAT_COUNT = 32;
const SSE_COUNT = 8;

export interface PseudoOp {
  readonly mnemonic: string;
  readonly immediate: bigint;
}

/** What `vcmpltps` and its like stand for; undefined for everything else. `mnemonic` is in lower case. */
export function pseudoOp(mnemonic: string): PseudoOp | undefined {
  const [, vex = '', relation = '', suffix = ''] = /^(v?)cmp([a-z_]+?)([ps][sdh])$/.exec(mnemonic) ?? [];
  if (relation !== '') {
    const value = FLOAT.map((names) => names.indexOf(relation)).find((index) => index >= 0) ?? FLOAT_COUNT;
    const isKnown = vex === '' ? value < SSE_COUNT && !relation.includes('_') : value < FLOAT_COUNT;
    return isKnown ? { mnemonic: `${vex}cmp${suffix}`, immediate: BigInt(value) } : undefined;
  }
  const [, order = '', element = ''] = /^vpcmp([a-z]+?)(u?[bwdq])$/.exec(mnemonic) ?? [];
  const value = INTEGER.indexOf(order);
  return value < 0 ? undefined : { mnemonic: `vpcmp${element}`, immediate: BigInt(value) };
}

/** The mnemonic of an instruction with REP in front, as compilers write it for old assemblers. */
export const WITH_REP = tableOf<string>({
  bsf: 'tzcnt',
  bsr: 'lzcnt',
});

const ROUNDINGS = tableOf<Rounding>({
  '{rn-sae}': 'rn-sae',
  '{rd-sae}': 'rd-sae',
  '{ru-sae}': 'ru-sae',
  '{rz-sae}': 'rz-sae',
  '{sae}': 'sae',
});

/** What a decoration among the operands says, which stands among the prefixes: `{rn-sae}`. */
export function roundingOf(prefixes: readonly string[]): Rounding | undefined {
  return prefixes.map((prefix) => ROUNDINGS[prefix]).find((rounding) => rounding !== undefined);
}

/** From 32-bit integers to double precision: there is nothing to round, and assemblers refuse. */
const ALWAYS_EXACT = /^EVEX_Vcvtu?(dq2pd_|si2sd_\w+_rm32_)/;

/** Whether a form takes the decoration: a form that ends in `_er` takes rounding modes, one that ends in `_sae` takes `{sae}`. */
export function takesRounding(form: string, rounding: Rounding): boolean {
  return form.endsWith(rounding === 'sae' ? '_sae' : '_er') && !ALWAYS_EXACT.test(form);
}

/** Whether a prefix only tells the assembler how to encode. */
export function isPseudoPrefix(prefix: string): boolean {
  return prefix in ENCODING_PREFIXES || prefix in ROUNDINGS || prefix === NO_FLAGS || isDefaultFlags(prefix);
}

/** Whether a prefix chooses the encoding: of these an instruction has one. */
export function isEncodingChoice(prefix: string): boolean {
  return prefix in ENCODING_PREFIXES || prefix === REX2;
}

/** Asks for the prefix REX2 where no register needs it. */
export const REX2 = '{rex2}';

/** No flags change: it chooses a form whose name ends so. */
export const NO_FLAGS = '{nf}';

/** Pseudo-prefixes that choose among encodings, by how the names of their forms begin. */
export const ENCODING_PREFIXES = tableOf<string>({
  '{vex}': 'VEX_',
  '{evex}': 'EVEX_',
});
