/** A debug client for tests: the adapter in this process behind streams, and the sequences that every client goes through. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { AdapterHost } from '../../src/adapter/protocol/host';
import { XTraceSession } from '../../src/adapter/session';
import { nodeHost } from '../../src/main/dap';

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
  /** Further launch arguments. */
  readonly launch?: object;
}

const open = new Set<TestClient>();

/** For `afterEach`: a session that nobody ended may still run its trace. */
export async function closeClients(): Promise<void> {
  const clients = [...open];
  open.clear();
  await Promise.all(clients.map((client) => client.disconnectRequest()));
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

  constructor(host: Partial<AdapterHost> = {}) {
    super('', '', 'xtrace');
    const toAdapter = new PassThrough();
    const fromAdapter = new PassThrough();
    const session = new XTraceSession({ ...nodeHost(() => {}), ...host });
    session.setRunAsServer(true);
    session.onDidSendMessage((message) => this.note(message as DebugProtocol.ProtocolMessage));
    session.start(toAdapter, fromAdapter);
    this.connect(fromAdapter, toAdapter);
    open.add(this);
  }

  /** Initializes, launches, sets breakpoints and lets the trace begin, without waiting for it to stop. */
  async begin({ program, lines = [], functions = [], filters = [], launch = {} }: Setup): Promise<void> {
    await this.initializeRequest({
      adapterID: 'xtrace',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsVariableType: true,
      supportsInvalidatedEvent: true,
      supportsMemoryEvent: true,
    });
    await Promise.all([
      this.waitForEvent('initialized'),
      this.launchRequest({ program, ...launch } as DebugProtocol.LaunchRequestArguments),
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
    return this.stopAfter(() => this.customRequest(command, { threadId: 1 }));
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

  /** The message of the error that a request is answered with. */
  async refusal(command: string, args: object = {}): Promise<string> {
    try {
      await this.customRequest(command, args);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error(`${command} was not refused`);
  }

  /** All output so far. */
  get output(): string {
    return this.events
      .map((event) => (event.event === 'output' ? (event.body as { output: string }).output : ''))
      .join('');
  }

  private note(message: DebugProtocol.ProtocolMessage): void {
    const { type, event, command } = message as DebugProtocol.Event & DebugProtocol.Response;
    this.messages.push({ type, name: event ?? command });
    if (type === 'event') this.events.push(message as DebugProtocol.Event);
  }
}
