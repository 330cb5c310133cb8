/** Braces behind an operand: a mask, `z` behind the mask, and copies of an element of memory. */
import { formByName, type OperandPattern } from '../../../machine/assembler/form';
import { rowsNamed } from '../../../machine/instructions';
import type { Token } from '../../syntax/token';
import { withoutEncodings } from './encoding';
import type { Completion } from './item';

/** K0 stands for "no mask" in the encoding. */
const MASKS = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7'];

/** What may stand within the brace that `tokens` end in; undefined where it is no brace of an operand that can have one. */
export function decorationCompletions(tokens: readonly Token[]): readonly Completion[] | undefined {
  const brace = tokens.findLastIndex(({ text }) => text === '{');
  if (brace < 0 || tokens.slice(brace).some(({ text }) => text === '}')) return undefined;
  const [mnemonic, ...operands] = withoutEncodings(tokens.slice(0, brace));
  const patterns = patternsAt(mnemonic?.text ?? '', operands.filter(({ text }) => text === ',').length);
  const operand = operands.slice(operands.findLastIndex(({ text }) => text === ',') + 1).map(({ text }) => text);
  if (operand.length === 0 || !patterns.some(({ masking, broadcast }) => masking || broadcast)) return undefined;
  return operandDecorations(patterns, operand);
}

function patternsAt(mnemonic: string, index: number): readonly OperandPattern[] {
  const forms = rowsNamed(mnemonic.toLowerCase()).flatMap((row) => row.forms.map(formByName));
  return forms.flatMap((form) => form?.operands[index] ?? []);
}

/** @param operand its words, lower case or not, up to the brace. */
function operandDecorations(patterns: readonly OperandPattern[], operand: readonly string[]): readonly Completion[] {
  const first = operand.indexOf('{');
  const given = new Set(first < 0 ? [] : operand.slice(first).map((text) => text.toLowerCase()));
  const isMemory = operand.includes('[');
  const hasMask = MASKS.some((mask) => given.has(mask));
  const masks = !hasMask && patterns.some(({ masking }) => masking) ? MASKS : [];
  const canBeZero = hasMask && !isMemory && patterns.some(({ masking }) => masking === 'merge or zero');
  const hasCopies = [...given].some((text) => /^1to\d+$/.test(text));
  const copies = isMemory && !hasCopies ? patterns.flatMap(({ broadcast }) => broadcast?.copies ?? []) : [];
  return [
    ...masks.map((label) => ({ label, kind: 'register' as const, detail: 'mask: the elements that change' })),
    ...(canBeZero && !given.has('z')
      ? [{ label: 'z', kind: 'keyword' as const, detail: 'other elements become 0' }]
      : []),
    ...[...new Set(copies)]
      .sort((one, other) => one - other)
      .map((count) => ({ label: `1to${count}`, kind: 'keyword' as const, detail: `${count} copies of one element` })),
  ];
}
