/** The status bar while a trace is debugged: the current step, and at the end of every run the verdict. */
import * as vscode from 'vscode';
import { VERDICT_EVENT, type Verdict } from '../../adapter/views/views';
import type { ViewsFeed } from '../views/feed';
import { TYPE } from './launch-configuration';
import type { Sessions } from './sessions';

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('xtrace.status', vscode.StatusBarAlignment.Left, 10);
  private isVerdict = false;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly feed: ViewsFeed,
    private readonly sessions: Sessions,
  ) {
    this.item.name = 'XTrace';
    this.item.command = 'xtrace.timeline.focus';
    this.subscriptions = vscode.Disposable.from(
      this.item,
      feed.onDidChange(() => this.showTime()),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (session.type !== TYPE || event !== VERDICT_EVENT || this.isBehind(session)) return;
        this.showVerdict(session, body as Verdict); // our own event
      }),
      vscode.debug.onDidStartDebugSession(({ type }) => {
        if (type === TYPE && !this.feed.stop) this.item.hide();
      }),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Another session is in front, and the bar tells of that. */
  private isBehind({ id }: vscode.DebugSession): boolean {
    const { stop } = this.feed;
    return stop !== undefined && stop.session.id !== id;
  }

  /** Of several sessions the bar says which one it tells of. */
  private titled({ name }: vscode.DebugSession, text: string): string {
    return this.sessions.all.length > 1 ? `${name}: ${text}` : text;
  }

  /** When the session is over, its verdict stays until the next one begins; a step of a run that was given up says nothing. */
  private showTime(): void {
    const { stop } = this.feed;
    if (!stop) {
      if (!this.isVerdict) this.item.hide();
      return;
    }
    const { session, snapshot } = stop;
    const { time, running } = snapshot;
    if (time.verdict && !running) return this.showVerdict(session, time.verdict);
    this.isVerdict = false;
    this.item.text = `$(${running ? 'loading~spin' : 'history'}) ${this.titled(session, time.text)}`;
    this.item.tooltip = `${session.name}: ${running ? 'running' : `at ${time.text}`}. Shows the Timeline.`;
    this.item.backgroundColor = undefined;
    this.item.show();
  }

  private showVerdict(session: vscode.DebugSession, { text, failed }: Verdict): void {
    this.isVerdict = true;
    this.item.text = `$(${failed ? 'error' : 'pass'}) ${this.titled(session, text)}`;
    this.item.tooltip = `${session.name}: ${text}`;
    this.item.backgroundColor = failed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.item.show();
  }
}
