/** A client of the language server with nothing of its own: a process, and messages framed as the base protocol says. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const CLI = path.join(__dirname, '../../src/main/cli.ts');

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export class PlainClient {
  private readonly server: ChildProcessWithoutNullStreams;
  private readonly messages: Message[] = [];
  private received = Buffer.alloc(0);
  private waiting: (() => void)[] = [];
  private lastId = 0;
  /** What the server wrote for nobody: it should be nothing. */
  complaints = '';

  constructor() {
    this.server = spawn(process.execPath, ['--import', 'tsx', CLI, 'lsp', '--stdio']);
    this.server.stdout.on('data', (piece: Buffer) => this.hear(piece));
    this.server.stderr.on('data', (piece: Buffer) => {
      this.complaints += piece.toString();
    });
  }

  /** The result; rejects with what the server says where it refuses. */
  async ask(method: string, params: unknown): Promise<unknown> {
    const id = ++this.lastId;
    this.send({ id, method, params });
    const answer = await this.until((message) => message.method === undefined && message.id === id);
    if (answer.error) throw new Error(answer.error.message);
    return answer.result;
  }

  tell(method: string, params: unknown): void {
    this.send({ method, params });
  }

  /** The parameters of the next notification of that name. */
  async notification(method: string): Promise<unknown> {
    return (await this.until((message) => message.method === method)).params;
  }

  /** Says goodbye as the protocol has it; the exit status of the server. */
  async end(): Promise<number | null> {
    await this.ask('shutdown', null);
    this.tell('exit', null);
    return this.exited();
  }

  /** Goes without a word; the exit status of the server. */
  async vanish(): Promise<number | null> {
    this.server.stdin.end();
    return this.exited();
  }

  /** Whatever the bytes are. */
  sendRaw(text: string): void {
    this.server.stdin.write(text);
  }

  private async exited(): Promise<number | null> {
    if (this.server.exitCode === null) await once(this.server, 'exit');
    return this.server.exitCode;
  }

  private send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.sendRaw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private hear(piece: Buffer): void {
    this.received = Buffer.concat([this.received, piece]);
    for (;;) {
      const header = /^(?:[^\r\n]+\r\n)*?Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/i.exec(
        this.received.toString('latin1'),
      );
      if (!header) break;
      const [start, length] = [header[0].length, Number(header[1])];
      if (this.received.length < start + length) break;
      this.messages.push(JSON.parse(this.received.subarray(start, start + length).toString()));
      this.received = this.received.subarray(start + length);
    }
    for (const look of this.waiting.splice(0)) look();
  }

  private async until(isIt: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const at = this.messages.findIndex(isIt);
      const [found] = at < 0 ? [] : this.messages.splice(at, 1);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}
