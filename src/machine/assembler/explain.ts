/** Why a line does not assemble, in words that say what would. Only here, after an error, is all of x86 consulted. */

import { registerName } from '../cpu/register-names';
import { SIZE_NAMES } from '../disassembler/format-instruction';
import { takesExtendedGeneral } from '../encoding/extended-general';
import { codeNames, existsIn64BitMode, iced } from '../encoding/iced';
import type { AssemblerOperand, AssemblyError } from '../encoding/operand';
import { acceptsOperand, hasExtendedGeneral } from './accept';
import { type Form, formByName, type OperandPattern } from './form';
import { fitsImmediate, immediateRange } from './immediate';
import { NEWER_MNEMONICS } from './newer-mnemonics';

const ORDINALS = ['first', 'second', 'third', 'fourth'] as const;

/** Prefixes that compilers write around calls of `__tls_get_addr` (ELF handling for thread-local storage, 4.1.6). */
export const PADDING: ReadonlySet<string> = new Set(['data16', 'rex64']);

export function explainUnknown(mnemonic: string): AssemblyError {
  const name = mnemonic.toLowerCase();
  if (PADDING.has(name)) {
    const message = `\`${mnemonic}\` pads a call that a dynamic linker rewrites, for thread-local data: compile with -fno-pic.`;
    return { code: 'not-modelled', message };
  }
  const valid = mnemonicNames().has(name) || NEWER_MNEMONICS.has(name);
  return valid
    ? { code: 'not-modelled', message: `\`${mnemonic}\` is valid x86, not modelled by this emulator.` }
    : { code: 'unknown-mnemonic', message: `\`${mnemonic}\` is not an x86 instruction.` };
}

let mnemonics: ReadonlySet<string> | undefined;

function mnemonicNames(): ReadonlySet<string> {
  mnemonics ??= new Set(
    Object.keys(iced().Mnemonic)
      .filter((name) => !/^\d|^INVALID$/.test(name))
      .map((name) => name.toLowerCase()),
  );
  return mnemonics;
}

export function explainMismatch(
  mnemonic: string,
  forms: readonly Form[],
  operands: readonly AssemblerOperand[],
): AssemblyError {
  const extended = operands.findIndex((operand) => hasExtendedGeneral(operand) && !canBeExtended(forms, operand));
  if (extended >= 0) return explainExtended(mnemonic, extended);
  const sameCount = forms.filter((form) => form.operands.length === operands.length);
  if (sameCount.length > 0) {
    const range = explainRange(mnemonic, sameCount, operands);
    if (range) return range;
  }
  if (isValidElsewhere(mnemonic, operands)) {
    return {
      code: 'not-modelled',
      message: `This form of \`${mnemonic}\` is valid x86, not modelled by this emulator.`,
    };
  }
  const high = explainHighByte(mnemonic, sameCount, operands);
  if (high) return high;
  if (sameCount.length === 0) return explainCount(mnemonic, forms, operands.length);
  let possible: readonly Form[] = sameCount;
  for (const [index, operand] of operands.entries()) {
    const next = possible.filter((form) => acceptsAt(form, index, operand));
    if (next.length === 0) return explainOperand(mnemonic, possible, index, operand);
    possible = next;
  }
  // Every operand has some form, but none has them all together in this order.
  return explainOperand(mnemonic, sameCount, operands.length - 1, operands.at(-1));
}

/** Whether some form takes R16-R31 in an operand of that kind. */
function canBeExtended(forms: readonly Form[], { kind }: AssemblerOperand): boolean {
  return forms.some(({ name }) => takesExtendedGeneral(name, kind === 'memory' ? 'memory' : 'register'));
}

/** Instructions of maps 0 and 1 that raise #UD with the REX2 prefix, which the registers of APX need. */
const WITHOUT_REX2 = /^(xsave|xrstor)/;

function explainExtended(mnemonic: string, operand: number): AssemblyError {
  const why = WITHOUT_REX2.test(mnemonic) ? 'with the prefix REX2 it raises #UD' : 'it has no encoding with them';
  const message = `\`${mnemonic}\` cannot be encoded with r16 to r31: ${why}.`;
  return { code: 'wrong-operand', message, operand };
}

