/** Explain This Divergence: which assumption makes a trace and the model agree, as a ranked list beside the editor. */
import * as vscode from 'vscode';
import type { Explained } from '../../adapter/background/background';
import { headlineOf } from '../../world/explore/explanation-text';
import { type BackgroundSession, Cancelled } from '../background/background-session';
import { TYPE } from '../debug/launch-configuration';
import { baseName, programOf, uriOf } from '../debug/program';
import { SOURCES } from '../language/ranges';
import { commandLink, showPage } from '../scriptless-page';
import { languageOf, TRACE_LANGUAGE } from '../trace-document';
import { DEBUG_FOUND, SHOW_LINE } from './commands';
import { explainedHtml } from './explained-html';
import type { FoundTraces } from './found-traces';

const EXPLAIN = 'xtrace.explain';

export function registerExplain(
  extension: vscode.Uri,
  background: BackgroundSession,
  traces: FoundTraces,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(EXPLAIN, (uri?: unknown) => explain(extension, background, traces, uri)),
    vscode.languages.registerCodeActionsProvider(
      { language: TRACE_LANGUAGE },
      { provideCodeActions: ({ uri }, _range, { diagnostics }) => explainActions(uri, diagnostics) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/**
 * Where the last run has found something against the word of the trace. The action says nothing of the problems that it is for: VS Code
 * would list it before the fixes.
 */
function explainActions(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  if (!diagnostics.some(({ source }) => source === SOURCES.run)) return [];
  const action = new vscode.CodeAction('Explain this divergence', vscode.CodeActionKind.QuickFix);
  action.command = { command: EXPLAIN, title: action.title, arguments: [uri] };
  return [action];
}

/** Of the trace that is given, that is in the editor, or that is being debugged. */
async function explain(
  extension: vscode.Uri,
  background: BackgroundSession,
  traces: FoundTraces,
  given: unknown,
): Promise<void> {
  const uri = given instanceof vscode.Uri ? given : (traceInEditor() ?? debuggedTrace());
  if (!uri) return void vscode.window.showErrorMessage('No trace is open. Open an .xtrace file, and explain it again.');
  const document = await vscode.workspace.openTextDocument(uri);
  const asked = { program: programOf(uri), text: document.getText() };
  try {
    const explained = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Explaining ${baseName(uri)}`, cancellable: true },
      (progress, token) => {
        let done = 0;
        return background.explain(asked, token, (report) => {
          progress.report({ message: `${Math.floor(report.done * 100)} %`, increment: 100 * (report.done - done) });
          done = report.done;
        });
      },
    );
    show(extension, traces, uri, explained);
  } catch (error) {
    if (!(error instanceof Cancelled)) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }
}

function traceInEditor(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && languageOf(document) === 'trace' ? document.uri : undefined;
}

function debuggedTrace(): vscode.Uri | undefined {
  const session = vscode.debug.activeDebugSession;
  const program: unknown = session?.configuration.program;
  return session?.type === TYPE && typeof program === 'string' ? uriOf(program) : undefined;
}

function show(extension: vscode.Uri, traces: FoundTraces, uri: vscode.Uri, explained: Explained): void {
  const name = baseName(uri);
  if (explained.contradictions.length === 0) return void vscode.window.showInformationMessage(headlineOf(explained));
  const base = name.replace(/\.xtrace$/, '');
  const changed = explained.explanations.map(({ trace }, index) =>
    traces.put(uri, `${base}-explained-${index + 1}.xtrace`, trace).toString(),
  );
  showPage(extension, 'xtrace.explained', {
    title: `Explained ${name}`,
    style: 'answers.css',
    commands: [DEBUG_FOUND, SHOW_LINE],
    body: explainedHtml(name, explained, {
      open: (index) => commandLink(SHOW_LINE, changed[index], explained.explanations[index]?.explains.line),
      debug: (index) => commandLink(DEBUG_FOUND, changed[index]),
      line: (line) => commandLink(SHOW_LINE, uri.toString(), line),
    }),
  });
}
