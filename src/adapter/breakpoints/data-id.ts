/**
 * The names that clients keep of data to watch. They say all of it, so that they hold beyond the stop at which they were
 * given, also in the next session.
 */
import type { DataTarget } from '../../world/watch/data-access';
import { boolean, fields, integer, optional, string } from '../protocol/checked';
import { UserError } from '../protocol/user-error';

export interface WatchedTarget {
  readonly target: DataTarget;
  /** A write that leaves the value as it is does not count. */
  readonly onlyChanges: boolean;
}

const shape = fields({
  expression: optional(string),
  cpu: optional(integer),
  task: optional(integer),
  space: optional(integer),
  address: optional(integer),
  bytes: optional(integer),
  onlyChanges: optional(boolean),
});

/** A range is read and compared behind every access to it: that takes milliseconds for so many bytes. */
const MOST_BYTES = 1024 * 1024;

/** A range of memory as something to watch. Throws `UserError` where it is too long. */
export function memoryTarget(space: number, address: number, length: number): DataTarget {
  if (length > MOST_BYTES) {
    const most = `${MOST_BYTES / 1024} KiB`;
    throw new UserError(
      'no-data',
      `A data breakpoint is on ${most} at most, not ${length} bytes: watch a part of them.`,
    );
  }
  return { kind: 'memory', space, address, length };
}

export function dataIdOf({ target, onlyChanges }: WatchedTarget): string {
  const mode = onlyChanges ? { onlyChanges } : {};
  if (target.kind === 'memory') {
    const { space, address, length } = target;
    return JSON.stringify({ space, address, bytes: length, ...mode });
  }
  const { text, place } = target;
  return JSON.stringify({ expression: text, ...place, ...mode });
}

/** Throws `UserError` for what is no such name. */
export function parseDataId(dataId: string): WatchedTarget {
  const { expression, cpu = null, task = null, space, address, bytes, onlyChanges = false } = parse(dataId);
  if (expression !== undefined) {
    const place = { cpu, task, ...(space === undefined ? {} : { space }) };
    return { target: { kind: 'expression', text: expression, place }, onlyChanges };
  }
  if (space === undefined || address === undefined || bytes === undefined || bytes < 1) throw unknown(dataId);
  return { target: memoryTarget(space, address, bytes), onlyChanges };
}

function parse(dataId: string): ReturnType<typeof shape> {
  try {
    return shape(JSON.parse(dataId), 'dataId');
  } catch {
    throw unknown(dataId);
  }
}

function unknown(dataId: string): UserError {
  return new UserError('no-data', `\`${dataId}\` names no data: ask for \`dataBreakpointInfo\` first.`);
}
