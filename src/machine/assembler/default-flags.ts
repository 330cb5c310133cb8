/** `{dfv=of,sf,zf,cf}`: the flags of a conditional compare whose condition is not met (APX 355828, 3.1.3.2.1). */

const DECORATION = /^\{dfv=(.*)\}$/;
/** The names of the bits, from the lowest. */
export const FLAG_BITS: readonly string[] = ['cf', 'zf', 'sf', 'of'];

export function isDefaultFlags(prefix: string): boolean {
  return DECORATION.test(prefix);
}

interface DefaultFlags {
  readonly bits: number;
  /** A name that is none of these flags. */
  readonly unknown?: string;
  /** A flag that is named twice. */
  readonly repeated?: string;
}

/** The flags that the decoration among the prefixes names, as the encoding has them; undefined without one. */
export function defaultFlagsOf(prefixes: readonly string[]): DefaultFlags | undefined {
  const [list] = prefixes.flatMap((prefix) => DECORATION.exec(prefix)?.[1] ?? []);
  if (list === undefined) return undefined;
  const names = list.split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !FLAG_BITS.includes(name));
  if (unknown !== undefined) return { bits: 0, unknown };
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) return { bits: 0, repeated };
  return { bits: names.reduce((sum, name) => sum | (1 << FLAG_BITS.indexOf(name)), 0) };
}

/** The decoration of these flags. */
export function formatDefaultFlags(bits: number): string {
  const names = FLAG_BITS.filter((_, bit) => bits & (1 << bit)).toReversed();
  return `{dfv=${names.join(',')}}`;
}

/** Whether a form has default flags. */
export function isConditionalCompare(form: string): boolean {
  return /^EVEX_C(cmp|test)/.test(form);
}
