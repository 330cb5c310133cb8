/**
 * The protocol end of a session: takes requests off the wire, finds each its row, and sends what comes back. Requests
 * are answered in order, one response each, before any event that they cause. Errors become messages for the user.
 */
import { DebugSession, Event, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Adapter } from './adapter';
import type { AdapterHost } from './protocol/host';
import { isForUser, messageOf, UserError } from './protocol/user-error';
import { REQUESTS } from './requests';
import type { Answer, Reply } from './requests/reply';

export class XTraceSession extends DebugSession {
  private readonly adapter: Adapter;
  /** Settled when the requests before are answered; undefined while none waits. */
  private queue: Promise<void> | undefined;
  private logging = false;

  constructor(host: AdapterHost) {
    super();
    this.adapter = new Adapter(host, (event, body) => this.sendEvent(new Event(event, body)));
    this.on('close', () => this.adapter.close());
  }

  /** The library would end the process here: when a client goes, but also on a message that it cannot read. */
  override shutdown(): void {}

  /** VS Code drops the session. */
  override dispose(): void {
    this.adapter.close();
  }

  override sendEvent(event: DebugProtocol.Event): void {
    if (event.event !== 'output') this.log('event', event);
    super.sendEvent(event);
  }

  override sendResponse(response: DebugProtocol.Response): void {
    this.log('response', response);
    super.sendResponse(response);
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    if (request.command === 'launch') this.logging = isTraced(request.arguments);
    this.log('request', request);
    if (this.queue && !IMMEDIATE.has(request.command)) {
      this.queue = this.queue.then(() => this.answer(request));
      return;
    }
    const pending = this.answer(request);
    if (!pending) return;
    const queue = pending.then(() => {
      if (this.queue === queue) this.queue = undefined;
    });
    this.queue = queue;
  }

  /** Answers now, or returns a promise that settles when the answer is sent. */
  private answer(request: DebugProtocol.Request): Promise<void> | undefined {
    let answer: Answer;
    try {
      const handler = Object.hasOwn(REQUESTS, request.command) ? REQUESTS[request.command] : undefined;
      if (!handler) throw new UserError('not-supported', `The request \`${request.command}\` is not supported.`);
      answer = handler(this.adapter, request.arguments);
    } catch (error) {
      this.refuse(request, error);
      return undefined;
    }
    if (!(answer instanceof Promise)) {
      this.reply(request, answer);
      return undefined;
    }
    return answer.then(
      (reply) => this.reply(request, reply),
      (error: unknown) => this.refuse(request, error),
    );
  }

  private reply(request: DebugProtocol.Request, { body, after }: Reply): void {
    const response: DebugProtocol.Response = new Response(request);
    if (body) response.body = body;
    this.sendResponse(response);
    try {
      after?.();
    } catch (error) {
      this.adapter.fail(error);
    }
  }

  private refuse(request: DebugProtocol.Request, error: unknown): void {
    const response: DebugProtocol.ErrorResponse = new Response(request) as DebugProtocol.ErrorResponse;
    const message = messageOf(error);
    response.success = false;
    response.message = message;
    response.body = {
      error: {
        id: isForUser(error) ? USER_ERROR : OWN_ERROR,
        format: '{message}',
        variables: { message },
        showUser: SHOWN.has(request.command),
      },
    };
    this.sendResponse(response);
  }

  /** The protocol on the console, for `"trace": true`. */
  private log(direction: string, message: object): void {
    if (!this.logging) return;
    super.sendEvent(new Event('output', { category: 'console', output: `${direction} ${JSON.stringify(message)}\n` }));
  }
}

/** Answered at once, whatever else waits. */
const IMMEDIATE: ReadonlySet<string> = new Set(['cancel', 'disconnect', 'terminate', 'pause']);

function isTraced(launch: unknown): boolean {
  return typeof launch === 'object' && launch !== null && 'trace' in launch && launch.trace === true;
}

/** Refused, these leave a user without a session. All others are part of a view that shows the message in its place. */
const SHOWN: ReadonlySet<string> = new Set(['launch', 'attach', 'restart']);

const USER_ERROR = 1;
const OWN_ERROR = 2;
