import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { AdapterHost } from '../../../src/adapter/protocol/host';
import { MOST_WAITING } from '../../../src/adapter/protocol/request-queue';
import { XTraceSession } from '../../../src/adapter/session';
import { nodeHost } from '../../../src/main/dap/node-host';
import { accepting } from '../../../src/main/dap/token';
import { trace } from '../client';
import { SchemaWitness } from '../schema';

/** A session without any transport, and all that it says. */
class Bare {
  readonly said: DebugProtocol.ProtocolMessage[] = [];
  private readonly schema = new SchemaWitness();
  private readonly session: XTraceSession;
  private seq = 0;

  constructor(host: Partial<AdapterHost> = {}) {
    this.session = new XTraceSession({ ...nodeHost(), ...host });
    this.session.onDidSendMessage((message) => {
      this.schema.check(message);
      this.said.push(message);
    });
  }

  /** Returns the number of the request. */
  ask(command: string, args: object = {}): number {
    this.session.handleMessage({ seq: ++this.seq, type: 'request', command, arguments: args });
    return this.seq;
  }

  /** Anything, as it comes. */
  tell(message: unknown): void {
    this.session.handleMessage(message);
  }

  answers(seq: number): DebugProtocol.Response[] {
    return (this.said as DebugProtocol.Response[]).filter(({ request_seq }) => request_seq === seq);
  }

  /** What the one answer says: true, or why not. */
  answer(seq: number): true | string | undefined {
    const [response, second] = this.answers(seq);
    assert.equal(second, undefined);
    this.schema.assertNothingWrong();
    return response && (response.success || response.message);
  }
}

/** Reads that end when the test says so. */
function slowReads() {
  let open: (text: string) => void = () => {};
  const text = new Promise<string>((resolve) => {
    open = resolve;
  });
  return { readText: () => text, arrive: () => open('xtrace 1\nkernel none\nnop\n') };
}

describe('requests that wait', () => {
  it('are answered as cancelled when the client disconnects, in their order and before the goodbye', async () => {
    const { readText, arrive } = slowReads();
    const client = new Bare({ readText });
    client.ask('initialize', { adapterID: 'xtrace' });
    const launch = client.ask('launch', { program: 'a.xtrace' });
    const waiting = ['threads', 'configurationDone', 'evaluate'].map((command) => client.ask(command));
    const goodbye = client.ask('disconnect');
    const order = (client.said as DebugProtocol.Response[]).map(({ request_seq }) => request_seq);
    assert.deepEqual(order.slice(1), [launch, ...waiting, goodbye]);
    for (const seq of [launch, ...waiting]) assert.equal(client.answer(seq), 'cancelled');
    assert.equal(client.answer(goodbye), true);
    arrive();
    await turn();
    await turn();
    assert.equal(client.said.length, order.length, 'the launch that was cancelled says nothing any more');
  });

  it('are answered as cancelled when the trace is terminated', () => {
    const client = new Bare({ readText: slowReads().readText });
    const launch = client.ask('launch', { program: 'a.xtrace' });
    const threads = client.ask('threads');
    const terminate = client.ask('terminate');
    assert.deepEqual(
      [launch, threads, terminate].map((seq) => client.answer(seq)),
      ['cancelled', 'cancelled', true],
    );
  });

  it('can be cancelled one by one, those that are worked on as well', async () => {
    const { readText, arrive } = slowReads();
    const client = new Bare({ readText });
    const launch = client.ask('launch', { program: 'a.xtrace' });
    const first = client.ask('threads');
    const second = client.ask('threads');
    assert.equal(client.answer(client.ask('cancel', { requestId: first })), true);
    assert.equal(client.answer(client.ask('cancel', { requestId: launch })), true);
    assert.equal(client.answer(first), 'cancelled');
    assert.equal(client.answer(launch), 'cancelled');
    arrive();
    await turn();
    await turn();
    assert.equal(client.answer(second), true);
    assert.ok(!client.said.some((message) => 'event' in message), 'nothing was launched');
    assert.equal(client.answer(client.ask('cancel', { requestId: second })), true, 'there is nothing to cancel');
  });

  it('are not more than a client can mean', () => {
    const client = new Bare({ readText: slowReads().readText });
    client.ask('launch', { program: 'a.xtrace' });
    for (let count = 1; count < MOST_WAITING; count++) client.ask('threads');
    assert.match(String(client.answer(client.ask('threads'))), /1000 requests wait already/);
  });

  it('are refused when the session is over', () => {
    const client = new Bare();
    client.ask('disconnect');
    assert.match(String(client.answer(client.ask('threads'))), /session is over/);
  });
});