/** AH to BH where only forms with the prefix EVEX take the operands. */
function explainHighByte(
  mnemonic: string,
  forms: readonly Form[],
  operands: readonly AssemblerOperand[],
): AssemblyError | undefined {
  const operand = operands.findIndex((each) => each.kind === 'register' && each.register.high);
  const high = operands[operand];
  if (high?.kind !== 'register') return undefined;
  if (!forms.some((form) => operands.every((each, index) => acceptsAt(form, index, each)))) return undefined;
  const message = `\`${registerName(high.register)}\` cannot stand in this form of \`${mnemonic}\`: its prefix EVEX selects spl to dil in its place.`;
  return { code: 'high-byte-register', message, operand };
}

function acceptsAt(form: Form, index: number, operand: AssemblerOperand): boolean {
  const pattern = form.operands[index];
  return pattern !== undefined && acceptsOperand(pattern, operand);
}

function explainCount(mnemonic: string, forms: readonly Form[], count: number): AssemblyError {
  const shapes = forms.map((form) => `${mnemonic} ${form.operands.map(({ text }) => text).join(', ')}`.trim());
  const given = count === 0 ? 'no operands' : `${count} operand${count > 1 ? 's' : ''}`;
  const message = `\`${mnemonic}\` does not take ${given}; write ${choice(unique(shapes))}.`;
  return { code: 'operand-count', message };
}

function explainOperand(
  mnemonic: string,
  forms: readonly Form[],
  index: number,
  operand: AssemblerOperand | undefined,
): AssemblyError {
  const expected = unique(forms.flatMap((form) => form.operands[index]?.text ?? []));
  const given = operand ? describe(operand) : 'This';
  return {
    code: 'wrong-operand',
    message: `${given} cannot be the ${ORDINALS[index] ?? 'last'} operand of \`${mnemonic}\` here; it takes ${choice(expected)}.`,
    operand: index,
  };
}

/** An operand list that would do but for the value of an immediate. */
function explainRange(
  mnemonic: string,
  forms: readonly Form[],
  operands: readonly AssemblerOperand[],
): AssemblyError | undefined {
  const index = operands.findIndex(({ kind }) => kind === 'immediate');
  const operand = operands[index];
  if (operand?.kind !== 'immediate') return undefined;
  const patterns = forms
    .filter((form) => operands.every((each, at) => at === index || acceptsAt(form, at, each)))
    .map((form) => form.operands[index])
    .filter((pattern) => pattern?.immediate !== undefined && !fitsImmediate(pattern, operand));
  const widest = patterns.reduce<OperandPattern | undefined>(
    (best, pattern) => ((pattern?.immediate ?? 0) > (best?.immediate ?? 0) ? pattern : best),
    undefined,
  );
  if (!widest) return undefined;
  const [low, high] = immediateRange(widest);
  const hint = widest.size === 8 ? '; move it into a register first' : '';
  const message = `${operand.value} does not fit: \`${mnemonic}\` takes ${low} to ${high} here${hint}.`;
  return { code: 'immediate-range', message, operand: index };
}

/** Whether some form that exists on x86 takes these operands, though the instruction tables do not have it. */
function isValidElsewhere(mnemonic: string, operands: readonly AssemblerOperand[]): boolean {
  // Some forms have their operand size in the name: `Pushq_FS`.
  const names = [mnemonic, `${mnemonic}w`, `${mnemonic}q`].flatMap((head) => codesByHead().get(head) ?? []);
  return names.some((name) => {
    const form = formByName(name);
    const fits = form?.operands.length === operands.length && operands.every((each, i) => acceptsAt(form, i, each));
    return fits && existsIn64BitMode(name);
  });
}

let heads: ReadonlyMap<string, readonly string[]> | undefined;

/** The names of all codes, by what stands before the operands. */
function codesByHead(): ReadonlyMap<string, readonly string[]> {
  if (heads) return heads;
  const map = new Map<string, string[]>();
  for (const name of codeNames()) {
    const head =
      name
        .replace(/^(VEX|EVEX)_/, '')
        .split('_', 1)[0]
        ?.toLowerCase() ?? name;
    const names = map.get(head);
    if (names) names.push(name);
    else map.set(head, [name]);
  }
  heads = map;
  return map;
}

function describe(operand: AssemblerOperand): string {
  switch (operand.kind) {
    case 'register':
      return `\`${registerName(operand.register)}\``;
    case 'memory':
      return operand.size === undefined ? 'Memory' : `\`${SIZE_NAMES[operand.size] ?? operand.size} PTR\` memory`;
    case 'immediate':
      return `The number ${operand.value}`;
    case 'branch':
      return 'A label';
  }
}

function choice(texts: readonly string[]): string {
  const quoted = texts.slice(0, 6).map((text) => `\`${text}\``);
  return quoted.length < 2 ? (quoted[0] ?? 'nothing') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
