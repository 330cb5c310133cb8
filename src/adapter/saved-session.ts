/**
 * What a person has made of a run, as a file beside the trace: the changes, the bookmarks with their notes, and the moment. JSON, so
 * that it can be read and compared. The digest tells whether the trace is still the one that the moments are counted in.
 */
import { Digest } from '../machine/digest';
import { tableOf } from '../machine/table';
import type { Edit } from '../world/debugger/debugger-types';
import type { TimedEdit } from '../world/debugger/history/timed-edit';
import type { Bookmark } from '../world/debugger/session/bookmarks';
import { type Check, fields, integer, list, optional, string } from './protocol/checked';
import { UserError } from './protocol/user-error';
import type { Debuggee } from './state/debuggee';

const VERSION = 1;

export interface SavedSession {
  readonly trace: string;
  readonly moment: number;
  readonly edits: readonly TimedEdit[];
  readonly bookmarks: readonly Bookmark[];
}

/** Of the text of a trace. */
export function traceDigest({ program }: Debuggee): string {
  const digest = new Digest();
  digest.value(program.trace.text);
  return digest.toString();
}

export function writeSession(debuggee: Debuggee): string {
  const { engine } = debuggee;
  const saved = {
    version: VERSION,
    trace: traceDigest(debuggee),
    moment: engine.time.moment,
    edits: engine.edits.map(({ edit, ...when }) => ({ ...when, edit: plain(edit) })),
    bookmarks: engine.bookmarks.all,
  };
  return `${JSON.stringify(saved, undefined, 2)}\n`;
}

/** Throws `UserError` for what is no such file. */
export function readSession(text: string): SavedSession {
  const { version, edits, ...saved } = session(parse(text), 'session');
  if (version !== VERSION) {
    throw new UserError(
      'bad-session',
      `This session is of version ${version}, and this XTrace reads version ${VERSION}.`,
    );
  }
  return { ...saved, edits: [...edits].sort((a, b) => a.moment - b.moment) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('bad-session', 'This file is no session of XTrace: it is not JSON.');
  }
}

function plain(edit: Edit): object {
  return edit.kind === 'memory' ? { ...edit, bytes: [...edit.bytes] } : edit;
}

const nullable: Check<number | null> = (value, path) => (value === null ? null : integer(value, path));

const place = fields({ cpu: nullable, task: nullable, routine: optional(integer), space: optional(integer) });
const assign = fields({ target: string, value: string, place });
const memory = fields({ space: integer, address: integer, bytes: list(integer) });
const jump = fields({ address: integer });
const kind = fields({ kind: string });

const EDITS = tableOf<Check<Edit>>({
  assign: (value, path) => {
    const { target, value: text, place } = assign(value, path);
    const { cpu, task, routine, space } = place;
    const where = { cpu, task, ...(routine !== undefined && { routine }), ...(space !== undefined && { space }) };
    return { kind: 'assign', target, value: text, place: where };
  },
  memory: (value, path) => {
    const { bytes, ...rest } = memory(value, path);
    return { kind: 'memory', ...rest, bytes: Uint8Array.from(bytes) };
  },
  jump: (value, path) => ({ kind: 'jump', ...jump(value, path) }),
});

const edit: Check<Edit> = (value, path) => {
  const { kind: name } = kind(value, path);
  const check = EDITS[name];
  if (!check) throw new UserError('bad-session', `The session has a change of an unknown kind: \`${name}\`.`);
  return check(value, path);
};

const session = fields({
  version: integer,
  trace: string,
  moment: integer,
  edits: list(fields({ moment: integer, step: integer, edit })),
  bookmarks: list(fields({ name: string, note: string, moment: integer, step: integer, line: integer })),
});
