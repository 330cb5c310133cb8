/** Names by what the trace declares them to be, in VS Code; the grammar colours all that can be known without reading the trace. */
import * as vscode from 'vscode';
import type { SemanticKind } from '../../language/editing/semantic-tokens';
import { DECLARATION, TOKEN_MODIFIERS, TOKEN_STYLES, TOKEN_TYPES } from '../../language/editing/token-style';
import type { LoadCore } from '../core';
import { TRACE_LANGUAGE } from '../trace-document';
import { toRange } from './ranges';

const DECLARED: ReadonlySet<SemanticKind> = new Set(['const', 'data', 'task', 'proc', 'label', 'counter']);
const LEGEND = new vscode.SemanticTokensLegend([...TOKEN_TYPES], [...TOKEN_MODIFIERS]);

export function registerSemanticTokens(loadCore: LoadCore): vscode.Disposable {
  return vscode.languages.registerDocumentSemanticTokensProvider(
    { language: TRACE_LANGUAGE },
    {
      async provideDocumentSemanticTokens(document) {
        const builder = new vscode.SemanticTokensBuilder(LEGEND);
        for (const token of (await loadCore()).semanticTokens(document.getText())) {
          if (!DECLARED.has(token.kind)) continue;
          const { type, modifier } = TOKEN_STYLES[token.kind];
          const modifiers = [...(token.declares ? [DECLARATION] : []), ...(modifier === undefined ? [] : [modifier])];
          builder.push(toRange(token), type, modifiers);
        }
        return builder.build();
      },
    },
    LEGEND,
  );
}
