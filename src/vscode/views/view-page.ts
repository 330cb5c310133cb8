/** One open page of a view: sends the content to the page. */
import * as vscode from 'vscode';
import type { SessionHeader, ToPage } from '../../webview/page/messages';
import { baseName, uriOf } from '../debug/program';
import type { ViewsFeed } from './feed';
import { KeptKeyboard, type KeyboardOwner } from './kept-keyboard';
import { answering } from './page-answers';
import type { Stop, View, ViewHost, ViewRow } from './view';

/** A sidebar view or an editor tab. */
export interface Shown extends KeyboardOwner {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
}

export class ViewPage implements vscode.Disposable {
  private readonly view: View<unknown, Record<string, unknown>>;
  private ready = false;
  private readonly waiting: unknown[] = [];
  private asking = false;
  private askAgain = false;
  private closed = false;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    row: ViewRow,
    private readonly shown: Shown,
    private readonly feed: ViewsFeed,
    tell: (message: unknown) => void,
  ) {
    const page = this;
    const keyboard = new KeptKeyboard(shown);
    const host: ViewHost<unknown> = {
      get stop() {
        return page.feed.stop;
      },
      tell,
      refresh: () => void this.refresh(),
      keepFocus: (journey, moves) => keyboard.keep(journey, moves),
    };
    this.view = row.open(host);
    this.subscriptions = vscode.Disposable.from(
      keyboard,
      feed.onDidChange(() => this.refresh()),
      shown.webview.onDidReceiveMessage(
        answering({
          ready: () => this.begin(),
          debug: () => vscode.commands.executeCommand('xtrace.debug'),
          leaving: () => keyboard.leave(),
          keyboard: (isHere) => keyboard.moved(isHere),
          acts: this.view.acts,
        }),
      ),
    );
  }

  dispose(): void {
    this.closed = true;
    this.subscriptions.dispose();
    this.view.dispose?.();
  }

  /** A message to a page that is still opening waits until the page listens. */
  tell(message: unknown): void {
    if (this.ready) this.post({ kind: 'tell', message });
    else this.waiting.push(message);
  }

  /** Asks for one content at a time, so that a slow view still shows something while the trace runs. */
  async refresh(): Promise<void> {
    this.askAgain = true;
    if (this.asking) return;
    this.asking = true;
    while (this.askAgain && this.ready && this.shown.visible && !this.closed) {
      this.askAgain = false;
      await this.show();
    }
    this.asking = false;
  }

  private async show(): Promise<void> {
    const { stop } = this.feed;
    if (!stop) {
      this.post({ kind: 'none' });
      return;
    }
    try {
      const content = await this.view.content(stop);
      if (this.feed.stop?.session.id === stop.session.id) this.post({ kind: 'show', header: headerOf(stop), content });
    } catch {
      // Refused while the session ends or goes on; its next event asks again.
    }
  }

  private begin(): void {
    this.ready = true;
    for (const waiting of this.waiting.splice(0)) this.tell(waiting);
    void this.refresh();
  }

  private post(message: ToPage<unknown, unknown>): void {
    if (this.ready && !this.closed) void this.shown.webview.postMessage(message);
  }
}

export function headerOf({ session, snapshot }: Stop): SessionHeader {
  const program: unknown = session.configuration.program;
  return {
    trace: typeof program === 'string' ? baseName(uriOf(program)) : session.name,
    time: snapshot.time.text,
    running: snapshot.running,
  };
}
