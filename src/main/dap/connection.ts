/**
 * A session at the other end of a pair of streams. What cannot be the protocol ends the connection; a client that does
 * not read holds up the output, and in the end its own requests.
 */
import type { Readable, Writable } from 'node:stream';
import { FramingError, framed, MessageReader } from '../../adapter/protocol/framing';
import { parseMessage } from '../../adapter/protocol/message';
import type { Session } from '../../adapter/session';

/** Unread bytes of output beyond which the adapter reads no more requests. */
const MOST_UNREAD = 1024 * 1024;

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

export interface Ends {
  /** What arrived was not the protocol, for this reason. */
  readonly onRefused: (reason: string) => void;
  /** There is no client any more. */
  readonly onGone: () => void;
}

/** Undefined while the client keeps up with the output; else a promise until the client has read, or is gone. */
export function writable({ output }: Streams): Promise<void> | undefined {
  if (!output.writableNeedDrain || output.destroyed) return undefined;
  return new Promise((resolve) => {
    const settle = () => {
      output.off('drain', settle).off('close', settle);
      resolve();
    };
    output.on('drain', settle).on('close', settle);
  });
}

/** Serves a client until the connection ends. The session begins with the first message. */
export function serve(begin: () => Session, streams: Streams, { onRefused, onGone }: Ends): void {
  const { input, output } = streams;
  const reader = new MessageReader();
  let session: Session | undefined;
  let isGone = false;
  const leave = () => {
    if (isGone) return;
    isGone = true;
    session?.dispose();
    onGone();
  };
  const receive = (text: string) => {
    if (!session) {
      session = begin();
      session.onDidSendMessage((message) => write(streams, framed(message)));
    }
    session.handleMessage(parseMessage(text));
  };
  input.on('data', (chunk: Uint8Array) => {
    if (isGone) return;
    // What is said in one turn leaves in one write: each write costs the adapter and the client a turn of their loops.
    output.cork();
    try {
      for (const text of reader.read(chunk)) receive(text);
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      onRefused(error.message);
      leave();
    } finally {
      output.uncork();
    }
  });
  input.on('end', leave).on('close', leave).on('error', leave);
  output.on('close', leave).on('error', leave);
}

function write(streams: Streams, bytes: Uint8Array): void {
  const { input, output } = streams;
  if (!output.writable) return;
  output.write(bytes);
  if (output.writableLength <= MOST_UNREAD || input.isPaused()) return;
  input.pause();
  void writable(streams)?.then(() => input.resume());
}
