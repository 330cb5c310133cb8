/** The latest snapshot of the trace that is being debugged, for all views. Asked for once, however many look at it. */
import * as vscode from 'vscode';
import { CHANGED_EVENT, VIEWS_REQUEST, type ViewsSnapshot } from '../../adapter/views/views';
import { TYPE } from '../debug/launch-configuration';
import type { Stop } from './view';

export class ViewsFeed implements vscode.Disposable {
  private snapshot: ViewsSnapshot | undefined;
  private session: vscode.DebugSession | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private asking = false;
  private askAgain = false;
  private readonly subscriptions: vscode.Disposable;

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      vscode.debug.onDidChangeActiveDebugSession((session) => this.follow(session)),
      vscode.debug.onDidStartDebugSession(() => this.follow(vscode.debug.activeDebugSession)),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (session.id === this.session?.id) this.follow(undefined);
      }),
      // A tracker hears of the event at once; as a custom event it would take the way through the editor's window first.
      // An adapter that has not been asked yet does not say it: then the stop has to do.
      vscode.debug.registerDebugAdapterTrackerFactory(TYPE, {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: { readonly event?: unknown }) => {
            if (message.event === CHANGED_EVENT || (message.event === 'stopped' && !this.snapshot))
              this.refresh(session);
          },
        }),
      }),
    );
    this.follow(vscode.debug.activeDebugSession);
  }

  /** Undefined while no trace is being debugged. */
  get stop(): Stop | undefined {
    const { session, snapshot } = this;
    return session && snapshot && { session, snapshot };
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  private follow(session: vscode.DebugSession | undefined): void {
    const ours = session?.type === TYPE ? session : undefined;
    if (ours?.id !== this.session?.id) {
      this.session = ours;
      this.publish(undefined);
    }
    if (ours) this.refresh(ours);
  }

  private refresh(session: vscode.DebugSession): void {
    if (session.id !== this.session?.id) return;
    if (this.asking) this.askAgain = true;
    else void this.ask(session);
  }

  private async ask(session: vscode.DebugSession): Promise<void> {
    this.asking = true;
    try {
      do {
        this.askAgain = false;
        const snapshot: ViewsSnapshot = await session.customRequest(VIEWS_REQUEST);
        if (session.id === this.session?.id) this.publish(snapshot);
      } while (this.askAgain);
    } catch {
      // Refused while a session starts or ends; its next event asks again.
    } finally {
      this.asking = false;
    }
  }

  private publish(snapshot: ViewsSnapshot | undefined): void {
    const debugging = snapshot !== undefined;
    if (debugging !== (this.snapshot !== undefined)) {
      void vscode.commands.executeCommand('setContext', 'xtrace.debugging', debugging);
    }
    this.snapshot = snapshot;
    this.changed.fire();
  }
}
