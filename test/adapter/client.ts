/** A debug client for tests: the adapter in this process behind streams, and the sequences that every client goes through. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { framed, MessageReader } from '../../src/adapter/protocol/framing';
import type { AdapterHost } from '../../src/adapter/protocol/host';
import type { Session } from '../../src/adapter/session';
import { openSession } from './open-session';
import { SchemaWitness } from './schema';

export type Stopped = DebugProtocol.StoppedEvent['body'];

export function example(name: string): string {
  return join(__dirname, '../../examples', `${name}.xtrace`);
}

export function trace(name: string): string {
  return join(__dirname, 'traces', `${name}.xtrace`);
}

/** One-based line of the first line that contains `text`: a marker (`;BP1`) or the code itself. */
export function lineOf(path: string, text: string): number {
  const line = readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((candidate) => candidate.includes(text));
  if (line < 0) throw new Error(`${path} has no line with ${text}`);
  return line + 1;
}

export interface Setup {
  readonly program: string;
  /** Texts of the lines to stop on. */
  readonly lines?: readonly (string | ({ readonly at: string } & Omit<DebugProtocol.SourceBreakpoint, 'line'>))[];
  readonly functions?: readonly string[];
  readonly filters?: readonly string[];
  /** Further launch arguments. The session ends with its trace unless they say otherwise. */
  readonly launch?: object;
  /** Who the client says that it is. */
  readonly clientID?: string;
}

const open = new Set<TestClient>();

/** Above the numbers of all other requests: of those that may be anything. */
const FIRST_ANYTHING = 1_000_000;

/** For `afterEach`: a session that nobody ended may still run its trace. All that was said was said by the schema. */
export async function closeClients(): Promise<void> {
  const clients = [...open];
  open.clear();
  await Promise.all(clients.map((client) => client.sendAnything('disconnect', {})));
  for (const { schema } of clients) schema.assertNothingWrong();
}

/** A client that has stopped on the first of some lines, or on entry. */
export async function stopAt(program: string, ...lines: readonly string[]) {
  const client = new TestClient();
  const setup = lines.length > 0 ? { program, lines } : { program, launch: { stopOnEntry: true } };
  return { client, stop: await client.beginAndStop(setup) };
}

export class TestClient extends DebugClient {
  readonly events: DebugProtocol.Event[] = [];
  readonly messages: { readonly type: string; readonly name: string }[] = [];
  readonly schema = new SchemaWitness();
  private readonly session: Session;
  private readonly answers = new Map<number, (response: DebugProtocol.Response) => void>();
  private lastAnything = FIRST_ANYTHING;

  constructor(host: Partial<AdapterHost> = {}) {
    super('', '', 'xtrace');
    const toAdapter = new PassThrough();
    const fromAdapter = new PassThrough();
    const reader = new MessageReader();
    this.session = openSession(host);
    this.session.onDidSendMessage((message) => {
      this.note(message);
      fromAdapter.write(framed(message));
    });
    toAdapter.on('data', (chunk: Uint8Array) => {
      for (const text of reader.read(chunk)) this.tell(JSON.parse(text));
    });
    this.connect(fromAdapter, toAdapter);
    // The first session in a thread waits for the thread.
    this.defaultTimeout = 45_000;
    open.add(this);
  }

  /** Initializes, launches, sets breakpoints and lets the trace begin, without waiting for it to stop. */
  async begin({ program, lines = [], functions = [], filters = [], launch = {}, clientID }: Setup): Promise<void> {
    await this.initializeRequest({
      adapterID: 'xtrace',
      ...(clientID === undefined ? {} : { clientID }),
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsVariableType: true,
      supportsInvalidatedEvent: true,
      supportsMemoryEvent: true,
    });
    await Promise.all([
      this.waitForEvent('initialized'),
      this.launchRequest({ program, stopOnEnd: false, ...launch } as DebugProtocol.LaunchRequestArguments),
    ]);
    const breakpoints = lines.map((line) => {
      const { at, ...rest } = typeof line === 'string' ? { at: line } : line;
      return { line: lineOf(program, at), ...rest };
    });
    if (breakpoints.length > 0) await this.setBreakpointsRequest({ source: { path: program }, breakpoints });
    if (functions.length > 0) {
      await this.setFunctionBreakpointsRequest({ breakpoints: functions.map((name) => ({ name })) });
    }
    if (filters.length > 0) await this.setExceptionBreakpointsRequest({ filters: [...filters] });
    await this.configurationDoneRequest();
  }

