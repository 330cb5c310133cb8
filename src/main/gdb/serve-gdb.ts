/** A debuggee for one client of the GDB Remote Serial Protocol: on standard input and output, a port of this machine, or a socket. */
import '../iced-on-node';
import '../inflate-on-node';
import { createServer, type Socket } from 'node:net';
import type { Debuggee } from '../../adapter/state/debuggee';
import { GdbSession } from '../../gdb/gdb-session';
import { PacketError } from '../../gdb/protocol/packet-reader';
import { type Streams, writable } from '../dap/connection';
import { type Listening, type ListeningPlace, listening } from '../dap/listening';
import { nodeHost } from '../dap/node-host';
import { SILENCE_MS } from '../dap/run-dap';

export interface GdbOptions extends ListeningPlace {
  /** What is debugged, from its beginning. */
  readonly makeDebuggee: () => Debuggee;
  /** Says what the client cannot be told. */
  readonly log: (line: string) => void;
}

interface Ends {
  /** The first packet has arrived. */
  readonly onMet: () => void;
  /** What arrived was not the protocol, or something went wrong, for this reason. */
  readonly onProblem: (reason: string) => void;
  /** There is no client any more. */
  readonly onGone: () => void;
}

/** Serves one client on standard input and output until it leaves. */
export function serveGdbOnStreams(options: GdbOptions): Promise<void> {
  const streams = { input: process.stdin, output: process.stdout };
  return new Promise((gone) => {
    serve(streams, options, { onMet: () => undefined, onProblem: options.log, onGone: gone });
  });
}

/** Listens for a client, serves it, and closes when it has left. Who does not speak the protocol is sent away. */
export async function listenForGdb(options: GdbOptions): Promise<Listening> {
  const clients = new Set<Socket>();
  let served = false;
  const server = createServer((socket) => {
    clients.add(socket);
    socket.setNoDelay(true);
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    let isClient = false;
    serve({ input: socket, output: socket }, options, {
      onMet: () => {
        isClient = true;
        served = true;
        socket.setTimeout(0);
      },
      onProblem: (reason) => options.log(`A connection was refused: ${reason}`),
      onGone: () => {
        clients.delete(socket);
        if (socket.writable) socket.end();
        else socket.destroy();
        if (isClient) place.close();
      },
    });
  });
  server.maxConnections = 1;
  server.on('drop', () =>
    options.log(`${served ? 'There is a client' : 'Somebody is connected'} already: one more was sent away.`),
  );
  const place = await listening(server, options, clients);
  return place;
}

function serve(streams: Streams, { makeDebuggee, log }: GdbOptions, { onMet, onProblem, onGone }: Ends): void {
  const { input, output } = streams;
  let session: GdbSession | undefined;
  let isGone = false;
  const leave = () => {
    if (isGone) return;
    isGone = true;
    session?.dispose();
    onGone();
  };
  const begin = () =>
    new GdbSession(makeDebuggee(), nodeHost({ writable: () => writable(streams) }), {
      send: (bytes) => void (output.writable && output.write(bytes)),
      close: (problem) => {
        if (problem !== undefined) log(problem);
        leave();
      },
      onMet,
    });
  input.on('data', (chunk: Uint8Array) => {
    if (isGone) return;
    try {
      session ??= begin();
      session.receive(chunk);
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      onProblem(error.message);
      leave();
    }
  });
  input.on('end', leave).on('close', leave).on('error', leave);
  output.on('close', leave).on('error', leave);
}
