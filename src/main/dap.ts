/** The debug adapter for any editor: on standard input and output, or on a TCP port of this machine. */
import './iced-on-node';
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { decodeTrace } from '../adapter/launch/decode-trace';
import { demandInside } from '../adapter/launch/inside-folder';
import type { AdapterHost } from '../adapter/protocol/host';
import { XTraceSession } from '../adapter/session';

export interface DapOptions {
  /** Listen there instead of using standard input and output; 0 lets the system choose. */
  readonly port?: number;
}

/** Serves one client on standard input and output, or any number of them, one after the other or at once, on a port. */
export function runDap({ port }: DapOptions = {}): Promise<Server | undefined> {
  if (port === undefined) {
    serveStandardStreams();
    return Promise.resolve(undefined);
  }
  return serveTcp(port);
}

function serveStandardStreams(): void {
  const session = new XTraceSession(nodeHost(() => process.stdout.write('', () => process.exit(0))));
  session.start(process.stdin, process.stdout);
  process.stdin.on('end', () => process.exit(0));
}

function serveTcp(port: number): Promise<Server> {
  const server = createServer((socket: Socket) => {
    const session = new XTraceSession(nodeHost(() => socket.end()));
    session.setRunAsServer(true);
    session.start(socket, socket);
  });
  return new Promise((listening, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => listening(server));
  });
}

export function nodeHost(onClosed: () => void): AdapterHost {
  return {
    readText: async (path) => decodeTrace(path, await read(path)),
    readBytes: async (path, folder) => {
      await demandInside(path, folder);
      return read(path);
    },
    schedule: (work) => {
      setImmediate(work);
    },
    now: () => performance.now(),
    resolvePath: (path, folder) => resolve(folder ?? '', path),
    onClosed,
  };
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(whyNot(path, (error as NodeJS.ErrnoException).code));
  }
}

const REASONS: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file ${path}. Correct "program" in the launch configuration.`,
  EISDIR: (path) => `${path} is a folder, not a trace.`,
  EACCES: (path) => `${path} cannot be read: access is denied.`,
};

function whyNot(path: string, code: string | undefined): string {
  return REASONS[code ?? '']?.(path) ?? `${path} cannot be read${code ? ` (${code})` : ''}.`;
}