  /** The same, up to the first stop. */
  async beginAndStop(setup: Setup): Promise<Stopped> {
    return this.stopAfter(() => this.begin(setup));
  }

  /** The same, up to the end. */
  async beginAndEnd(setup: Setup): Promise<void> {
    await Promise.all([this.waitForEvent('terminated'), this.begin(setup)]);
  }

  async stopAfter(work: () => Promise<unknown>): Promise<Stopped> {
    const stopped = this.waitForEvent('stopped');
    await work();
    return (await stopped).body as Stopped;
  }

  /** Sends a request that makes the trace go on, and waits for the next stop. */
  go(command: string): Promise<Stopped> {
    const last = this.events.findLast(({ event }) => event === 'stopped')?.body as Stopped | undefined;
    return this.stopAfter(() => this.customRequest(command, { threadId: last?.threadId ?? 1 }));
  }

  async stack(threadId: number): Promise<DebugProtocol.StackFrame[]> {
    return (await this.stackTraceRequest({ threadId })).body.stackFrames;
  }

  async currentFrame({ threadId }: Stopped): Promise<DebugProtocol.StackFrame> {
    const [frame] = await this.stack(threadId ?? 0);
    if (!frame) throw new Error(`thread ${threadId} has no frame`);
    return frame;
  }

  /** The children at a path of names: `['Tiles', 'tmm0', 'i32']`. */
  async rows(stopped: Stopped, ...path: readonly string[]): Promise<DebugProtocol.Variable[]> {
    const variablesReference = await this.reference(stopped, ...path);
    return (await this.variablesRequest({ variablesReference })).body.variables;
  }

  async reference(stopped: Stopped, ...[scope, ...names]: readonly string[]): Promise<number> {
    const frame = await this.currentFrame(stopped);
    const { scopes } = (await this.scopesRequest({ frameId: frame.id })).body;
    let found: { variablesReference: number } | undefined = scopes.find(({ name }) => name === scope);
    for (const name of names) {
      const variablesReference = found?.variablesReference ?? 0;
      found = (await this.variablesRequest({ variablesReference })).body.variables.find((row) => row.name === name);
    }
    if (!found) throw new Error(`there is nothing at ${[scope, ...names].join(' / ')}`);
    return found.variablesReference;
  }

  async value(stopped: Stopped, ...path: readonly string[]): Promise<string | undefined> {
    const rows = await this.rows(stopped, ...path.slice(0, -1));
    return rows.find(({ name }) => name === path.at(-1))?.value;
  }

  async evaluate(expression: string, context = 'watch'): Promise<string> {
    return (await this.evaluateRequest({ expression, context })).body.result;
  }

  /** The message of the error that a request is answered with; the request need not be one of the protocol. */
  async refusal(command: string, args: unknown = {}): Promise<string> {
    const { success, message = '' } = await this.sendAnything(command, args);
    if (success) throw new Error(`${command} was not refused`);
    return message;
  }

  /** The response to whatever one sends; only the response is held to the schema. */
  sendAnything(command: string, args: unknown): Promise<DebugProtocol.Response> {
    const seq = ++this.lastAnything;
    return new Promise((resolve) => {
      this.answers.set(seq, resolve);
      this.session.handleMessage({ seq, type: 'request', command, arguments: args });
    });
  }

  /** Settles when everything has arrived that was sent before: a session may be in another thread. */
  async heardAll(): Promise<void> {
    await this.threadsRequest();
  }

  /** All output so far. */
  get output(): string {
    return this.events
      .map((event) => (event.event === 'output' ? (event.body as { output: string }).output : ''))
      .join('');
  }

  private tell(message: DebugProtocol.ProtocolMessage): void {
    this.schema.check(message);
    this.session.handleMessage(message);
  }

  private note(message: DebugProtocol.ProtocolMessage): void {
    const { type, event, command, request_seq } = message as DebugProtocol.Event & DebugProtocol.Response;
    this.schema.check(message);
    this.messages.push({ type, name: event ?? command });
    if (type === 'event') this.events.push(message as DebugProtocol.Event);
    this.answers.get(request_seq)?.(message as DebugProtocol.Response);
    this.answers.delete(request_seq);
  }
}
