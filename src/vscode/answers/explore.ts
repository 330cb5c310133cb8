/** Explore: the trace in the editor under every placement of what may come between. */
import * as vscode from 'vscode';
import type { Explored, WorkProgress } from '../../adapter/background/background';
import type { ExploreSettings } from '../../world/explore/explore-trace';
import { type BackgroundSession, Cancelled } from '../background/background-session';
import { baseName, programOf } from '../debug/program';
import { commandLink, showPage } from '../scriptless-page';
import { askForSetting } from './ask-setting';
import { DEBUG_FOUND, SHOW_LINE } from './commands';
import { exploredHtml, headline } from './explored-html';
import type { FoundTraces } from './found-traces';

/** What differs from the usual. */
export type ExploreChoices = Partial<ExploreSettings>;

interface Choice extends vscode.QuickPickItem {
  /** Undefined once the user has thought better of it. */
  readonly ask: (trace: vscode.Uri, background: BackgroundSession) => Promise<ExploreChoices | undefined>;
}

const CHOICES: readonly Choice[] = [
  {
    label: 'All that may come between',
    detail: 'One at every place: preemption, other tasks, interrupts, migration, signals, faults, failures.',
    ask: () => Promise.resolve({}),
  },
  {
    label: 'Two things at a time',
    detail: 'The same, and every two of them, up to 10,000 runs.',
    ask: () => Promise.resolve({ depth: 2 }),
  },
  {
    label: 'Other orders',
    detail: 'Only what happens every day: preemption, other tasks, interrupts, migration.',
    ask: () => Promise.resolve({ vary: ['preempt', 'interleave', 'migrate', 'interrupt'] }),
  },
  {
    label: 'What the kernel could forget',
    detail: 'Each step of each routine left out: which of them does this trace depend on?',
    ask: () => Promise.resolve({ vary: ['without'] }),
  },
  {
    label: 'Under another kernel...',
    detail: 'The same as the first, under a kernel in place of that of the trace, such as linux version=6.12.',
    ask: async (trace, background) => {
      const kernel = await askForSetting('kernel', trace, background);
      return kernel === undefined ? undefined : { kernel };
    },
  },
];

/** What is told of an exploration that is under way. */
export interface Underway {
  readonly progress: WorkProgress | undefined;
  readonly cancel: () => void;
}

export interface Finished {
  readonly trace: vscode.Uri;
  readonly choices: ExploreChoices;
  readonly explored: Explored;
  /** Of each finding the trace that shows it. */
  readonly found: readonly vscode.Uri[];
}

