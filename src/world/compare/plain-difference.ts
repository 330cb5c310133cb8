/** What two pieces of plain data differ in, field by field: names as expressions write them, `user_size`. */
import { type Difference, field, group, hexValue } from './difference';

interface Named {
  readonly name?: unknown;
}

export function plainDifference(name: string, before: unknown, after: unknown): readonly Difference[] {
  const areFields = [before, after].some((value) => value !== undefined && !isComposed(value));
  if (areFields) return field(name, textOf(before), textOf(after));
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return group(
    name,
    names.flatMap((part) => plainDifference(part, old.get(part), now.get(part))),
  );
}

function isComposed(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Things in a list go by their name where they have one, so that a new one does not shift the others. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  if (!isComposed(value)) return new Map();
  if (ArrayBuffer.isView(value)) return new Map(indexed([...(value as Uint8Array)])); // a typed array of any kind
  if (!Array.isArray(value)) return new Map(Object.entries(value).map(([key, part]) => [snakeCase(key), part]));
  const names = value.map((part: unknown) => (isComposed(part) ? (part as Named).name : undefined));
  const areNamed = names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
  return new Map(areNamed ? value.map((part: unknown, index) => [String(names[index]), part]) : indexed(value));
}

function indexed(values: readonly unknown[]): [string, unknown][] {
  return values.map((value, index) => [`[${index}]`, value]);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Numbers beyond 32 bits are addresses. */
const LARGEST_COUNT = 2 ** 32;

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return hexValue(BigInt.asUintN(64, value));
    case 'number':
      return Math.abs(value) < LARGEST_COUNT ? String(value) : hexValue(BigInt.asUintN(64, BigInt(value)));
    case 'undefined':
      return 'not there';
    case 'object':
      return value === null ? 'none' : 'there';
    default:
      return String(value);
  }
}
