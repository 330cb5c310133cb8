/** Messages of the protocol: as they come from outside, any JSON, and as they go out. */
import type { DebugProtocol } from '@vscode/debugprotocol';

/** A message gets its number when it is sent. */
export type Unnumbered = Omit<DebugProtocol.Response, 'seq'> | Omit<DebugProtocol.Event, 'seq'>;

/** The answer to a request, without the number and the name of the request. */
export type Outcome = Pick<DebugProtocol.Response, 'success' | 'message' | 'body'>;

/** A message as a request; undefined for other messages and for a request without a number. */
export function asRequest(message: unknown): DebugProtocol.Request | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, seq, command, arguments: given } = message as Readonly<Record<string, unknown>>;
  if (type !== 'request' || !isSequenceNumber(seq)) return undefined;
  return { type, seq, command: typeof command === 'string' ? command : '', arguments: given };
}

/** Undefined for what is no JSON. */
export function parseMessage(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function eventOf(event: string, body?: object): Unnumbered {
  return { type: 'event', event, ...(body ? { body } : {}) };
}

export function responseTo({ seq, command }: DebugProtocol.Request, outcome: Outcome): Unnumbered {
  return { type: 'response', request_seq: seq, command, ...outcome };
}

/** Refused, these leave a user without a session. All others are part of a view that shows the message in its place. */
const SHOWN: ReadonlySet<string> = new Set(['launch', 'attach', 'restart']);

/** `id` tells kinds of errors apart. */
export function refusal({ command }: DebugProtocol.Request, message: string, id: number): Outcome {
  const showUser = SHOWN.has(command);
  return { success: false, message, body: { error: { id, format: '{message}', variables: { message }, showUser } } };
}

/** A client may ask for the end of what has ended: a session that a trace has ended is stopped once more by the editor. */
const ENDING: ReadonlySet<string> = new Set(['disconnect', 'terminate']);

/** What a request gets from a session whose client has disconnected. `id` as for `refusal`. */
export function afterTheEnd(request: DebugProtocol.Request, id: number): Outcome {
  if (ENDING.has(request.command)) return { success: true };
  return refusal(request, 'The session is over: the client has disconnected.', id);
}

/** Whether an answer can name a request by this number. The protocol counts from 1; some clients count from 0. */
function isSequenceNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
