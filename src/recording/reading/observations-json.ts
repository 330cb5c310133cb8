/**
 * Observations as JSON, an object a line: the format for converters of other people's recordings (docs/observations.md).
 * Masks and other 64-bit values are hexadecimal strings.
 */
import { tableOf } from '../../machine/table';
import type { Observation, Reading } from '../observation';

type FieldType = 'mask' | 'integer' | 'text' | 'flag' | 'masks' | 'time' | 'event' | 'access';

export interface Field {
  readonly type: FieldType;
  readonly isOptional?: true;
}

const mask: Field = { type: 'mask' };
const integer: Field = { type: 'integer' };
const text: Field = { type: 'text' };
const maybe: Field = { type: 'mask', isOptional: true };

/** What every observation has. */
export const SIGHTING_FIELDS: Readonly<Record<string, Field>> = {
  line: integer,
  time: { type: 'time' },
  cpu: integer,
  pid: integer,
  comm: text,
};

/** What an observation has besides, by its kind. */
export const KIND_FIELDS = tableOf<Readonly<Record<string, Field>>>({
  fpu: { event: { type: 'event' }, load: { type: 'flag' }, xstateBv: mask, xcompBv: mask },
  fpstate: {
    ...{ size: maybe, userSize: maybe, xfeatures: maybe, userXfeatures: maybe },
    ...{ xfd: maybe, xstateBv: maybe, xcompBv: maybe },
  },
  msr: { access: { type: 'access' }, number: integer, value: mask },
  switch: { prevPid: integer, prevComm: text, nextPid: integer, nextComm: text },
  clone: { flags: mask },
  fork: { childPid: integer, childComm: text },
  exec: {},
  exit: {},
  'first-use': { error: mask },
  'first-use-result': { result: mask },
  signal: { signal: integer, code: { type: 'integer' }, targetPid: integer },
  deliver: { signal: integer, handler: mask, flags: mask },
  call: { name: text, args: { type: 'masks' } },
  return: { name: text, result: mask },
  'guest-entry': {},
  'guest-exit': { reason: text },
  'guest-msr': { access: { type: 'access' }, number: integer, value: mask, faulted: { type: 'flag' } },
  mark: { text },
  other: { event: text },
} satisfies Record<Observation['kind'], Readonly<Record<string, Field>>>);

const FPU_EVENTS: ReadonlySet<unknown> = new Set([
  ...[
    'regs_activated',
    'regs_deactivated',
    'dropped',
    'copy_src',
    'copy_dst',
    'init_state',
    'before_save',
    'after_save',
  ],
  ...['before_restore', 'after_restore', 'xstate_check_failed'],
]);

const READ: Readonly<Record<FieldType, (value: unknown) => unknown>> = {
  mask: (value) => (typeof value === 'string' ? bigint(value) : undefined),
  integer: (value) => (Number.isSafeInteger(value) ? value : undefined),
  text: (value) => (typeof value === 'string' ? value : undefined),
  flag: (value) => (typeof value === 'boolean' ? value : undefined),
  masks: (value) => {
    const masks = Array.isArray(value)
      ? value.map((one) => (typeof one === 'string' ? bigint(one) : undefined))
      : [undefined];
    return masks.includes(undefined) ? undefined : masks;
  },
  time: (value) =>
    value === null || (typeof value === 'string' && /^\d{1,12}(?:\.\d{1,9})?$/.test(value)) ? value : undefined,
  event: (value) => (FPU_EVENTS.has(value) ? value : undefined),
  access: (value) => (value === 'read' || value === 'write' ? value : undefined),
};

/** The value as observations have it; undefined when it is not of the field's type. */
export function readField({ type }: Field, value: unknown): unknown {
  return READ[type](value);
}

function bigint(value: string): bigint | undefined {
  const [, sign, digits] = /^(-?)(0x[0-9a-fA-F]{1,16})$/.exec(value) ?? [];
  if (digits === undefined) return undefined;
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}

/** Lines that are no observations are counted by what is wrong with them. */
export function readObservations(source: string): Reading {
  const observations: Observation[] = [];
  const unknown = new Map<string, number>();
  for (const line of source.split('\n')) {
    if (line.trim() === '') continue;
    const read = readObservation(line);
    if (typeof read === 'string') unknown.set(read, (unknown.get(read) ?? 0) + 1);
    else observations.push(read);
  }
  return { observations, unknown };
}

function readObservation(line: string): Observation | string {
  const value = parse(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'line that is no JSON object';
  const given = new Map<string, unknown>(Object.entries(value));
  const kind = given.get('kind');
  const fields = typeof kind === 'string' ? KIND_FIELDS[kind] : undefined;
  if (!fields) return `kind ${JSON.stringify(kind) ?? 'missing'}`;
  const read = new Map<string, unknown>([['kind', kind]]);
  for (const [name, field] of Object.entries({ ...SIGHTING_FIELDS, ...fields })) {
    const found = readField(field, given.get(name));
    if (found !== undefined) read.set(name, found);
    else if (!field.isOptional || given.has(name)) return `field ${name} of ${kind}`;
  }
  return Object.fromEntries(read) as unknown as Observation; // every field of the kind is there, and of its type
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The line that `readObservations` reads. */
export function observationJson({ line, time, cpu, pid, comm, ...fact }: Observation): string {
  return JSON.stringify({ line, time, cpu, pid, comm, ...fact }, (_key, value: unknown) =>
    typeof value === 'bigint' ? hex(value) : value,
  );
}

function hex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}
