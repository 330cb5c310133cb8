import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { launchArguments } from '../../src/adapter/launch/launch-arguments';
import { Debuggee } from '../../src/adapter/state/debuggee';
import { loadTrace } from '../../src/library';
import { programOf } from '../../src/library/program-of';
import { runCommandLine } from '../../src/main/cli/command-line';
import type { Listening } from '../../src/main/dap/listening';
import { listenForGdb } from '../../src/main/gdb/serve-gdb';
import { packet } from '../gdb/client';

const TRACE = 'xtrace 1\nmachine sapphire-rapids\nkernel linux\ntask A\nswitch A\n    nop\n';

describe('the server of the remote protocol', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-gdb-'));
  const servers: Listening[] = [];
  const logged: string[] = [];

  after(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  async function listen(place: { port?: number; socket?: string } = { port: 0 }): Promise<Listening> {
    const makeDebuggee = () =>
      new Debuggee(launchArguments({ program: 'a.xtrace' }, 'arguments'), programOf(loadTrace(TRACE)));
    const server = await listenForGdb({ ...place, makeDebuggee, log: (line) => logged.push(line) });
    servers.push(server);
    return server;
  }

  async function connected(to: NetConnectOpts): Promise<Socket> {
    const socket = connect(to);
    await once(socket, 'connect');
    return socket;
  }

  async function ask(socket: Socket, text: string): Promise<string> {
    socket.write(packet(text));
    let said = '';
    while (!/#..$/s.test(said)) said += String((await once(socket, 'data'))[0]);
    return said;
  }

  it('listens on this machine alone', async () => {
    const { port = 0 } = await listen();
    assert.equal(await ask(await connected({ port, host: '127.0.0.1' }), 'qAttached'), '+$0#30');
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      await assert.rejects(connected({ port, host: address }), /ECONNREFUSED/);
    }
  });

  it('sends away who speaks another protocol, without an answer, and waits on', async () => {
    const { port = 0 } = await listen();
    for (const text of ['GET / HTTP/1.1\r\n\r\n', 'POST / HTTP/1.1\r\n\r\n$g#67', '\x16\x03\x01\x02']) {
      const socket = await connected({ port, host: '127.0.0.1' });
      let said = '';
      socket.on('data', (chunk) => {
        said += String(chunk);
      });
      socket.write(text, 'latin1');
      await once(socket, 'close');
      assert.equal(said, '');
    }
    assert.match(logged.join('\n'), /A connection was refused: A packet begins with `\$`/);
    assert.equal(await ask(await connected({ port, host: '127.0.0.1' }), 'qAttached'), '+$0#30');
  });

  it('has one client at a time, and ends when that has left', async () => {
    const { port = 0, closed } = await listen();
    const client = await connected({ port, host: '127.0.0.1' });
    await ask(client, '?');
    const other = connect({ port, host: '127.0.0.1' });
    other.on('error', () => undefined);
    await once(other, 'close');
    assert.match(await ask(client, 'D'), /\$OK#9a$/);
    await closed;
  });

  it('has a socket for its owner alone', async function () {
    if (process.platform === 'win32') this.skip();
    const socket = path.join(folder, 'socket');
    await listen({ socket });
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    assert.equal(await ask(await connected({ path: socket }), 'qAttached'), '+$0#30');
  });
});

describe('xtrace gdbserver', () => {
  async function call(...argv: readonly string[]): Promise<{ status: number; error: string }> {
    let error = '';
    const status = await runCommandLine(['gdbserver', ...argv], {
      out: () => undefined,
      error: (text) => {
        error += text;
      },
      breathe: () => Promise.resolve(),
      startThread: () => undefined,
      readInput: () => new Uint8Array(),
      readSome: () => new Uint8Array(),
      onInterrupt: () => () => {},
      isTerminal: true,
      write: () => undefined,
    });
    return { status, error };
  }

  it('says what is wrong with a call', async () => {
    const trace = path.join(__dirname, '../../examples/first-use.xtrace');
    const calls: readonly (readonly [argv: readonly string[], status: number, error: RegExp])[] = [
      [[], 2, /which program or trace\?/],
      [['--port', '1', '--socket', 'x', trace], 2, /one place: give --port or --socket/],
      [['--port', 'ten', trace], 2, /--port takes a number/],
      [['/nowhere/program'], 127, /does not exist/],
      [['/nowhere.xtrace'], 2, /does not exist/],
      [[trace, 'more'], 2, /takes no arguments: what is more/],
      [['--root', '/', trace], 2, /--root is for programs/],
      [['--machine', 'abacus', trace], 2, /abacus/],
      [[path.join(__dirname, 'gdbserver.test.ts')], 126, /may not be executed/],
    ];
    for (const [argv, status, error] of calls) {
      const said = await call(...argv);
      assert.deepEqual([said.status, error.test(said.error)], [status, true], `${argv.join(' ')}: ${said.error}`);
    }
  });
});
