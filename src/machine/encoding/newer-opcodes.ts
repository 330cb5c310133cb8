/**
 * Opcodes of forms that the library does not have, in the notation of `opcodes.ts`: MOVRS (ISE 319433, revision 062), and what
 * REX2 makes of an opcode (APX 355828, 3.1.1).
 */
import { apxFormOf } from './apx';

interface NewerForm {
  readonly form: string;
  /** A form of the same operands, whose encoding the library decodes in its place. */
  readonly older?: string;
  readonly line: string;
}

function scalar(bits: 8 | 16 | 32 | 64): NewerForm {
  const size = bits === 16 ? 'o16 ' : bits === 64 ? 'o64 ' : '';
  const form = `Movrs_r${bits}_m${bits}`;
  return { form, older: `Mov_r${bits}_rm${bits}`, line: `${form} RM 1/1 ${size}0F 38 ${bits === 8 ? '8A' : '8B'} /r` };
}

function vector(letter: string, bits: number, fields: (length: string) => string): readonly NewerForm[] {
  return [128, 256, 512].map((length) => {
    const register = { 128: 'xmm', 256: 'ymm' }[length] ?? 'zmm';
    const form = `EVEX_Vmovrs${letter}_${register}_k1z_m${length}`;
    return {
      form,
      older: `EVEX_Vmovdqu${bits}_${register}_k1z_${register}m${length}`,
      line: `${form} RM ${length / 8}/1 ${fields(String(length))} 6F /r`,
    };
  });
}

/** With REX2.W the processor is told that PUSH and POP belong together. JMPABS is a MOV without REX2. */
const WITH_REX2: readonly NewerForm[] = [
  { form: 'Pushp_r64', line: 'Pushp_r64 O 1/1 REX2 o64 50+rw' },
  { form: 'Popp_r64', line: 'Popp_r64 O 1/1 REX2 o64 58+rw' },
  { form: 'Jmpabs_imm64', line: 'Jmpabs_imm64 I 1/1 REX2 A1 io' },
];

export const NEWER_FORMS: readonly NewerForm[] = [
  ...([8, 16, 32, 64] as const).map(scalar),
  ...vector('b', 8, (length) => `EVEX.${length}.F2.MAP5.W0`),
  ...vector('w', 16, (length) => `EVEX.${length}.F2.MAP5.W1`),
  ...vector('d', 32, (length) => `EVEX.${length}.F3.MAP5.W0`),
  ...vector('q', 64, (length) => `EVEX.${length}.F3.MAP5.W1`),
  ...WITH_REX2,
];

/** Whether the library lacks the form, which is in this table or in that of APX. */
export function isNewerForm(form: string): boolean {
  return NEWER_FORMS.some((newer) => newer.form === form) || apxFormOf(form) !== undefined;
}