export class Explorer implements vscode.Disposable {
  private readonly underway = new Map<string, Underway>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly finished = new vscode.EventEmitter<Finished>();
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  /** An exploration has begun, gone on or ended. */
  readonly onDidChange = this.changed.event;
  readonly onDidFinish = this.finished.event;
  private readonly commands: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly background: BackgroundSession,
    private readonly traces: FoundTraces,
  ) {
    this.commands = vscode.Disposable.from(
      vscode.commands.registerCommand('xtrace.explore', (uri?: unknown, choices?: unknown) => this.ask(uri, choices)),
      vscode.commands.registerCommand('xtrace.stopExploring', (uri?: unknown) => this.stop(uri)),
    );
  }

  dispose(): void {
    this.commands.dispose();
    this.changed.dispose();
    this.finished.dispose();
  }

  of(uri: vscode.Uri): Underway | undefined {
    return this.underway.get(uri.toString());
  }

  /** The palette gives neither; a code lens gives the trace and no choices, which are the usual ones then. */
  private async ask(trace: unknown, given: unknown): Promise<void> {
    const uri = trace instanceof vscode.Uri ? trace : vscode.window.activeTextEditor?.document.uri;
    if (!uri) return void vscode.window.showErrorMessage('No trace is open. Open an .xtrace file, and explore again.');
    const asked = async () => (await vscode.window.showQuickPick(CHOICES, PICK))?.ask(uri, this.background);
    const choices = given ? (given as ExploreChoices) : await asked();
    if (choices) await this.explore(uri, choices);
  }

  /** Of all traces unless one is given. */
  private stop(trace: unknown): void {
    const ended = trace instanceof vscode.Uri ? [this.of(trace)] : [...this.underway.values()];
    for (const each of ended) each?.cancel();
  }

  /** Undefined when it was cancelled, or refused with a message. */
  async explore(uri: vscode.Uri, choices: ExploreChoices): Promise<Finished | undefined> {
    const explored = await this.run(uri, choices);
    return explored && this.finish(uri, choices, explored);
  }

  private async run(uri: vscode.Uri, choices: ExploreChoices): Promise<Explored | undefined> {
    const key = uri.toString();
    this.underway.get(key)?.cancel();
    const source = new vscode.CancellationTokenSource();
    const own = { progress: undefined, cancel: () => source.cancel() };
    this.tell(key, own);
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const asked = { ...choices, program: programOf(uri), text: document.getText() };
      return await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: `Exploring ${baseName(uri)}`, cancellable: true },
        (progress, token) => {
          token.onCancellationRequested(() => source.cancel());
          let done = 0;
          return this.background.explore(asked, source.token, (report) => {
            progress.report({ message: progressText(report), increment: 100 * (report.done - done) });
            done = report.done;
            if (!source.token.isCancellationRequested) this.tell(key, { ...own, progress: report });
          });
        },
      );
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
      return undefined;
    } finally {
      source.dispose();
      // One that was begun anew meanwhile goes on.
      if (this.underway.get(key)?.cancel === own.cancel) this.tell(key, undefined);
    }
  }

  private tell(key: string, underway: Underway | undefined): void {
    if (underway) this.underway.set(key, underway);
    else this.underway.delete(key);
    this.changed.fire();
  }

  private finish(trace: vscode.Uri, choices: ExploreChoices, explored: Explored): Finished {
    const base = baseName(trace).replace(/\.xtrace$/, '');
    const found = explored.findings.map(({ law, trace: text }, index) =>
      this.traces.put(trace, `${base}-${index + 1}-${law}.xtrace`, text),
    );
    const finished: Finished = { trace, choices, explored, found };
    this.finished.fire(finished);
    this.showPage(finished);
    return finished;
  }

  /** One page a trace: a newer exploration takes the place of the one before. */
  private showPage({ trace, explored, found }: Finished): void {
    const key = trace.toString();
    const name = baseName(trace);
    this.panels.get(key)?.dispose();
    const panel = showPage(this.extension, 'xtrace.explored', {
      title: `Explored ${name}`,
      style: 'answers.css',
      commands: [DEBUG_FOUND, SHOW_LINE],
      body: exploredHtml(name, explored, {
        open: (index) => commandLink(SHOW_LINE, String(found[index]), explored.findings[index]?.line),
        debug: (index) => commandLink(DEBUG_FOUND, String(found[index]), explored.findings[index]?.moment),
        line: (line) => commandLink(SHOW_LINE, key, line),
      }),
    });
    this.panels.set(key, panel);
    panel.onDidDispose(() => {
      if (this.panels.get(key) === panel) this.panels.delete(key);
    });
    void vscode.window.setStatusBarMessage(headline(explored), 10_000);
    // Lenses that are asked for anew while VS Code makes room for the page can stay as they were.
    setTimeout(() => this.changed.fire(), SETTLED_MS);
  }
}

const SETTLED_MS = 1000;

const PICK: vscode.QuickPickOptions = { placeHolder: 'What may come between?', matchOnDetail: true };

export function progressText({ done, explored }: WorkProgress): string {
  const share = `${Math.floor(done * 100)} %`;
  if (!explored) return share;
  const { runs, found } = explored;
  const word = found === 0 ? '' : `, ${found} ${found === 1 ? 'mistake' : 'mistakes'}`;
  return `${share}: ${runs.toLocaleString('en')} runs${word}`;
}
