/**
 * What happened, as one JSON object a line (docs/language.md, "The command line"). Masks and addresses are hex strings;
 * a field that a record has no value for is null.
 */
import { decodeUtf8 } from '../kernel/files/path';
import { formatAddress } from '../machine/architecture/linear-address';
import type { ComparedValue, Happening, HappeningRecord } from '../world/state/happening';

type JsonScalar = string | number | boolean | null;
type JsonValue = JsonScalar | readonly JsonScalar[] | readonly ComparedValue[];
type JsonFields = Readonly<Record<string, JsonValue>>;

/** The fields of each kind, behind `step`, `line`, `cpu`, `task` and `kind`. Undefined: not part of the stream. */
const FIELDS: {
  readonly [K in HappeningRecord['kind']]: ((record: HappeningRecord & { kind: K }) => JsonFields) | undefined;
} = {
  exception: ({ name, vector, detail }) => ({
    name,
    vector,
    error_code: detail.errorCode ?? null,
    address: detail.address === undefined ? null : formatAddress(detail.address),
    xfd_err: detail.xfdErr === undefined ? null : hex(detail.xfdErr),
    why: detail.why,
  }),
  switch: ({ from, to }) => ({ from, to }),
  grow: ({ task, from, to }) => ({ task, from, to }),
  syscall: ({ name, arguments: given = [], result }) => ({
    name,
    arguments: given.map(integer),
    result: integer(result),
  }),
  signal: ({ task, signal, code, address }) => ({
    task,
    signal,
    code,
    address: address === null ? null : formatAddress(address),
  }),
  handler: ({ task, signal }) => ({ task, signal }),
  killed: ({ task, signal }) => ({ task, signal }),
  output: ({ stream, bytes }) => ({ stream, text: decodeUtf8(bytes) }),
  'unknown-syscall': ({ name, arguments: given }) => ({ name, arguments: given.map(integer) }),
  oops: ({ message }) => ({ message }),
  expect: (record) => {
    const { ok, message } = record;
    if (record.ok) return { ok, message };
    return { ok, message, expression: record.expression, values: record.values };
  },
  warn: ({ message }) => ({ message }),
  printk: ({ message }) => ({ message }),
  hang: ({ message }) => ({ message }),
  print: ({ text }) => ({ text }),
  divergence: ({ expected, actual }) => ({ expected, actual }),
  stop: undefined,
  unwritten: undefined,
  error: ({ code, message }) => ({ code, message }),
  end: ({ steps }) => ({ steps }),
};

/** The line for a record, without its end; undefined for one that only a debugger cares for. Lines count from 1. */
export function happeningJson(happening: Happening): string | undefined {
  const { step, line, cpu, task, kind, source } = happening;
  const fields = FIELDS[kind] as ((record: HappeningRecord) => JsonFields) | undefined; // the key chose the row
  if (!fields) return undefined;
  const placed = source && { source: source.path, source_line: source.line };
  return JSON.stringify({ step, line: line < 0 ? null : line + 1, cpu, task, kind, ...placed, ...fields(happening) });
}

function hex(mask: bigint): string {
  return `0x${mask.toString(16)}`;
}

/** A signed 64-bit result: a number where JSON's are exact, else a decimal string. */
function integer(value: bigint): number | string {
  const signed = BigInt.asIntN(64, value);
  const number = Number(signed);
  return Number.isSafeInteger(number) ? number : signed.toString();
}
