/**
 * Work on traces that nobody debugs, done by a session of its own: where sessions run in threads, no trace can hold up the
 * editor. A session that has died, or that does not let go of what is cancelled, is replaced by the next question.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import {
  ACCOUNT_REQUEST,
  type Account,
  type AccountArguments,
  CHECKPOINT_REQUEST,
  type CheckpointArguments,
  DIAGNOSE_REQUEST,
  type DiagnoseArguments,
  type Diagnosis,
  EXPLAIN_REQUEST,
  EXPLORE_REQUEST,
  type ExplainArguments,
  type Explained,
  type ExploreArguments,
  type Explored,
  NARRATION_REQUEST,
  type Narration,
  type NarrationArguments,
  PROGRESS_EVENT,
  WORLDS_AT_REQUEST,
  WORLDS_REQUEST,
  type WorkProgress,
  type WorldsAnswer,
  type WorldsArguments,
  type WorldsAtAnswer,
  type WorldsAtArguments,
} from '../../adapter/background/background';
import type { Session } from '../../adapter/session';
import type { Judgement } from '../../world/lesson/judge-checkpoint';
import type { OpenSession } from '../core';
import { editorHost } from '../debug/editor-host';

/** Thrown for work that was cancelled. */
export class Cancelled extends Error {}

/** What a session gets to come to its next pause, before it is ended. */
const PATIENCE_MS = 2000;

interface Waiting {
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: OnProgress | undefined;
}

type OnProgress = (progress: WorkProgress) => void;

export class BackgroundSession implements vscode.Disposable {
  private session: Promise<Session> | undefined;
  private lastSeq = 0;
  private readonly waiting = new Map<number, Waiting>();
  private impatience: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly openSession: OpenSession) {}

  /** Rejects with an error for the user, and with `Cancelled`. */
  account(asked: AccountArguments, token?: vscode.CancellationToken): Promise<Account> {
    return this.ask(ACCOUNT_REQUEST, asked, token) as Promise<Account>;
  }

  diagnose(asked: DiagnoseArguments, token?: vscode.CancellationToken): Promise<Diagnosis> {
    return this.ask(DIAGNOSE_REQUEST, asked, token) as Promise<Diagnosis>;
  }

  async narration(asked: NarrationArguments): Promise<Narration['steps']> {
    return ((await this.ask(NARRATION_REQUEST, asked, undefined)) as Narration).steps;
  }

  checkpoint(asked: CheckpointArguments): Promise<Judgement> {
    return this.ask(CHECKPOINT_REQUEST, asked, undefined) as Promise<Judgement>;
  }

  compareWorlds(asked: WorldsArguments, token?: vscode.CancellationToken): Promise<WorldsAnswer> {
    return this.ask(WORLDS_REQUEST, asked, token) as Promise<WorldsAnswer>;
  }

  compareAt(asked: WorldsAtArguments, token: vscode.CancellationToken): Promise<WorldsAtAnswer> {
    return this.ask(WORLDS_AT_REQUEST, asked, token) as Promise<WorldsAtAnswer>;
  }

  explore(asked: ExploreArguments, token: vscode.CancellationToken, onProgress: OnProgress): Promise<Explored> {
    return this.ask(EXPLORE_REQUEST, asked, token, onProgress) as Promise<Explored>;
  }

  explain(asked: ExplainArguments, token: vscode.CancellationToken, onProgress: OnProgress): Promise<Explained> {
    return this.ask(EXPLAIN_REQUEST, asked, token, onProgress) as Promise<Explained>;
  }

  dispose(): void {
    this.end();
  }

  private async ask(
    command: string,
    asked: object,
    token: vscode.CancellationToken | undefined,
    onProgress?: OnProgress,
  ): Promise<unknown> {
    if (token?.isCancellationRequested) throw new Cancelled();
    const session = await this.open();
    const seq = ++this.lastSeq;
    const answer = new Promise((resolve, reject) => this.waiting.set(seq, { resolve, reject, onProgress }));
    const cancellation = token?.onCancellationRequested(() => this.cancel(session, seq));
    session.handleMessage({ type: 'request', seq, command, arguments: asked });
    return answer.finally(() => cancellation?.dispose());
  }

  private open(): Promise<Session> {
    this.session ??= this.openSession(editorHost).then((session) => {
      session.onDidSendMessage((message) => this.receive(message));
      return session;
    });
    return this.session;
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    this.calm();
    if (message.type === 'event') this.hear(message as DebugProtocol.Event);
    if (message.type !== 'response') return;
    const { request_seq: seq, success, body, message: problem = '' } = message as DebugProtocol.Response;
    const asked = this.waiting.get(seq);
    this.waiting.delete(seq);
    if (success) asked?.resolve(body);
    else asked?.reject(problem === 'cancelled' ? new Cancelled() : new Error(problem));
  }

  private hear({ event, body }: DebugProtocol.Event): void {
    if (event === 'terminated') this.end();
    if (event !== PROGRESS_EVENT) return;
    const progress = body as WorkProgress; // our own event
    this.waiting.get(progress.request)?.onProgress?.(progress);
  }

  private cancel(session: Session, requestId: number): void {
    this.waiting.get(requestId)?.reject(new Cancelled());
    if (!this.waiting.delete(requestId)) return;
    session.handleMessage({ type: 'request', seq: ++this.lastSeq, command: 'cancel', arguments: { requestId } });
    this.impatience ??= setTimeout(() => this.end(), PATIENCE_MS);
  }

  private calm(): void {
    clearTimeout(this.impatience);
    this.impatience = undefined;
  }

  /** Whoever still waits is told; the next question opens another session. */
  private end(): void {
    this.calm();
    void this.session?.then((session) => session.dispose());
    this.session = undefined;
    for (const { reject } of this.waiting.values()) reject(new Cancelled());
    this.waiting.clear();
  }
}
