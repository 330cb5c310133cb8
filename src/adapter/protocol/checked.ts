/**
 * Reads the arguments of requests, which come from outside as any JSON: a check returns the value with its type, or
 * throws a `UserError` that names the argument. Members that a shape does not name are left out.
 */
import { ownValue } from '../../machine/table';
import { UserError } from './user-error';

export type Check<T> = (value: unknown, path: string) => T;

type Shape = Readonly<Record<string, Check<unknown>>>;
export type Checked<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };

function fail(path: string, wanted: string, value: unknown): never {
  const found = value === undefined ? 'it is missing' : `got ${describe(value)}`;
  throw new UserError('bad-argument', `The argument \`${path}\` must be ${wanted}; ${found}.`);
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

export const string: Check<string> = (value, path) =>
  typeof value === 'string' ? value : fail(path, 'a string', value);

export const integer: Check<number> = (value, path) =>
  Number.isSafeInteger(value) ? (value as number) : fail(path, 'an integer', value);

export const boolean: Check<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : fail(path, 'true or false', value);

/** Absent and null are the same: some clients send null for what they leave out. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : check(value, path));
}

export function list<T>(check: Check<T>): Check<readonly T[]> {
  return (value, path) =>
    Array.isArray(value) ? value.map((item, index) => check(item, `${path}[${index}]`)) : fail(path, 'a list', value);
}

/** An object with values of one kind, by any names. */
export function record<T>(check: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'an object', value);
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, check(item, `${path}.${name}`)]));
  };
}

export function oneOf<T extends string>(...values: readonly T[]): Check<T> {
  return (value, path) =>
    values.includes(value as T)
      ? (value as T)
      : fail(path, `one of ${values.map((one) => `"${one}"`).join(', ')}`, value);
}

export function fields<S extends Shape>(shape: S): Check<Checked<S>> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'an object', value);
    const source = value as Record<string, unknown>;
    const prefix = path === 'arguments' ? '' : `${path}.`;
    const entries = Object.entries(shape).map(([key, check]) => [key, check(ownValue(source, key), `${prefix}${key}`)]);
    return Object.fromEntries(entries) as Checked<S>; // one entry for each key of the shape
  };
}
