/** Registers everything with VS Code. The emulator is loaded only when something needs it. */
import type * as vscode from 'vscode';
import { registerAnswerCommands } from './answers/commands';
import { registerExplain } from './answers/explain';
import { Explorer } from './answers/explore';
import { FindingsTests } from './answers/findings-tests';
import { FoundTraces } from './answers/found-traces';
import { Accounts } from './background/accounts';
import { BackgroundSession } from './background/background-session';
import { LastRuns } from './background/last-runs';
import { registerLaunchCommands } from './commands';
import type { LoadCore, OpenSession } from './core';
import { registerAdapter } from './debug/adapter-factory';
import { registerChanges } from './debug/changes';
import { registerComparison } from './debug/comparison';
import { registerConfigurations } from './debug/configuration-provider';
import { registerEditedTrace } from './debug/edited-trace';
import { registerHistory } from './debug/history';
import { registerRadix } from './debug/radix';
import { Sessions } from './debug/sessions';
import { StatusBar } from './debug/status-bar';
import { registerTakeOutStep } from './debug/take-out-step';
import { Diagnostics } from './diagnostics';
import { registerExportPage } from './export-page';
import { registerExportProgram } from './export-program';
import { registerCallHierarchy } from './language/call-hierarchy';
import { registerDebugHover } from './language/debug-hover';
import { registerInlineValues } from './language/inline-values';
import { registerKernelSource } from './language/kernel-source';
import { registerNavigation } from './language/navigation';
import { registerLanguageProviders } from './language/providers';
import { registerQuickFixes } from './language/quick-fixes';
import { registerSemanticTokens } from './language/semantic-tokens';
import { registerSignatureHelp } from './language/signature-help';
import { WorkspaceSymbols } from './language/workspace-symbols';
import { registerCodeLenses } from './last-run/code-lens';
import { registerRunHints } from './last-run/hints';
import { registerInsertExpect } from './last-run/insert-expect';
import { registerRunProblems } from './last-run/problems';
import { registerLessons } from './lessons/lessons';
import { registerImportRecording } from './recordings/import-recording';
import { registerRecordingEditor } from './recordings/recording-editor';
import { registerFirstSteps } from './start/first-steps';
import { registerStart, showStart } from './start/start';
import { TestExplorer } from './tests/test-explorer';
import { ViewsFeed } from './views/feed';
import { registerViews } from './views/view-table';
import { registerWorlds } from './worlds/compare-worlds';

export interface ActivationOptions {
  /** Whether a window in which nothing is open shows where one begins. */
  readonly welcomes?: boolean;
}

export function activateExtension(
  context: vscode.ExtensionContext,
  loadCore: LoadCore,
  openSession: OpenSession,
  { welcomes = false }: ActivationOptions = {},
): void {
  const feed = new ViewsFeed();
  const sessions = new Sessions();
  const accounts = new Accounts();
  const tests = new BackgroundSession(openSession);
  // What somebody types is checked at once, whatever tests run.
  const checks = new BackgroundSession(openSession);
  const runs = new LastRuns(checks, accounts);
  // Each takes a while, and holds up nothing else.
  const explorations = new BackgroundSession(openSession);
  const explanations = new BackgroundSession(openSession);
  const found = new FoundTraces();
  const explorer = new Explorer(context.extensionUri, explorations, found);
  context.subscriptions.push(
    registerLaunchCommands(),
    registerStart(context.extensionUri),
    registerFirstSteps(),
    registerConfigurations(),
    registerAdapter(openSession),
    registerCodeLenses(loadCore, runs, explorer),
    registerRunHints(loadCore, runs, context.extensionUri),
    registerRunProblems(loadCore, runs),
    registerInsertExpect(),
    registerInlineValues(),
    registerDebugHover(),
    registerLanguageProviders(loadCore),
    registerNavigation(loadCore),
    registerCallHierarchy(loadCore),
    new WorkspaceSymbols(loadCore),
    registerKernelSource(loadCore),
    registerTakeOutStep(feed),
    registerRadix(),
    registerChanges(),
    registerComparison(),
    sessions,
    registerEditedTrace(sessions),
    registerHistory(),
    new StatusBar(feed, sessions),
    registerQuickFixes(loadCore),
    registerSemanticTokens(loadCore),
    registerSignatureHelp(loadCore),
    registerWorlds(context.extensionUri, tests),
    registerAnswerCommands(),
    registerExplain(context.extensionUri, explanations, found),
    explorer,
    new FindingsTests(explorer),
    found,
    explorations,
    explanations,
    registerExportPage(context.extensionUri, loadCore),
    registerExportProgram(loadCore),
    registerImportRecording(loadCore),
    registerRecordingEditor(context.extensionUri, loadCore),
    new Diagnostics(checks, runs),
    accounts,
    runs,
    checks,
    tests,
    new TestExplorer(loadCore, tests, accounts),
    feed,
    registerViews(context.extensionUri, feed),
    registerLessons({ extension: context.extensionUri, loadCore, background: checks, feed }),
  );
  if (welcomes) void showStart(context.extensionUri);
}
