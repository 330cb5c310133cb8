/**
 * A session in a thread of its own: whatever it does, it holds up nobody else, and with its client the whole thread
 * goes. Should the thread die, every request still has its answer.
 */
import { existsSync } from 'node:fs';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { sizeFrom } from '../../adapter/launch/size-from';
import type { AdapterHost } from '../../adapter/protocol/host';
import { afterTheEnd, asRequest, eventOf, refusal, responseTo, type Unnumbered } from '../../adapter/protocol/message';
import type { MessageListener, Session } from '../../adapter/session';
import type { FromThread, ToThread } from './thread-messages';

export interface Thread {
  readonly port: MessagePort;
  /** `listener` hears why the thread has died of itself. */
  onDeath(listener: (reason: string) => void): void;
  end(): void;
}

/** Undefined where there are no threads: sessions run in slices then. */
export type StartThread = () => Thread | undefined;

/** Starts threads that run the program `file`, which serves every port that it is sent. */
export function threadsOf(file: string): StartThread {
  return () => {
    if (!existsSync(file)) return undefined;
    try {
      return threadIn(new Worker(file), true);
    } catch {
      return undefined;
    }
  };
}

/** A session's share of a worker. A session that `owns` the worker ends the worker with itself. */
export function threadIn(worker: Worker, owns: boolean): Thread {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(port2, [port2]);
  return {
    port: port1,
    onDeath: (listener) => {
      worker.once('error', (error) => listener(error.message));
      worker.once('exit', () => listener('it has ended'));
    },
    end: () => {
      port1.close();
      if (owns) void worker.terminate();
    },
  };
}

export interface ThreadOptions {
  readonly files: 'own' | 'client';
  readonly token?: string | undefined;
}

export class ThreadSession implements Session {
  private readonly listeners = new Set<MessageListener>();
  private readonly unanswered = new Map<number, DebugProtocol.Request>();
  private lastSeq = 0;
  private closed = false;

  constructor(
    private readonly thread: Thread,
    private readonly host: AdapterHost,
    { files, token }: ThreadOptions,
  ) {
    thread.port.on('message', (message: FromThread) => this.receive(message));
    thread.onDeath((reason) => this.mourn(reason));
    this.post({ kind: 'open', files, resolves: host.resolvePath !== undefined, token });
  }

  onDidSendMessage(listener: MessageListener): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  handleMessage(message: unknown): void {
    const request = asRequest(message);
    if (!request) return;
    if (this.closed) return this.send(responseTo(request, afterTheEnd(request, THREAD_ERROR)));
    this.unanswered.set(request.seq, request);
    this.post({ kind: 'message', message: request });
  }

  dispose(): void {
    this.listeners.clear();
    this.close();
  }

  private receive(message: FromThread): void {
    if (this.closed) return;
    switch (message.kind) {
      case 'message':
        this.deliver(message.message);
        this.acknowledge();
        break;
      case 'read-text':
        this.answerRead(message.call, this.host.readText(message.path));
        break;
      case 'read-bytes':
        this.answerRead(message.call, this.host.readBytes(message.path, message.folder));
        break;
      case 'size-of':
        this.answerRead(message.call, sizeFrom(this.host, message.path, message.folder));
        break;
      case 'closed':
        this.answerLate();
        this.close();
    }
  }

  private deliver(message: DebugProtocol.ProtocolMessage): void {
    this.lastSeq = Math.max(this.lastSeq, message.seq);
    if (message.type === 'response') this.unanswered.delete((message as DebugProtocol.Response).request_seq);
    for (const listener of this.listeners) listener(message);
  }

  /** Acknowledges a message when the client has read: the thread waits for acknowledgements. */
  private acknowledge(): void {
    const held = this.host.writable?.();
    const taken = () => this.post({ kind: 'taken', count: 1 });
    if (held) void held.then(taken);
    else taken();
  }

  private answerRead(call: number, reading: Promise<string | Uint8Array | number>): void {
    reading.then(
      (content) => this.post({ kind: 'file', call, content }),
      (error: unknown) =>
        this.post({ kind: 'file', call, problem: error instanceof Error ? error.message : String(error) }),
    );
  }

  private post(message: ToThread): void {
    if (!this.closed) this.thread.port.postMessage(message);
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    this.thread.end();
    this.host.onClosed?.();
  }

  private mourn(reason: string): void {
    if (this.closed) return;
    const problem = `The thread of this session has died: ${reason}.`;
    for (const request of this.unanswered.values()) this.refuse(request, problem);
    this.send(eventOf('output', { category: 'stderr', output: `${problem}\n` }));
    this.send(eventOf('terminated'));
    this.close();
  }

  /** What was on its way to the thread when the session came to its end. */
  private answerLate(): void {
    for (const request of this.unanswered.values()) {
      this.send(responseTo(request, afterTheEnd(request, THREAD_ERROR)));
    }
    this.unanswered.clear();
  }

  private refuse(request: DebugProtocol.Request, message: string): void {
    this.send(responseTo(request, refusal(request, message, THREAD_ERROR)));
  }

  private send(message: Unnumbered): void {
    const numbered = { seq: ++this.lastSeq, ...message };
    for (const listener of this.listeners) listener(numbered);
  }
}

const THREAD_ERROR = 4;
