/**
 * Plain data, of which the state of a run consists: primitive values, arrays, objects without a class, and typed
 * arrays; no functions. A snapshot is a copy of plain data, on any host (`structuredClone` belongs to the host, not to
 * the language).
 */
import { setOwnValue } from './table';

/**
 * A deep copy. An object that `value` refers to twice is one object in the copy, too: processes may share a table of
 * signal actions.
 *
 * @throws TypeError for a function or a symbol, which cannot be part of a state.
 */
export function copyPlainData<T>(value: T): T {
  return copy(value, new Map()) as T; // of the same shape, by construction
}

function copy(value: unknown, copies: Map<object, object>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`a ${typeof value} is no plain data`);
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known) return known;
  if (ArrayBuffer.isView(value)) return remember(copies, value, (value as Uint8Array).slice()); // a typed array of any kind
  if (Array.isArray(value)) {
    const target = remember(copies, value, new Array<unknown>(value.length));
    for (let index = 0; index < value.length; index++) target[index] = copy(value[index], copies);
    return target;
  }
  const target = remember(copies, value, {} as Record<string, unknown>);
  for (const key of Object.keys(value)) setOwnValue(target, key, copy((value as Record<string, unknown>)[key], copies));
  return target;
}

function remember<T extends object>(copies: Map<object, object>, original: object, made: T): T {
  copies.set(original, made);
  return made;
}
