/** A conversation with the adapter as some client has it: what it sends is written down, what it waits for as well. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Session } from '../../src/adapter/session';
import { openSession } from '../adapter/open-session';
import { schemaProblems } from '../adapter/schema';

export class Conversation {
  readonly events: DebugProtocol.Event[] = [];
  private readonly session: Session = openSession();
  private readonly answers = new Map<number, DebugProtocol.Response>();
  private readonly problems: string[] = [];
  private waiting: (() => void)[] = [];
  private next: number;

  /** @param first the number of the client's first request */
  constructor(private readonly first: number) {
    this.next = first;
    this.session.onDidSendMessage((message) => this.hear(message));
  }

  /** The body of the answer. `args` are left out where the client leaves them out. */
  async ask(command: string, args?: unknown): Promise<DebugProtocol.Response['body']> {
    const seq = this.next++;
    this.session.handleMessage({ seq, type: 'request', command, ...(args === undefined ? {} : { arguments: args }) });
    const response = await this.until(() => this.answers.get(seq));
    assert.ok(response.success, `${command}: ${response.message}`);
    return response.body;
  }

  /** The body of the first event of a name that has not been waited for. */
  async event(name: string): Promise<DebugProtocol.Event['body']> {
    const event = await this.until(() => this.events.find(({ event }) => event === name));
    this.events.splice(this.events.indexOf(event), 1);
    return event.body;
  }

  /** All that the adapter has said was in the protocol. */
  end(): void {
    this.session.dispose();
    assert.deepEqual(this.problems, []);
  }

  private hear(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') {
      this.events.push(message as DebugProtocol.Event);
    } else {
      this.answers.set((message as DebugProtocol.Response).request_seq, message as DebugProtocol.Response);
    }
    this.problems.push(...schemaProblems(this.countedFromOne(message)));
    for (const look of this.waiting.splice(0)) look();
  }

  /** The schema has requests counted from 1, which not every client does: an answer must name the number it got. */
  private countedFromOne(message: DebugProtocol.ProtocolMessage): DebugProtocol.ProtocolMessage {
    if (message.type !== 'response') return message;
    const response = message as DebugProtocol.Response;
    return { ...response, request_seq: response.request_seq - this.first + 1 } as DebugProtocol.Response;
  }

  private async until<T>(found: () => T | undefined): Promise<T> {
    for (;;) {
      const value = found();
      if (value !== undefined) return value;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}
