/** Braces that say how an instruction is encoded: `{nf}` ahead of it, and the default flags of a conditional compare behind it. */
import { FLAG_BITS, isConditionalCompare } from '../../../machine/assembler/default-flags';
import { rowsNamed } from '../../../machine/instructions';
import type { Token } from '../../syntax/token';
import type { Completion } from './item';

const ENCODINGS: readonly (readonly [label: string, detail: string])[] = [
  ['nf', 'no flags change'],
  ['vex', 'the prefix VEX'],
  ['evex', 'the prefix EVEX'],
  ['rex2', 'the prefix REX2'],
];

/** What stands within the brace that `tokens` end in; undefined where that is none of these. */
export function encodingCompletions(tokens: readonly Token[]): readonly Completion[] | undefined {
  const brace = tokens.findLastIndex(({ text }) => text === '{');
  const within = tokens.slice(brace + 1).map(({ text }) => text.toLowerCase());
  if (brace < 0 || within.includes('}')) return undefined;
  if (withoutEncodings(tokens.slice(0, brace)).length === 0) {
    return within.length === 0 ? ENCODINGS.map(([label, detail]) => ({ label, kind: 'keyword', detail })) : [];
  }
  if (within[0] === 'dfv') {
    const free = FLAG_BITS.filter((flag) => !within.includes(flag)).toReversed();
    return free.map((flag) => ({ label: flag, kind: 'keyword', detail: `${flag.toUpperCase()} = 1` }));
  }
  const isFirst = withoutEncodings(tokens.slice(0, brace)).length === 1;
  if (!isFirst || !hasDefaultFlags(tokens[brace - 1]?.text ?? '')) return undefined;
  return [{ label: 'dfv=', kind: 'keyword', detail: 'flags where the condition is not met' }];
}

function hasDefaultFlags(mnemonic: string): boolean {
  return rowsNamed(mnemonic.toLowerCase()).some(({ forms }) => forms.some(isConditionalCompare));
}

/** A statement without the braces that it begins with, and without default flags. */
export function withoutEncodings(tokens: readonly Token[]): readonly Token[] {
  const found: Token[] = [];
  let isInside = false;
  for (const [index, token] of tokens.entries()) {
    isInside ||= token.text === '{' && (found.length === 0 || tokens[index + 1]?.text.toLowerCase() === 'dfv');
    if (!isInside) found.push(token);
    else if (token.text === '}') isInside = false;
  }
  return found;
}
