/** The thread's side of a session that runs in a thread of its own. */
import type { MessagePort } from 'node:worker_threads';
import type { AdapterHost } from '../../adapter/protocol/host';
import { UserError } from '../../adapter/protocol/user-error';
import { type Session, XTraceSession } from '../../adapter/session';
import { nodeHost } from './node-host';
import type { FromThread, ToThread } from './thread-messages';
import { accepting } from './token';

/** Messages that may be under way to the client before a run waits. */
const MOST_UNDER_WAY = 256;

/** Serves one session on a port. Any number of sessions may share a thread. */
export function serveThread(port: MessagePort): void {
  const side = new ThreadSide(port);
  port.on('message', (message: ToThread) => side.receive(message));
  port.on('close', () => side.end());
}

class ThreadSide {
  private session: Session | undefined;
  private underWay = 0;
  private waiting: (() => void)[] = [];
  private calls = 0;
  private readonly reading = new Map<number, (answer: ToThread & { kind: 'file' }) => void>();

  constructor(private readonly port: MessagePort) {}

  receive(message: ToThread): void {
    switch (message.kind) {
      case 'open':
        this.open(message);
        break;
      case 'message':
        this.session?.handleMessage(message.message);
        break;
      case 'taken':
        this.underWay -= message.count;
        if (this.underWay < MOST_UNDER_WAY) for (const go of this.waiting.splice(0)) go();
        break;
      case 'file':
        this.reading.get(message.call)?.(message);
        this.reading.delete(message.call);
    }
  }

  /** The client's side is gone. */
  end(): void {
    this.session?.dispose();
  }

  private open({ files, resolves, token }: ToThread & { kind: 'open' }): void {
    const host: AdapterHost = {
      ...nodeHost({
        writable: () => this.writable(),
        onClosed: () => this.close(),
        ...(token === undefined ? {} : { acceptsToken: accepting(token) }),
      }),
      ...(files === 'client' ? this.filesOfClient() : {}),
      ...(resolves ? {} : { resolvePath: (path: string) => path }),
    };
    this.session = new XTraceSession(host);
    this.session.onDidSendMessage((message) => {
      this.underWay++;
      this.post({ kind: 'message', message });
    });
  }

  /** A port that was closed would keep the thread no longer, but what was posted before must arrive. */
  private close(): void {
    this.post({ kind: 'closed' });
  }

  private writable(): Promise<void> | undefined {
    if (this.underWay < MOST_UNDER_WAY) return undefined;
    return new Promise((go) => this.waiting.push(go));
  }

  /** The program is a path or a URI, which only the client's side can read. */
  private filesOfClient(): Partial<AdapterHost> {
    return {
      readText: (path) => this.ask((call) => ({ kind: 'read-text', call, path })) as Promise<string>,
      readBytes: (path, folder) =>
        this.ask((call) => ({ kind: 'read-bytes', call, path, folder })) as Promise<Uint8Array>,
      sizeOf: (path, folder) => this.ask((call) => ({ kind: 'size-of', call, path, folder })) as Promise<number>,
    };
  }

  private ask(question: (call: number) => FromThread): Promise<string | Uint8Array | number> {
    const call = ++this.calls;
    return new Promise((resolve, reject) => {
      this.reading.set(call, ({ content, problem = 'The file cannot be read.' }) => {
        if (content === undefined) reject(new UserError('cannot-read', problem));
        else resolve(content);
      });
      this.post(question(call));
    });
  }

  private post(message: FromThread): void {
    this.port.postMessage(message);
  }
}
