/**
 * Marks on what the last step changed. They stand behind the value, because an editor's own highlighting is gone with
 * the next glance; so they have to be taken off again when the user edits a value that has one.
 */
import { type Item, itemsDiffer } from './item';
import { formatValue, type Radix } from './value';

/** A longer value than this says "changed" instead of what it was. */
const LONGEST_BEFORE = 32;

/** The value, and behind it what it was at the stop before. */
export function markedValue(item: Item, before: Item | undefined, radix: Radix): string {
  const value = formatValue(item.value, radix);
  if (!before || !itemsDiffer(item, before)) return value;
  const old = formatValue(before.value, radix);
  return old === value || old.length > LONGEST_BEFORE ? `${value} (changed)` : `${value} (was ${old})`;
}

const NUMBER_WITH_NOTE = /^(-?(?:0x[\da-f_]+|0b[01_]+|\d[\d_]*))\s+(?:<\w|\(|[A-Z]|bytes\b)/i;

/** What was typed over a shown value, without the marks and notes that nobody means to assign. */
export function editedText(typed: string): string {
  const value = typed.replace(/\s*\((?:was .*|changed)\)\s*$/, '').trim();
  return NUMBER_WITH_NOTE.exec(value)?.[1] ?? value;
}
