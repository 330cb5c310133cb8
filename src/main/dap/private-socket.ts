/** A socket in the file system that only its owner can connect to, from its first moment on. */
import { accessSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';

const FOR_OTHERS = 0o177;

/** Rejects with Node's error when the path is taken by what is in use, or is no socket. */
export async function listenPrivately(server: Server, path: string): Promise<void> {
  // `listen` would say that access is denied.
  accessSync(dirname(path));
  if (isSocket(path) && (await isAbandoned(path))) unlinkSync(path);
  await new Promise<void>((listening, reject) => {
    server.once('error', reject);
    // The file is made within `listen`: with these rights, and not given them later.
    const before = process.umask(FOR_OTHERS);
    try {
      server.listen(path, () => listening());
    } finally {
      process.umask(before);
    }
  });
}

function isSocket(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
}

/** Whether no process listens on the socket any more. */
function isAbandoned(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED'));
  });
}
