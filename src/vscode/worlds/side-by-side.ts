/**
 * Two columns of a comparison, debugged side by side: a session each, of which one follows the other to its step, and a page
 * beside them that says what differs there.
 */
import * as vscode from 'vscode';
import type { WorldsAnswer, WorldsAtAnswer } from '../../adapter/background/background';
import { GO_TO_REQUEST } from '../../adapter/views/history';
import { VIEWS_REQUEST, type ViewsSnapshot } from '../../adapter/views/views';
import { SHOW_LINE } from '../answers/commands';
import { type BackgroundSession, Cancelled } from '../background/background-session';
import { TYPE } from '../debug/launch-configuration';
import { baseName, programOf } from '../debug/program';
import { commandLink, showPage } from '../scriptless-page';
import { sideBySideHtml } from './side-by-side-html';

export type World = WorldsAnswer['worlds'][number];

/** Starts a session in a world, which stops before its first step. */
export type StartWorld = (uri: vscode.Uri, world: World) => Promise<vscode.DebugSession | undefined>;

export class SideBySide implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;
  private panel: vscode.WebviewPanel | undefined;
  private sessions: readonly vscode.DebugSession[] = [];
  /** Of sessions that are on their way to where the other one is: the steps that they have been sent to. */
  private readonly sent = new Map<string, number>();
  private asked: vscode.CancellationTokenSource | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly background: BackgroundSession,
    private readonly pair: {
      readonly uri: vscode.Uri;
      readonly text: string;
      readonly worlds: readonly [World, World];
    },
  ) {
    this.subscriptions = vscode.Disposable.from(
      vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: { readonly event?: unknown }) => {
            if (message.event === 'stopped') void this.follow(session);
          },
        }),
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (this.has(session)) this.dispose();
      }),
    );
  }

  async start(begin: StartWorld): Promise<void> {
    const { uri, worlds } = this.pair;
    const [first, second] = [await begin(uri, worlds[0]), await begin(uri, worlds[1])];
    this.sessions = [first, second].flatMap((session) => session ?? []);
    if (first && second) await this.follow(first);
    else this.dispose();
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.asked?.cancel();
    this.sessions = [];
  }

  private has({ id }: vscode.DebugSession): boolean {
    return this.sessions.some((session) => session.id === id);
  }

  /** Sends the other session to the step at which one has stopped, and shows what differs there. */
  private async follow(session: vscode.DebugSession): Promise<void> {
    if (this.sessions.length < 2 || !this.has(session)) return;
    const time = await timeOf(session);
    if (!time) return;
    const { step, verdict } = time;
    const wasSent = this.sent.get(session.id);
    this.sent.delete(session.id);
    const other = this.sessions.find(({ id }) => id !== session.id);
    if (wasSent === undefined && other && (await timeOf(other))?.step !== step) {
      this.sent.set(other.id, step);
      await other.customRequest(GO_TO_REQUEST, { place: `@${step}` }).then(undefined, () => this.sent.delete(other.id));
    }
    await this.compare(verdict ? step : step - 1);
  }

  /** @param step that is done. */
  private async compare(step: number): Promise<void> {
    this.asked?.cancel();
    const asked = new vscode.CancellationTokenSource();
    this.asked = asked;
    const { uri, text, worlds } = this.pair;
    const [before, after] = worlds;
    try {
      const question = { program: programOf(uri), text, before, after, step };
      this.show(step, await this.background.compareAt(question, asked.token));
    } catch (error) {
      if (!(error instanceof Cancelled)) this.show(step, error instanceof Error ? error.message : String(error));
    }
  }

  private show(step: number, answer: WorldsAtAnswer | string): void {
    const { uri, worlds } = this.pair;
    const page = {
      title: `${worlds[0].label} | ${worlds[1].label}`,
      style: 'answers.css',
      commands: [SHOW_LINE],
      body: sideBySideHtml({
        name: baseName(uri),
        labels: [worlds[0].label, worlds[1].label],
        step,
        answer,
        lineLink: (line) => commandLink(SHOW_LINE, uri.toString(), line),
      }),
    };
    this.panel = showPage(this.extension, 'xtrace.sideBySide', page, this.panel);
    this.panel.onDidDispose(() => {
      this.panel = undefined;
    });
  }
}

/** Where a session is; undefined while it runs, begins or ends. */
async function timeOf(session: vscode.DebugSession): Promise<ViewsSnapshot['time'] | undefined> {
  try {
    const { time, running }: ViewsSnapshot = await session.customRequest(VIEWS_REQUEST);
    return running ? undefined : time;
  } catch {
    return undefined;
  }
}
