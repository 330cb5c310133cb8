/** The trace of a lesson under the debugger: which step it is at, and what each step of the run is. */
import * as vscode from 'vscode';
import type { NarratedStep } from '../../world/lesson/narration';
import type { BackgroundSession } from '../background/background-session';
import { launchOf } from '../debug/launch-configuration';
import { programOf } from '../debug/program';
import type { ViewsFeed } from '../views/feed';
import type { Stop } from '../views/view';
import type { LessonRun } from './content';

/** A run, told once for each session. */
interface Told {
  readonly session: string;
  readonly text: string;
  readonly steps: readonly NarratedStep[];
}

/** A session that does not come to its first stop by then has been refused, or ended. */
const NO_STOP_COMES = 15_000;

export class LessonDebugging implements vscode.Disposable {
  private known: Told | undefined;
  private asking = false;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly trace: vscode.Uri,
    private readonly services: { readonly background: BackgroundSession; readonly feed: ViewsFeed },
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      services.feed.onDidChange(() => void this.follow()),
    );
    void this.follow();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Undefined while the trace is not debugged. */
  get run(): LessonRun | undefined {
    const { stopped, known } = this;
    if (!stopped || known?.session !== stopped.session.id) return undefined;
    const { time, running } = stopped.snapshot;
    const stage = running ? 'running' : time.verdict ? 'ended' : 'stopped';
    return { text: known.text, steps: known.steps, step: time.step, stage };
  }

  get time(): string {
    return this.stopped?.snapshot.time.text ?? 'not started';
  }

  /** Debugs the trace from its beginning. */
  async start(): Promise<void> {
    await this.stop();
    await vscode.debug.startDebugging(undefined, { ...launchOf(programOf(this.trace)), stopOnEntry: true });
  }

  async stop(): Promise<void> {
    const { stopped } = this;
    if (stopped) await vscode.debug.stopDebugging(stopped.session);
  }

  /** The run, once it has stopped for the first time; begins one where there is none. Undefined where none begins. */
  async started(): Promise<LessonRun | undefined> {
    if (this.run) return this.run;
    const stopped = new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timeout);
        listening.dispose();
        resolve();
      };
      const listening = this.onDidChange(() => {
        if (this.run) done();
      });
      const timeout = setTimeout(done, NO_STOP_COMES);
    });
    await this.start();
    await stopped;
    return this.run;
  }

  private get stopped(): Stop | undefined {
    const { stop } = this.services.feed;
    return stop?.session.configuration.program === programOf(this.trace) ? stop : undefined;
  }

  /** A run that begins anew may have another text. */
  private async follow(): Promise<void> {
    const { stopped, known } = this;
    const begins = stopped?.snapshot.time.step === 1;
    if (stopped && !this.asking && (known?.session !== stopped.session.id || begins)) {
      this.asking = true;
      await this.tell(stopped.session.id).catch(() => undefined);
      this.asking = false;
    }
    this.changed.fire();
  }

  /** Without words for its steps, a run is as good. */
  private async tell(session: string): Promise<void> {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.trace));
    if (this.known?.session === session && this.known.text === text) return;
    this.known = { session, text, steps: [] };
    this.known = { session, text, steps: await this.services.background.narration({ text }) };
  }
}
