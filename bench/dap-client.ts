/** A debug adapter in a process of its own, and the least that a client needs to drive it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';

type Message = DebugProtocol.Response | DebugProtocol.Event;

const HEADER_END = '\r\n\r\n';

/** What the adapter says when it listens: `... 127.0.0.1:4711 ...`. */
const LISTENING = /127\.0\.0\.1:(\d+)/;

export class DapClient {
  private received = Buffer.alloc(0);
  private seq = 0;
  private readonly waiting: { readonly wanted: (message: Message) => boolean; readonly hand: (m: Message) => void }[] =
    [];

  private constructor(
    input: Readable,
    private readonly output: Writable,
    /** Resolves when the adapter's process is gone. */
    private readonly end: () => Promise<unknown>,
  ) {
    input.on('data', (chunk: Buffer) => this.receive(chunk));
  }

  /** Over standard input and output. */
  static start(program: string): DapClient {
    const adapter = spawn(process.execPath, [program, 'dap'], { stdio: ['pipe', 'pipe', 'inherit'] });
    return new DapClient(adapter.stdout, adapter.stdin, () => {
      const gone = once(adapter, 'exit');
      adapter.stdin.end();
      return gone;
    });
  }

  /** Over TCP: the session is in a thread of the adapter. */
  static async connect(program: string): Promise<DapClient> {
    const adapter = spawn(process.execPath, [program, 'dap', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const port = await new Promise<number>((listens) => {
      const look = (chunk: Buffer) => {
        const [, digits] = LISTENING.exec(chunk.toString()) ?? [];
        if (digits) listens(Number(digits));
      };
      adapter.stdout.on('data', look);
      adapter.stderr.on('data', look);
    });
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    return new DapClient(socket, socket, () => {
      const gone = once(adapter, 'exit');
      socket.destroy();
      adapter.kill();
      return gone;
    });
  }

  /** Resolves with the response's body. */
  async request<Body>(command: string, args: object = {}): Promise<Body> {
    const seq = ++this.seq;
    const answered = this.next((message) => message.type === 'response' && requestSeq(message) === seq);
    const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.output.write(`Content-Length: ${Buffer.byteLength(text)}${HEADER_END}${text}`);
    const response = (await answered) as DebugProtocol.Response;
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return response.body;
  }

  /** The next event that has one of these names. */
  event(...names: readonly string[]): Promise<DebugProtocol.Event> {
    const wanted = (message: Message) =>
      message.type === 'event' && names.includes((message as { event: string }).event);
    return this.next(wanted) as Promise<DebugProtocol.Event>;
  }

  initialize(): Promise<unknown> {
    return this.request('initialize', { adapterID: 'xtrace', linesStartAt1: true, columnsStartAt1: true });
  }

  /** Starts a trace and waits until it stands before its first step; resolves with the event that says so. */
  async launch(program: string): Promise<DebugProtocol.Event> {
    const stopped = this.event('stopped');
    await this.request('launch', { program, stopOnEntry: true });
    await this.request('configurationDone');
    return stopped;
  }

  async close(): Promise<void> {
    await this.request('disconnect');
    await this.end();
  }

  private next(wanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((hand) => this.waiting.push({ wanted, hand }));
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (;;) {
      const start = this.received.indexOf(HEADER_END);
      if (start < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.received.toString('latin1', 0, start))?.[1]);
      const end = start + HEADER_END.length + length;
      if (this.received.length < end) return;
      const text = this.received.toString('utf8', start + HEADER_END.length, end);
      this.received = this.received.subarray(end);
      this.deliver(JSON.parse(text) as Message);
    }
  }

  private deliver(message: Message): void {
    const index = this.waiting.findIndex(({ wanted }) => wanted(message));
    if (index >= 0) this.waiting.splice(index, 1)[0]?.hand(message);
  }
}

function requestSeq(message: Message): number {
  return (message as DebugProtocol.Response).request_seq;
}
