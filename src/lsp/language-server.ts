/** A language server for traces, by the Language Server Protocol 3.17: the same functions as in VS Code, for every other editor. */
import {
  CodeActionKind,
  type Connection,
  type InitializeResult,
  PositionEncodingKind,
  ResponseError,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { COMPLETION_TRIGGERS, popsUpBehind } from '../language/editing/completion/pops-up';
import { SIGNATURE_TRIGGERS } from '../language/editing/signature-help';
import { toCaller, toCodeAction, toCompletion, toHighlights, toHover, toSignatureHelp, toSymbol } from './answers';
import { Diagnosing, SOURCE } from './diagnosing';
import { Folders } from './folders';
import { LastRuns } from './last-runs';
import { toLocations, toRange, toTextEdit } from './places';
import { encodeTokens, LEGEND } from './semantic-tokens';
import type { LanguageCore, LanguageHost } from './services';
import { WorkspaceSymbols } from './workspace-symbols';

/** `RequestFailed` of the protocol: the request was right, and what it asks for cannot be done. */
const REQUEST_FAILED = -32803;

const CAPABILITIES: InitializeResult['capabilities'] = {
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS] },
  signatureHelpProvider: {
    triggerCharacters: [...SIGNATURE_TRIGGERS.open],
    retriggerCharacters: [...SIGNATURE_TRIGGERS.change],
  },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  callHierarchyProvider: true,
  renameProvider: { prepareProvider: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
  documentLinkProvider: {},
  inlayHintProvider: true,
  semanticTokensProvider: { legend: LEGEND, full: true },
};

