/** What the last step has changed, and what it was: told beside the value, which clients print as it is and let users edit. */
import { type Item, itemsDiffer } from './item';
import { formatValue, type Radix } from './value';

/** What is said about a variable apart from its value. */
export interface Details {
  readonly name: string;
  readonly documentation?: string;
  /** Since the stop before. */
  readonly changed: boolean;
  /** Its value at the stop before, where it has changed in what the value shows. */
  readonly was?: string;
}

export function detailsOf(item: Item, before: Item | undefined, radix: Radix): Details {
  const changed = before !== undefined && itemsDiffer(item, before);
  const was = changed ? formatValue(before.value, radix) : undefined;
  const isVisible = was !== undefined && was !== formatValue(item.value, radix);
  return {
    name: item.name,
    ...(item.documentation === undefined ? {} : { documentation: item.documentation }),
    changed,
    ...(isVisible ? { was } : {}),
  };
}

const NUMBER_WITH_NOTE = /^(-?(?:0x[\da-f_]+|0b[01_]+|\d[\d_]*))\s+(?:<\w|\(|[A-Z]|bytes\b)/i;

/** What was typed over a shown value, without the notes that nobody means to assign. */
export function editedText(typed: string): string {
  const value = typed.trim();
  return NUMBER_WITH_NOTE.exec(value)?.[1] ?? value;
}
