/** What checks of options have in common: names that nobody knows, options that are given twice, and too many of them. */
import { type Diagnostic, errorAt, type Range } from '../errors/diagnostic';
import { LIMITS } from '../errors/limits';
import { didYouMean, knownNames } from '../errors/nearest';
import type { KeyValue } from '../tree/declaration';
import type { Name } from '../tree/name';

/** As many of a line's features, or of its options, as it may have; reports the first one beyond. */
export function limited<T>(items: readonly T[], nameOf: (item: T) => Name, diagnostics: Diagnostic[]): readonly T[] {
  const { most, code } = LIMITS.settings;
  const extra = items[most];
  if (extra === undefined) return items;
  diagnostics.push(errorAt(nameOf(extra).range, code, `A line has at most ${most} features or options.`));
  return items.slice(0, most);
}

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
  const hint = didYouMean(text, names) || knownNames(names) || ' It has none.';
  return errorAt(range, code, message + hint);
}
