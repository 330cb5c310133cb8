/** The language server on standard input and output, in a bundle of its own: nobody else needs the protocol's library. */
import { createConnection } from 'vscode-languageserver/node';
import { serveLanguage } from '../lsp/language-server';
import type { LanguageCore, LanguageHost } from '../lsp/services';

/** Ends the process when the client says so, or is gone. */
export function serveOnStandardStreams(core: LanguageCore, host: LanguageHost): void {
  serveLanguage(createConnection(process.stdin, process.stdout), core, host);
}