/** Serves one client on `connection` until the client ends it. */
export function serveLanguage(connection: Connection, core: LanguageCore, host: LanguageHost): void {
  const documents = new TextDocuments(TextDocument);
  const runs = new LastRuns(core, host);
  documents.onDidClose(({ document }) => runs.forget(document.uri));
  const folders = new Folders();
  const symbols = new WorkspaceSymbols(documents, folders, core, host);
  const textOf = (uri: string) => documents.get(uri)?.getText();

  /** Asks `answer` about the text at a place; null, as the protocol has it, where there is no such document or no answer. */
  const at =
    <P extends TextDocumentPositionParams, R>(
      answer: (
        text: string,
        line: number,
        character: number,
        params: P,
      ) => Promise<R | undefined> | R | null | undefined,
    ) =>
    async (params: P): Promise<R | null> => {
      const text = textOf(params.textDocument.uri);
      const { line, character } = params.position;
      return text === undefined ? null : ((await answer(text, line, character, params)) ?? null);
    };

  connection.onInitialize((params) => {
    folders.begin(params);
    return { capabilities: CAPABILITIES, serverInfo: { name: SOURCE, version: host.version } };
  });
  connection.onInitialized(() => folders.follow(connection));
  connection.onHover(
    at(async (text, line, character, { textDocument: { uri } }) => {
      const files = await core.filesToAnswer(host, host.pathOf(uri), text, line);
      const found = core.hoverAt(text, line, character, files);
      return found && toHover(found);
    }),
  );
  connection.onCompletion(
    at(async (text, line, character, { textDocument: { uri }, context }) => {
      const before = (text.split('\n')[line] ?? '').slice(0, character);
      if (context?.triggerCharacter !== undefined && !popsUpBehind(context.triggerCharacter, before)) return [];
      const files = await core.filesToAnswer(host, host.pathOf(uri), text, line);
      const { range, items } = core.completionsAt(text, line, character, files);
      return items.map((item, rank) => toCompletion(item, rank, toRange(range)));
    }),
  );
  connection.onSignatureHelp(
    at((text, line, character) => {
      const found = core.signatureAt(text, line, character);
      return found && toSignatureHelp(found);
    }),
  );
  connection.onDefinition(
    at((text, line, character, { textDocument: { uri } }) => {
      return toLocations(uri, core.referencesAt(text, line, character)?.definitions ?? []);
    }),
  );
  connection.onReferences(
    at((text, line, character, { textDocument: { uri }, context }) => {
      const { definitions = [], uses = [] } = core.referencesAt(text, line, character) ?? {};
      return toLocations(uri, context.includeDeclaration ? [...definitions, ...uses] : uses);
    }),
  );
  connection.onDocumentHighlight(
    at((text, line, character) => {
      const found = core.referencesAt(text, line, character);
      return found && toHighlights(found);
    }),
  );
  connection.onPrepareRename(
    at((text, line, character) => {
      const found = core.referencesAt(text, line, character);
      const place = [...(found?.definitions ?? []), ...(found?.uses ?? [])].find(
        (range) => range.line === line && range.start <= character && character <= range.end,
      );
      return place && toRange(place);
    }),
  );
  connection.onRenameRequest(
    at((text, line, character, { textDocument: { uri }, newName }) => {
      const ranges = orFail(() => core.rename(text, line, character, newName));
      return { changes: { [uri]: ranges.map((range) => ({ range: toRange(range), newText: newName })) } };
    }),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) => core.outline(textOf(uri) ?? '').map(toSymbol));
  connection.onWorkspaceSymbol(({ query }, token) => symbols.matching(query, token));
  connection.languages.callHierarchy.onPrepare(
    at((text, line, character, { textDocument: { uri } }) => {
      const found = core.callerAt(text, line, character);
      return found && [toCaller(uri, found)];
    }),
  );
  connection.languages.callHierarchy.onIncomingCalls(({ item: { uri, selectionRange } }) =>
    core.callsTo(textOf(uri) ?? '', selectionRange.start.line).map(({ other, ranges }) => ({
      from: toCaller(uri, other),
      fromRanges: ranges.map(toRange),
    })),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item: { uri, selectionRange } }) =>
    core.callsFrom(textOf(uri) ?? '', selectionRange.start.line).map(({ other, ranges }) => ({
      to: toCaller(uri, other),
      fromRanges: ranges.map(toRange),
    })),
  );
  connection.onCodeAction(async (params) => {
    const document = documents.get(params.textDocument.uri);
    if (!document) return [];
    const { start, end } = params.range;
    const text = document.getText();
    const run = await runs.of(document);
    const fixes = [
      ...core.quickFixesIn(text, start.line, end.line),
      ...(run ? core.runFixes(text, run, start.line, end.line) : []),
    ];
    return fixes.map((fix) => toCodeAction(fix, params));
  });
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) => {
    const document = documents.get(uri);
    return document ? runs.hints(document, range) : [];
  });
  connection.onDocumentFormatting(({ textDocument: { uri } }) => {
    const document = documents.get(uri);
    if (!document) return [];
    const text = document.getText();
    const formatted = core.formatTrace(text);
    const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
    return formatted === text ? [] : [{ range, newText: formatted }];
  });
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range: { start, end } }) =>
    core.formatLines(textOf(uri) ?? '', start.line, end.line).map(toTextEdit),
  );
  connection.onDocumentOnTypeFormatting(({ textDocument: { uri }, position: { line } }) =>
    line === 0 ? [] : core.formatLines(textOf(uri) ?? '', line - 1, line - 1).map(toTextEdit),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }) =>
    core.fileLinksIn(textOf(uri) ?? '').map(({ range, path }) => ({
      range: toRange(range),
      target: new URL(path.split('/').map(encodeURIComponent).join('/'), uri).href,
    })),
  );
  connection.languages.semanticTokens.on(({ textDocument: { uri } }) =>
    encodeTokens(core.semanticTokens(textOf(uri) ?? '')),
  );

  new Diagnosing(connection, documents, core, host, runs);
  documents.listen(connection);
  connection.listen();
}

/** What the core says to the user is the protocol's message, not a mistake of the server. */
function orFail<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new ResponseError(REQUEST_FAILED, error instanceof Error ? error.message : String(error));
  }
}
