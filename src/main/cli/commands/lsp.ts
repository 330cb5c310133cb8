/** `xtrace lsp`: the language server, for any editor. */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { version } from '../../../../package.json';
import { DATA_LIMIT, TRACE_LIMIT } from '../../../adapter/launch/file-limit';
import type { LanguageHost } from '../../../lsp/services';
import * as languageCore from '../../language-core';
import { readRegularFile, sizeOfRegularFile } from '../../regular-file';
import { traceFilesIn } from '../../trace-files';
import type { Command } from '../command';
import { EXIT } from '../exit-status';
import { UsageError } from '../usage-error';

export const LSP: Command = {
  name: 'lsp',
  usage: '[--stdio]',
  summary: 'Serve the language (problems, completion, hover, ...) to an editor, on standard input and output.',
  options: [{ name: 'stdio', summary: 'What many clients say; standard input and output are used in any case.' }],
  run: async ({ files: [extra] }) => {
    if (extra !== undefined) throw new UsageError(`lsp takes no file: the editor opens the traces. What is ${extra}?`);
    const { serveOnStandardStreams } = await import('../../language-server');
    serveOnStandardStreams(languageCore, HOST);
    await once(process.stdin, 'end');
    return EXIT.OK;
  },
};

const pathOf = (uri: string): string => (uri.startsWith('file:') ? fileURLToPath(uri) : uri);

const HOST: LanguageHost = {
  version,
  pathOf,
  tracesIn: traceFilesIn,
  readTrace: async (uri) => new TextDecoder().decode(readRegularFile(pathOf(uri), TRACE_LIMIT)),
  sizeOf: async (path, folder) => sizeOfRegularFile(path, DATA_LIMIT, folder),
  readBytes: async (path, folder) => readRegularFile(path, DATA_LIMIT, folder),
  namesIn: async (folder) => {
    const found = await readdir(folder, { withFileTypes: true });
    return found.filter((entry) => entry.isFile()).map(({ name }) => name);
  },
  schedule: (work) => {
    setImmediate(work);
  },
  now: () => performance.now(),
};
