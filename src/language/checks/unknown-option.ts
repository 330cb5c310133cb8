/** What checks of options have in common: names that nobody knows, and options that are given twice. */
import { type Diagnostic, errorAt, type Range } from '../errors/diagnostic';
import { didYouMean, listed } from '../errors/nearest';
import type { KeyValue } from '../syntax/syntax';

export function reportTwice(options: readonly KeyValue[], diagnostics: Diagnostic[]): void {
  const seen = new Set<string>();
  for (const { key } of options) {
    if (seen.has(key.text)) {
      diagnostics.push(
        errorAt(key.range, 'duplicate-option', `\`${key.text}\` is given twice. Delete one of the two.`),
      );
    }
    seen.add(key.text);
  }
}

/** An error at a name that is none of `names`. */
export function unknownAt(
  code: string,
  message: string,
  { text, range }: { readonly text: string; readonly range: Range },
  names: readonly string[],
): Diagnostic {
  const hint = didYouMean(text, names) || (names.length > 0 ? ` Known: ${listed(names, 'and')}.` : ' It has none.');
  return errorAt(range, code, message + hint);
}
