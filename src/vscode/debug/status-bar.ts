/** The status bar while a trace is debugged: the current step, and at the end of every run the verdict. */
import * as vscode from 'vscode';
import { VERDICT_EVENT, type Verdict } from '../../adapter/views/views';
import type { ViewsFeed } from '../views/feed';
import { TYPE } from './launch-configuration';

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('xtrace.status', vscode.StatusBarAlignment.Left, 10);
  private isVerdict = false;
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly feed: ViewsFeed) {
    this.item.name = 'XTrace';
    this.item.command = 'xtrace.timeline.focus';
    this.subscriptions = vscode.Disposable.from(
      this.item,
      feed.onDidChange(() => this.showTime()),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (session.type === TYPE && event === VERDICT_EVENT) this.showVerdict(session, body as Verdict); // our own event
      }),
      vscode.debug.onDidStartDebugSession(({ type }) => {
        if (type === TYPE) this.item.hide();
      }),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
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
    this.item.text = `$(${running ? 'loading~spin' : 'history'}) ${time.text}`;
    this.item.tooltip = `${session.name}: ${running ? 'running' : `at ${time.text}`}. Shows the Timeline.`;
    this.item.backgroundColor = undefined;
    this.item.show();
  }

  private showVerdict({ name }: vscode.DebugSession, { text, failed }: Verdict): void {
    this.isVerdict = true;
    this.item.text = `$(${failed ? 'error' : 'pass'}) ${text}`;
    this.item.tooltip = `${name}: ${text}`;
    this.item.backgroundColor = failed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.item.show();
  }
}
