/**
 * The protocol end of a session: finds each request its row, and sends what comes back. Requests are answered in order,
 * one response each, before any event that they cause. Errors become messages for the user. What carries the messages,
 * a stream or a function call, is elsewhere.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Adapter } from './adapter';
import { Gate } from './protocol/gate';
import type { AdapterHost } from './protocol/host';
import {
  afterTheEnd,
  asRequest,
  eventOf,
  type Outcome,
  refusal,
  responseTo,
  type Unnumbered,
} from './protocol/message';
import { type Job, RequestQueue } from './protocol/request-queue';
import { isForUser, isUserError, messageOf, UserError } from './protocol/user-error';
import { REQUESTS } from './requests';
import type { Answer, Reply } from './requests/reply';

export type MessageListener = (message: DebugProtocol.ProtocolMessage) => void;

/** A debug session without its transport: what an editor calls an inline debug adapter. */
export interface Session {
  /** Takes a message of the client, whatever it is. */
  handleMessage(message: unknown): void;
  /** One listener hears all messages to the client. */
  onDidSendMessage(listener: MessageListener): { dispose(): void };
  /** The client is gone. */
  dispose(): void;
}

export class XTraceSession implements Session {
  private readonly adapter: Adapter;
  private readonly gate: Gate;
  private readonly queue: RequestQueue;
  private readonly listeners = new Set<MessageListener>();
  private lastSeq = 0;
  private logging = false;

  constructor(host: AdapterHost) {
    this.queue = new RequestQueue(
      (job) => this.answer(job),
      (request) => this.respond(request, CANCELLED),
    );
    this.gate = new Gate(host.acceptsToken);
    this.adapter = new Adapter(host, (event, body) => this.sendEvent(event, body), this.queue);
  }

  onDidSendMessage(listener: MessageListener): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  handleMessage(message: unknown): void {
    const request = asRequest(message);
    if (!request) return;
    if (request.command === 'launch') this.logging = isTraced(request.arguments);
    this.log('request', request);
    if (this.adapter.closed) return this.respond(request, afterTheEnd(request, USER_ERROR));
    try {
      this.gate.demand(request);
      if (!IMMEDIATE.has(request.command)) return this.queue.add(request);
    } catch (error) {
      return this.respond(request, refused(request, error));
    }
    void this.answer({ request, signal: NEVER, isCancelled: false });
  }

  dispose(): void {
    this.listeners.clear();
    this.queue.cancelAll();
    this.adapter.close();
  }

  /** Answers now, or returns a promise that settles when the answer is sent. */
  private answer(job: Job): Promise<void> | undefined {
    const { request } = job;
    let answer: Answer;
    try {
      const handler = REQUESTS[request.command];
      if (!handler) throw new UserError('not-supported', `The request \`${request.command}\` is not supported.`);
      answer = handler(this.adapter, request.arguments, job);
    } catch (error) {
      this.refuse(job, error);
      return undefined;
    }
    if (!(answer instanceof Promise)) {
      this.reply(job, answer);
      return undefined;
    }
    return answer.then(
      (reply) => this.reply(job, reply),
      (error: unknown) => this.refuse(job, error),
    );
  }

  /** A cancelled request has had its answer. */
  private reply({ request, isCancelled }: Job, { body, after, moves }: Reply): void {
    if (isCancelled) return;
    if (moves) this.adapter.leaveStop();
    this.respond(request, { success: true, ...(body ? { body } : {}) });
    this.proceed(after);
  }

  private refuse({ request, isCancelled }: Job, error: unknown): void {
    if (isCancelled) return;
    this.respond(request, refused(request, error));
    if (isUserError(error)) this.proceed(error.after);
  }

  /** What follows an answer. */
  private proceed(after: (() => void) | undefined): void {
    try {
      after?.();
    } catch (error) {
      this.adapter.fail(error);
    }
  }

  private respond(request: DebugProtocol.Request, outcome: Outcome): void {
    const response = responseTo(request, outcome);
    this.log('response', response);
    this.send(response);
  }

  private sendEvent(event: string, body?: object): void {
    if (this.adapter.closed) return;
    const message = eventOf(event, body);
    if (event !== 'output') this.log('event', message);
    this.send(message);
  }

  private send(message: Unnumbered): void {
    const numbered = { seq: ++this.lastSeq, ...message };
    for (const listener of this.listeners) listener(numbered);
  }

  /** The protocol on the console, for `"trace": true`. */
  private log(direction: string, message: object): void {
    if (!this.logging) return;
    this.sendEvent('output', { category: 'console', output: `${direction} ${JSON.stringify(message)}\n` });
  }
}

/** Answered at once, whatever else waits. */
const IMMEDIATE: ReadonlySet<string> = new Set(['cancel', 'disconnect', 'terminate', 'pause']);

const NEVER = new AbortController().signal;

function isTraced(launch: unknown): boolean {
  return typeof launch === 'object' && launch !== null && 'trace' in launch && launch.trace === true;
}

const USER_ERROR = 1;
const OWN_ERROR = 2;
const CANCELLED_ERROR = 3;

/** The word is the protocol's. */
const CANCELLED: Outcome = {
  success: false,
  message: 'cancelled',
  body: { error: { id: CANCELLED_ERROR, format: 'The request was cancelled.', showUser: false } },
};

function refused(request: DebugProtocol.Request, error: unknown): Outcome {
  return refusal(request, messageOf(error), isForUser(error) ? USER_ERROR : OWN_ERROR);
}
