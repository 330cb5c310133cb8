/** Fields of trace events: `size=2560`, `option: 1002`, `xfeatures: 2a2`. */

/** Every `KEY=VALUE` and `KEY: VALUE` of a text; a value ends at a blank, a comma or a parenthesis. */
export function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(/(\w+)(?:=|: *)([^\s,()]*)/g)) fields.set(key, value);
  return fields;
}

/** A number in the base that its event prints it in; `0x` and a minus sign are understood in any case. */
function number(text: string | undefined, base: 10 | 16): bigint | undefined {
  if (text === undefined) return undefined;
  const [, sign = '', prefix = '', digits = ''] = /^(-?)(0[xX])?([0-9a-fA-F]{1,16})$/.exec(text) ?? [];
  if (digits === '' || (base === 10 && prefix === '' && !/^\d+$/.test(digits))) return undefined;
  const value = BigInt(base === 16 || prefix !== '' ? `0x${digits}` : digits);
  return sign === '-' ? -value : value;
}

export const hex = (text: string | undefined): bigint | undefined => number(text, 16);
export const decimal = (text: string | undefined): bigint | undefined => number(text, 10);
