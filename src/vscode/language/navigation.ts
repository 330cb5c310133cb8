/** From a name of a trace to its definition and its uses, and renaming it, in VS Code. */
import * as vscode from 'vscode';
import type { Range } from '../../language/errors/diagnostic';
import type { LoadCore } from '../core';
import { TRACE_LANGUAGE } from '../trace-document';
import { toRange } from './ranges';

const SELECTOR: vscode.DocumentSelector = { language: TRACE_LANGUAGE };

export function registerNavigation(loadCore: LoadCore): vscode.Disposable {
  const referencesAt = async (document: vscode.TextDocument, { line, character }: vscode.Position) =>
    (await loadCore()).referencesAt(document.getText(), line, character);
  const locations = ({ uri }: vscode.TextDocument, ranges: readonly Range[]) =>
    ranges.map((range) => new vscode.Location(uri, toRange(range)));

  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(SELECTOR, {
      async provideDefinition(document, position) {
        return locations(document, (await referencesAt(document, position))?.definitions ?? []);
      },
    }),
    vscode.languages.registerReferenceProvider(SELECTOR, {
      async provideReferences(document, position, { includeDeclaration }) {
        const { definitions = [], uses = [] } = (await referencesAt(document, position)) ?? {};
        return locations(document, includeDeclaration ? [...definitions, ...uses] : uses);
      },
    }),
    vscode.languages.registerDocumentHighlightProvider(SELECTOR, {
      async provideDocumentHighlights(document, position) {
        const { definitions = [], uses = [] } = (await referencesAt(document, position)) ?? {};
        const { Read, Write } = vscode.DocumentHighlightKind;
        return [
          ...definitions.map((range) => new vscode.DocumentHighlight(toRange(range), Write)),
          ...uses.map((range) => new vscode.DocumentHighlight(toRange(range), Read)),
        ];
      },
    }),
    vscode.languages.registerRenameProvider(SELECTOR, {
      async prepareRename(document, position) {
        const found = await referencesAt(document, position);
        const place = [...(found?.definitions ?? []), ...(found?.uses ?? [])]
          .map(toRange)
          .find((range) => range.contains(position));
        if (!place) throw new Error('Only names that the trace declares can be renamed.');
        return place;
      },
      async provideRenameEdits(document, { line, character }, name) {
        const ranges = (await loadCore()).rename(document.getText(), line, character, name);
        const edit = new vscode.WorkspaceEdit();
        for (const range of ranges) edit.replace(document.uri, toRange(range), name);
        return edit;
      },
    }),
  );
}