describe('messages that are no requests', () => {
  it('are let pass without a word, and a request without a name is refused', () => {
    const client = new Bare();
    const strangers = [null, 7, 'text', [], {}, { type: 'request' }, { type: 'request', seq: -1, command: 'threads' }];
    for (const message of [...strangers, { type: 'response', seq: 1, request_seq: 1, command: 'runInTerminal' }]) {
      client.tell(message);
    }
    assert.deepEqual(client.said, []);
    client.tell({ type: 'request', seq: 4, command: { name: 'threads' } });
    assert.match(String(client.answer(4)), /not supported/);
  });
});

describe('a session that is over', () => {
  it('may be ended again, as editors do with one that its trace has ended, and does nothing else', () => {
    const client = new Bare();
    client.ask('disconnect');
    assert.equal(client.answer(client.ask('terminate')), true);
    assert.equal(client.answer(client.ask('disconnect')), true);
    assert.match(String(client.answer(client.ask('threads'))), /The session is over/);
  });
});

describe('a run that prints', () => {
  it('waits while the client does not read, and goes on when it does', async () => {
    let release: (() => void) | undefined;
    const client = new Bare({
      readText: async () => 'xtrace 1\nkernel none\nrepeat 1000000000000\nprint "x"\nend\n',
      writable: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    });
    const output = () => client.said.filter((message) => (message as DebugProtocol.Event).event === 'output').length;
    client.ask('configurationDone');
    client.ask('launch', { program: 'a.xtrace' });
    while (!release) await turn();
    const before = output();
    assert.ok(before > 0);
    for (let turns = 0; turns < 20; turns++) await turn();
    assert.equal(output(), before);
    release();
    while (output() === before) await turn();
    assert.equal(client.answer(client.ask('disconnect')), true);
  });
});

/** Time that passes by being looked at: each look is 25 ms after the one before, so that a slice is one piece of work. */
function quickTime(): () => number {
  let time = 0;
  return () => {
    time += 25;
    return time;
  };
}

const LONG = `xtrace 1\nkernel none\n${'add rax, 1\n'.repeat(5_000)}`;

describe('what takes long', () => {
  const progressing = { adapterID: 'xtrace', supportsProgressReporting: true };

  function events(client: Bare, name: string): DebugProtocol.Event['body'][] {
    return (client.said as DebugProtocol.Event[]).filter(({ event }) => event === name).map(({ body }) => body);
  }

  async function begun(client: Bare, title = /^Loading/): Promise<string> {
    for (;;) {
      const start = events(client, 'progressStart').find((body) => title.test(body.title));
      if (start) return start.progressId;
      await turn();
    }
  }

  it('says how far it is while a trace is loaded, up to its end', async () => {
    const client = new Bare({ readText: async () => LONG, now: quickTime() });
    client.ask('initialize', progressing);
    const launch = client.ask('launch', { program: '/traces/long.xtrace' });
    while (client.answer(launch) === undefined) await turn();
    assert.equal(client.answer(launch), true);
    const [start] = events(client, 'progressStart');
    assert.equal(start.title, 'Loading long.xtrace');
    assert.equal(start.requestId, launch);
    const { progressId } = start;
    const percentages = [start, ...events(client, 'progressUpdate')].map(({ percentage }) => percentage);
    assert.ok(percentages.length > 3);
    assert.deepEqual(
      percentages,
      [...percentages].sort((a, b) => a - b),
    );
    assert.deepEqual(events(client, 'progressEnd'), [{ progressId }]);
    client.ask('disconnect');
  });

  it('says nothing to a client that does not ask for it', async () => {
    const client = new Bare({ readText: async () => LONG, now: quickTime() });
    client.ask('initialize', { adapterID: 'xtrace' });
    const launch = client.ask('launch', { program: 'a.xtrace' });
    while (client.answer(launch) === undefined) await turn();
    assert.deepEqual(events(client, 'progressStart'), []);
    client.ask('disconnect');
  });

  it('can be cancelled by its progress: the launch is answered so, and the next one works', async () => {
    const client = new Bare({ readText: async () => LONG, now: quickTime() });
    client.ask('initialize', progressing);
    const launch = client.ask('launch', { program: 'a.xtrace' });
    const progressId = await begun(client);
    assert.equal(client.answer(client.ask('cancel', { progressId })), true);
    assert.equal(client.answer(launch), 'cancelled');
    while (events(client, 'progressEnd').length === 0) await turn();
    assert.deepEqual(events(client, 'initialized'), []);
    const again = client.ask('launch', { program: 'a.xtrace' });
    while (client.answer(again) === undefined) await turn();
    assert.equal(client.answer(again), true);
    client.ask('disconnect');
  });

  it('lets others be answered in between: pause and disconnect wait for no load', async () => {
    const client = new Bare({ readText: async () => LONG, now: quickTime() });
    client.ask('initialize', progressing);
    const launch = client.ask('launch', { program: 'a.xtrace' });
    await begun(client);
    assert.equal(client.answer(launch), undefined);
    assert.equal(client.answer(client.ask('disconnect')), true);
    assert.equal(client.answer(launch), 'cancelled');
  });

  it('says how far a search back through time is, and stops where it is when it is cancelled', async () => {
    const client = new Bare({
      readText: async () => 'xtrace 1\nkernel none\nmov rcx, 0\nrepeat 20000\ninc rcx\nend\nstop\nnop\n',
      now: quickTime(),
    });
    client.ask('initialize', progressing);
    const launch = client.ask('launch', { program: 'a.xtrace' });
    while (client.answer(launch) === undefined) await turn();
    client.ask('configurationDone');
    const stops = () => events(client, 'stopped').length;
    while (stops() < 1) await turn();
    client.ask('reverseContinue', { threadId: 1 });
    const progressId = await begun(client, /^Going back/);
    client.ask('cancel', { progressId });
    while (stops() < 2) await turn();
    assert.deepEqual(events(client, 'progressEnd').at(-1), { progressId });
    assert.equal(events(client, 'stopped')[1].reason, 'pause');
    client.ask('disconnect');
  });
});

