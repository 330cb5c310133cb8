/**
 * What somebody's own probes say, by their names: a JSON object with a row an event, which is an observation as
 * docs/observations.md has them. `"$size"` stands for what the event prints as `size=`.
 *
 *     { "my_restore": { "kind": "fpstate", "size": "$bytes", "xfd": "$mask" } }
 */

import { ownValue } from '../../machine/table';
import type { Fact } from '../observation';
import { decimal, hex } from './fields';
import { type Field, KIND_FIELDS, readField } from './observations-json';

/** Of the fields that an event prints, by their names. Undefined for an event without a row; a string says what is wrong. */
export type ProbeTable = (event: string, fields: ReadonlyMap<string, string>) => Fact | string | undefined;

type Row = ReadonlyMap<string, unknown>;

export function readProbeTable(text: string): ProbeTable | { readonly problem: string } {
  const parsed = parse(text);
  if (!isObject(parsed)) return { problem: 'It is no JSON object.' };
  const rows = new Map<string, Row>();
  for (const [event, row] of Object.entries(parsed)) {
    const problem = isObject(row) ? rowProblem(row) : 'It is no object.';
    if (problem !== undefined) return { problem: `Its row \`${event}\` cannot be used. ${problem}` };
    rows.set(event, new Map(Object.entries(row as object)));
  }
  return (event, fields) => {
    const row = rows.get(event);
    return row && factOf(row, fields);
  };
}

function rowProblem(row: object): string | undefined {
  const given = new Map<string, unknown>(Object.entries(row));
  const kind = given.get('kind');
  const fields = typeof kind === 'string' ? KIND_FIELDS[kind] : undefined;
  if (!fields) return `Its \`kind\` is one of ${Object.keys(KIND_FIELDS).join(', ')}.`;
  const strange = [...given.keys()].find((name) => name !== 'kind' && !ownValue(fields, name));
  if (strange !== undefined) {
    const names = Object.keys(fields);
    const has = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    return `\`${kind}\` has no field \`${strange}\`: ${has}.`;
  }
  const missing = Object.entries(fields).find(([name, { isOptional }]) => !isOptional && !given.has(name));
  if (missing) return `\`${kind}\` needs the field \`${missing[0]}\`.`;
  const wrong = Object.entries(fields).find(([name, field]) => {
    const value = given.get(name);
    return value !== undefined && fieldName(value) === undefined && readField(field, value) === undefined;
  });
  return wrong && `The value of \`${wrong[0]}\` is of another type.`;
}

/** `"$size"` names the event's field `size`. */
function fieldName(value: unknown): string | undefined {
  return typeof value === 'string' && value.startsWith('$') ? value.slice(1) : undefined;
}

function factOf(row: Row, printed: ReadonlyMap<string, string>): Fact | string {
  const kind = String(row.get('kind'));
  const read = new Map<string, unknown>([['kind', kind]]);
  for (const [name, field] of Object.entries(KIND_FIELDS[kind] ?? {})) {
    if (!row.has(name)) continue;
    const value = row.get(name);
    const from = fieldName(value);
    const found = from === undefined ? readField(field, value) : valueIn(field, printed.get(from));
    if (found === undefined) return `without ${from ?? name}`;
    read.set(name, found);
  }
  return Object.fromEntries(read) as unknown as Fact; // every field that the row has is there, and of its type
}

/** As kprobes print: hexadecimal behind `0x`, else decimal. */
function valueIn({ type }: Field, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const number = /^-?0x/i.test(text) ? hex(text) : decimal(text);
  if (type === 'mask') return number;
  if (type === 'integer') return number === undefined ? undefined : Number(number);
  if (type === 'flag') return number === undefined ? undefined : number !== 0n;
  return text;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
