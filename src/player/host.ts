/** Files and time for the adapter, from a page: the only files are those that the page carries. */

import type { AdapterHost } from '../adapter/protocol/host';
import { UserError } from '../adapter/protocol/user-error';
import { ownValue } from '../machine/table';
import type { Exported } from './exported';

export function pageHost({ name, text, files }: Exported): AdapterHost {
  return {
    readText: async () => text,
    readBytes: async (path) => {
      const found = ownValue(files, path.replace(/^\.?\//, ''));
      if (found === undefined) throw new UserError('cannot-read', `This page was made without the file ${path}.`);
      return Uint8Array.from(atob(found), (character) => character.charCodeAt(0));
    },
    schedule: soon(),
    now: () => performance.now(),
    resolvePath: () => name,
  };
}

/** A turn of the page's event loop, without the milliseconds that a page's timers wait at least. */
function soon(): AdapterHost['schedule'] {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (work) => {
    waiting.push(work);
    port2.postMessage(null);
  };
}
