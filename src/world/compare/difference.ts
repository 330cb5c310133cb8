/** What two states differ in, as a tree: groups down to single fields. */

export interface Difference {
  /** Of a field that expressions can name, its expression: `xfd`, `tmm0.u32[2][5]`. */
  readonly name: string;
  /** Undefined for a group. */
  readonly values?: { readonly before: string; readonly after: string };
  /** Of a group; never empty there. */
  readonly parts: readonly Difference[];
}

/** Nothing where the two are the same. */
export function field(name: string, before: string, after: string): readonly Difference[] {
  return before === after ? [] : [{ name, values: { before, after }, parts: [] }];
}

/** Nothing where there are no parts. */
export function group(name: string, parts: readonly Difference[]): readonly Difference[] {
  return parts.length === 0 ? [] : [{ name, parts }];
}

/** A field with the names of the groups that it is in, outermost first, and its own. */
export interface FieldDifference {
  readonly path: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** Without groups, in their order. */
export function fieldsOf(
  differences: readonly Difference[],
  groups: readonly string[] = [],
): readonly FieldDifference[] {
  return differences.flatMap(({ name, values, parts }) => {
    const path = [...groups, name];
    return values ? [{ path, ...values }] : fieldsOf(parts, path);
  });
}

/** Single fields in all parts. */
export function countFields(differences: readonly Difference[]): number {
  return differences.reduce((sum, { values, parts }) => sum + (values ? 1 : 0) + countFields(parts), 0);
}

export function hexValue(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** Little-endian, as one number. */
export function hexNumber(bytes: Uint8Array): string {
  return hexValue(bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n));
}
