import assert from 'node:assert/strict';
import { once } from 'node:events';
import { linkSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { framed, MessageReader } from '../../src/adapter/protocol/framing';
import type { Listening } from '../../src/main/dap/listening';
import { type DapOptions, MOST_CLIENTS, runDap } from '../../src/main/dap/run-dap';
import { example, lineOf, trace } from './client';
import { sharedThread } from './open-session';
import { SchemaWitness } from './schema';

const LOOP = trace('loop');

let listening: Listening | undefined;
const log: string[] = [];

async function listen(options: Partial<DapOptions> = {}): Promise<Listening> {
  log.length = 0;
  listening = await runDap({ port: 0, log: (line) => log.push(line), startThread: () => undefined, ...options });
  assert.ok(listening);
  return listening;
}

afterEach(async () => {
  listening?.close();
  await listening?.closed;
  listening = undefined;
});

/** A client that is nothing but a socket. */
class RawClient {
  readonly said: DebugProtocol.ProtocolMessage[] = [];
  readonly closed: Promise<unknown>;
  private readonly schema = new SchemaWitness();
  private seq = 0;

  private constructor(readonly socket: Socket) {
    const reader = new MessageReader();
    socket.on('data', (chunk) => {
      for (const text of reader.read(chunk)) {
        this.said.push(JSON.parse(text));
        this.schema.check(JSON.parse(text));
      }
    });
    socket.on('error', () => {});
    this.closed = once(socket, 'close');
  }

  static async connect(to: { port?: number | undefined; path?: string }): Promise<RawClient> {
    const socket = connect(to.path === undefined ? { port: to.port ?? 0, host: '127.0.0.1' } : { path: to.path });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  async ask(command: string, args: object = {}): Promise<DebugProtocol.Response> {
    const seq = ++this.seq;
    this.socket.write(framed({ seq, type: 'request', command, arguments: args }));
    const answer = () => (this.said as DebugProtocol.Response[]).find(({ request_seq }) => request_seq === seq);
    while (!answer()) await once(this.socket, 'data');
    this.schema.assertNothingWrong();
    return answer()!; // the loop ends with one
  }

  async heard(event: string): Promise<void> {
    while (!this.said.some((message) => (message as DebugProtocol.Event).event === event)) {
      await once(this.socket, 'data');
    }
  }

  async run(program: string, launch: object = {}): Promise<void> {
    await this.ask('initialize', { adapterID: 'xtrace' });
    await this.ask('launch', { program, stopOnEnd: false, ...launch });
    await this.ask('configurationDone');
  }
}

describe('the adapter as a program of its own', () => {
  it('talks on standard input and output', async () => {
    const client = new DebugClient(
      join(__dirname, '../../node_modules/.bin/tsx'),
      join(__dirname, 'serve.ts'),
      'xtrace',
    );
    client.defaultTimeout = 45_000;
    await client.start();
    try {
      await client.hitBreakpoint({ program: LOOP, stopOnEnd: false }, { path: LOOP, line: lineOf(LOOP, 'BP-CALL') });
      await Promise.all([client.waitForEvent('terminated'), client.continueRequest({ threadId: 1 })]);
    } finally {
      await client.stop();
    }
  });

  it('takes clients on a port, several at once', async () => {
    const { port } = await listen();
    const clients = [0, 1].map(() => new DebugClient('', '', 'xtrace'));
    await Promise.all(clients.map((client) => client.start(port)));
    const programs = [LOOP, example('bare-metal-nm')];
    await Promise.all(
      clients.map((client, index) =>
        Promise.all([
          client.launch({ program: programs[index], stopOnEnd: false }),
          client.configurationSequence(),
          client.waitForEvent('terminated'),
        ]),
      ),
    );
    await Promise.all(clients.map((client) => client.stop()));
  });

  it('survives what is no JSON, and no request', async () => {
    const client = await RawClient.connect(await listen());
    client.socket.write('Content-Length: 5\r\n\r\n{"a":Content-Length: 4\r\n\r\nnull');
    client.socket.write('content-length:52\r\n\r\n{"type":"request","seq":9,"command":"threads","x":0}');
    assert.equal((await client.ask('initialize', { adapterID: 'xtrace' })).success, true);
    assert.equal(client.said.filter((message) => 'request_seq' in message).length, 2);
  });
});

describe('a connection that does not speak the protocol', () => {
  const body = '{"seq":1,"type":"request","command":"source","arguments":{"source":{"path":"/etc/hostname"}}}';
  const web = [
    `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    `POST / HTTP/1.1\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    'GET / HTTP/1.1\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    `Host: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  ];

  it('is refused at its first line, without an answer', async () => {
    const server = await listen();
    for (const text of web) {
      const client = await RawClient.connect(server);
      client.socket.write(text, 'latin1');
      await client.closed;
      assert.deepEqual(client.said, []);
      assert.match(log.at(-1) ?? '', /connection was refused: What arrives is not the Debug Adapter Protocol/);
    }
  });

  it('is not kept when it says a message longer than there can be', async () => {
    const client = await RawClient.connect(await listen());
    client.socket.write('Content-Length: 999999999999999\r\n\r\n');
    await client.closed;
    assert.match(log.at(-1) ?? '', /too long/);
  });
});

describe('clients on a port', () => {
  it('are so many and no more', async () => {
    const server = await listen();
    const clients = await Promise.all(Array.from({ length: MOST_CLIENTS }, () => RawClient.connect(server)));
    await Promise.all(clients.map((client) => client.ask('initialize', { adapterID: 'xtrace' })));
    const surplus = await RawClient.connect(server);
    await surplus.closed;
    assert.match(log.at(-1) ?? '', new RegExp(`${MOST_CLIENTS} clients already`));
    clients[0]?.socket.destroy();
    await clients[0]?.closed;
    const [other] = clients.slice(1);
    assert.equal((await other?.ask('threads'))?.success, true);
  });

  it('need the token, if there is one', async () => {
    const client = await RawClient.connect(await listen({ token: 's3cret' }));
    await client.ask('initialize', { adapterID: 'xtrace' });
    assert.match((await client.ask('launch', { program: LOOP })).message ?? '', /started with a token/);
    assert.match((await client.ask('threads')).message ?? '', /token of this adapter first/);
    assert.equal((await client.ask('launch', { program: LOOP, token: 's3cret' })).success, true);
  });
});

describe('clients in threads of their own', () => {
  it('do not hold up one another, and leave nothing behind', async () => {
    let ended = 0;
    const startThread = () => {
      const thread = sharedThread();
      return {
        ...thread,
        end: () => {
          ended++;
          thread.end();
        },
      };
    };
    const server = await listen({ startThread });
    const [busy, other] = await Promise.all([RawClient.connect(server), RawClient.connect(server)]);
    await busy.run(trace('endless'));
    await other.run(LOOP);
    await other.heard('terminated');
    assert.equal((await other.ask('disconnect')).success, true);
    await other.closed;
    busy.socket.destroy();
    await busy.closed;
    while (ended < 2) await new Promise((resolve) => setImmediate(resolve));
  });

  it('have an answer to everything though the thread dies', async () => {
    let die: (reason: string) => void = () => {};
    const startThread = () => {
      const thread = sharedThread();
      // A thread that hears nothing: whatever is asked waits.
      const deaf = Object.assign(Object.create(thread.port), { postMessage: () => {}, on: () => {} });
      return {
        port: deaf,
        onDeath: (listener: (reason: string) => void) => {
          die = listener;
        },
        end: () => thread.port.close(),
      };
    };
    const client = await RawClient.connect(await listen({ startThread }));
    const answer = client.ask('initialize', { adapterID: 'xtrace' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    die('out of memory');
    assert.match((await answer).message ?? '', /thread of this session has died: out of memory/);
    await client.heard('terminated');
    await client.closed;
  });
});

describe('a socket in the file system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xtrace-socket-'));
  const path = join(folder, 'dap');

  after(() => rmSync(folder, { recursive: true }));

  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  it('is for its owner alone, works as a port does, and goes with the server', async () => {
    const server = await listen({ port: undefined, socket: path });
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(server.where, path);
    const client = await RawClient.connect({ path });
    await client.run(LOOP);
    await client.heard('terminated');
    server.close();
    await server.closed;
    assert.throws(() => statSync(path));
  });

  it('takes the place of one that nobody listens on any more', async () => {
    // A server that was killed leaves its socket; a copy of the name does as well.
    const dead = createServer();
    await new Promise<void>((done) => dead.listen(`${path}.dead`, done));
    linkSync(`${path}.dead`, path);
    await new Promise((done) => dead.close(done));
    await listen({ port: undefined, socket: path });
    const client = await RawClient.connect({ path });
    assert.equal((await client.ask('threads')).success, true);
  });

  it('is refused where something listens, or a file lies', async () => {
    await listen({ port: undefined, socket: path });
    const again = () => runDap({ socket: path, log: () => {} });
    await assert.rejects(again, { code: 'EADDRINUSE' });
    const file = join(folder, 'file');
    writeFileSync(file, 'keep me');
    await assert.rejects(runDap({ socket: file, log: () => {} }), { code: 'EADDRINUSE' });
    assert.equal(statSync(file).size, 7);
  });
});
