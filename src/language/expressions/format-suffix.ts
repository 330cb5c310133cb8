/** `EXPR,x`: how a watch asks for hexadecimal, decimal or binary. */

export type ValueFormat = 'x' | 'd' | 'b';

export interface FormattedText {
  readonly text: string;
  readonly format: ValueFormat | undefined;
}

/** Splits the format off the end of `text`; `max(a,b)` has none. */
export function splitFormat(text: string): FormattedText {
  const match = /,\s*([xdb])\s*$/i.exec(text.length > 1000 ? text.slice(-1000) : text);
  if (!match) return { text, format: undefined };
  const format = match[1]!.toLowerCase() as ValueFormat; // the group takes part in every match
  return { text: text.slice(0, text.length - match[0].length), format };
}
