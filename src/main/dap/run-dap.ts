/** The debug adapter for any editor: on standard input and output, on a TCP port of this machine, or on a socket. */
import '../iced-on-node';
import '../inflate-on-node';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type Session, XTraceSession } from '../../adapter/session';
import { type Streams, serve, writable } from './connection';
import { type Listening, listening } from './listening';
import { nodeHost } from './node-host';
import { type StartThread, ThreadSession, threadsOf } from './thread-session';
import { accepting } from './token';

export interface DapOptions {
  /** Listen there instead of using standard input and output; 0 lets the system choose. */
  readonly port?: number | undefined;
  /** A socket in the file system, for this user alone. */
  readonly socket?: string | undefined;
  /** What every launch request must have. */
  readonly token?: string | undefined;
  /** Says what the client cannot be told. */
  readonly log: (line: string) => void;
  /** For each client on a port or a socket; the bundle beside this one by default. */
  readonly startThread?: StartThread;
}

/** Clients at the same time; each may need a processor and some gigabytes. */
export const MOST_CLIENTS = 16;
/** A connection without any message is closed after this time. */
export const SILENCE_MS = 30_000;

/** Serves one client on standard input and output, or many of them, one after the other or at once. */
export function runDap(options: DapOptions): Promise<Listening | undefined> {
  if (options.port === undefined && options.socket === undefined) {
    serveStandardStreams(options);
    return Promise.resolve(undefined);
  }
  return listen(options);
}

function serveStandardStreams({ token, log }: DapOptions): void {
  const streams = { input: process.stdin, output: process.stdout };
  const leave = () => process.stdout.write('', () => process.exit());
  const host = nodeHost({
    onClosed: leave,
    writable: () => writable(streams),
    ...(token === undefined ? {} : { acceptsToken: accepting(token) }),
  });
  serve(() => new XTraceSession(host), streams, {
    onRefused: (reason) => {
      process.exitCode = 2;
      log(reason);
    },
    onGone: leave,
  });
}

async function listen(options: DapOptions): Promise<Listening> {
  const clients = new Set<Socket>();
  const server = createServer((socket) => {
    clients.add(socket);
    socket.once('close', () => clients.delete(socket));
    welcome(socket, options);
  });
  server.maxConnections = MOST_CLIENTS;
  server.on('drop', () => options.log(`There are ${MOST_CLIENTS} clients already: one more was sent away.`));
  return listening(server, options, clients);
}

function welcome(socket: Socket, options: DapOptions): void {
  const streams: Streams = { input: socket, output: socket };
  socket.setNoDelay(true);
  socket.setTimeout(SILENCE_MS, () => socket.destroy());
  const begin = () => {
    socket.setTimeout(0);
    return sessionFor(streams, options);
  };
  serve(begin, streams, {
    onRefused: (reason) => options.log(`A connection was refused: ${reason}`),
    onGone: () => socket.destroy(),
  });
}

/** In a thread of its own, where there are threads: no client holds up another. */
function sessionFor(streams: Streams, { token, startThread = THREADS }: DapOptions): Session {
  const client = { onClosed: () => void streams.output.end(), writable: () => writable(streams) };
  const thread = startThread();
  if (thread) return new ThreadSession(thread, nodeHost(client), { files: 'own', token });
  return new XTraceSession(nodeHost({ ...client, ...(token === undefined ? {} : { acceptsToken: accepting(token) }) }));
}

const THREADS = threadsOf(join(__dirname, 'worker.js'));
