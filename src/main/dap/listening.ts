/** A server that nobody of another machine can connect to: on a port of this one, or on a socket of its owner. */
import type { Server, Socket } from 'node:net';
import { listenPrivately } from './private-socket';

export interface ListeningPlace {
  /** 0 lets the system choose. */
  readonly port?: number | undefined;
  /** A socket in the file system, for this user alone; it goes before the port. */
  readonly socket?: string | undefined;
}

export interface Listening {
  /** As `127.0.0.1:4711`, or the path of the socket. */
  readonly where: string;
  /** Of a TCP port. */
  readonly port: number | undefined;
  readonly closed: Promise<void>;
  /** Sends every client away. */
  close(): void;
}

/** Nobody else's machine can connect. */
const HERE = '127.0.0.1';

/** Rejects with Node's error where nothing can listen there. @param clients that are connected, kept by the caller. */
export async function listening(
  server: Server,
  { port: wanted = 0, socket }: ListeningPlace,
  clients: ReadonlySet<Socket>,
): Promise<Listening> {
  if (socket !== undefined) await listenPrivately(server, socket);
  else await listenOnPort(server, wanted);
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : undefined;
  return {
    where: port === undefined ? String(address) : `${HERE}:${port}`,
    port,
    closed: new Promise((closed) => server.once('close', closed)),
    close: () => {
      server.close();
      for (const client of clients) client.destroy();
    },
  };
}

function listenOnPort(server: Server, port: number): Promise<void> {
  return new Promise((done, reject) => {
    server.once('error', reject);
    server.listen(port, HERE, () => done());
  });
}
