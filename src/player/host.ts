/** Files and time for the adapter, from a page: the only files are those that the page carries. */

import { decodeBase64 } from '../adapter/protocol/base64';
import type { AdapterHost } from '../adapter/protocol/host';
import { soonHere } from '../adapter/protocol/soon';
import { UserError } from '../adapter/protocol/user-error';
import { ownValue } from '../machine/table';
import type { Exported } from './exported';

export function pageHost({ name, text, files }: Exported): AdapterHost {
  return {
    readText: async () => text,
    readBytes: async (path) => {
      const found = ownValue(files, path.replace(/^\.?\//, ''));
      if (found === undefined) throw new UserError('cannot-read', `This page was made without the file ${path}.`);
      return decodeBase64(found) ?? new Uint8Array();
    },
    schedule: soonHere(),
    now: () => performance.now(),
    resolvePath: () => name,
  };
}