describe('a session with a token', () => {
  const guarded = { acceptsToken: accepting('s3cret') };

  it('says hello and goodbye to everybody, and answers nothing else', () => {
    const client = new Bare(guarded);
    assert.equal(client.answer(client.ask('initialize', { adapterID: 'xtrace' })), true);
    for (const command of ['threads', 'source', 'setBreakpoints', 'cancel', 'terminate', 'pause', 'nonsense']) {
      assert.match(String(client.answer(client.ask(command))), /Launch a trace with the token/, command);
    }
    assert.equal(client.answer(client.ask('disconnect')), true);
  });

  it('launches for whoever has it', async () => {
    const client = new Bare(guarded);
    const program = trace('loop');
    for (const token of [undefined, '', 's3cre', 's3cret ', 7, null, { length: 6 }]) {
      assert.match(String(client.answer(client.ask('launch', { program, token }))), /started with a token/);
    }
    const launch = client.ask('launch', { program, token: 's3cret' });
    while (client.answer(launch) === undefined) await turn();
    assert.equal(client.answer(launch), true);
    assert.equal(client.answer(client.ask('threads')), true);
    client.ask('disconnect');
  });
});

describe('two runs in one thread', () => {
  /** Milliseconds that pass between two looks at the clock: more than 256 moments take. */
  const LOOK_MS = 5;

  it('give way to each other: a pause waits for one slice of either, which ends by the clock', async () => {
    const scheduled: (() => void)[] = [];
    let clock = 0;
    const host = {
      readText: async () => 'xtrace 1\nkernel none\nagain:\ninc rax\njmp again\n',
      schedule: (work: () => void) => void scheduled.push(work),
      now: () => {
        clock += LOOK_MS;
        return clock;
      },
    };
    const [busy, other] = [new Bare(host), new Bare(host)];
    for (const client of [busy, other]) {
      client.ask('initialize', { adapterID: 'xtrace' });
      client.ask('launch', { program: 'a.xtrace' });
      client.ask('configurationDone');
    }
    /** One slice of each run. */
    const round = async () => {
      for (const work of scheduled.splice(0)) work();
      await turn();
    };
    for (let count = 0; count < 100; count++) await round();
    assert.equal(scheduled.length, 2, 'both runs go on');
    const before = clock;
    other.ask('pause');
    await round();
    const stopped = (other.said as DebugProtocol.Event[]).find(({ event }) => event === 'stopped');
    assert.equal((stopped?.body as DebugProtocol.StoppedEvent['body'] | undefined)?.reason, 'pause');
    assert.ok(clock - before <= 50, `${clock - before} ms`);
    busy.ask('disconnect');
    other.ask('disconnect');
  });
});
