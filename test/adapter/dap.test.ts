import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import { runDap } from '../../src/main/dap';
import { example, lineOf, trace } from './client';

const LOOP = trace('loop');

describe('the adapter as a program of its own', () => {
  it('talks on standard input and output', async () => {
    const client = new DebugClient(
      join(__dirname, '../../node_modules/.bin/tsx'),
      join(__dirname, 'serve.ts'),
      'xtrace',
    );
    client.defaultTimeout = 15_000;
    await client.start();
    try {
      await client.hitBreakpoint({ program: LOOP }, { path: LOOP, line: lineOf(LOOP, 'BP-CALL') });
      await Promise.all([client.waitForEvent('terminated'), client.continueRequest({ threadId: 1 })]);
    } finally {
      await client.stop();
    }
  });

  it('takes clients on a port, several at once', async () => {
    const server = await runDap({ port: 0 });
    assert.ok(server);
    const { port } = server.address() as AddressInfo;
    const clients = [0, 1].map(() => new DebugClient('', '', 'xtrace'));
    await Promise.all(clients.map((client) => client.start(port)));
    const programs = [LOOP, example('bare-metal-nm')];
    await Promise.all(
      clients.map((client, index) =>
        Promise.all([
          client.launch({ program: programs[index] }),
          client.configurationSequence(),
          client.waitForEvent('terminated'),
        ]),
      ),
    );
    await Promise.all(clients.map((client) => client.stop()));
    server.close();
  });

  it('survives what is not the protocol', async () => {
    const server = await runDap({ port: 0 });
    assert.ok(server);
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.resume();
    socket.write('Content-Length: 5\r\n\r\n{"a":Content-Length: 4\r\n\r\nnullGET / HTTP/1.1\r\n\r\n');
    socket.write('Content-Length: 53\r\n\r\n{"type":"request","seq":1,"command":"threads","x":[]}\n\n');
    socket.end();
    await once(socket, 'close');
    const client = new DebugClient('', '', 'xtrace');
    await client.start(port);
    await client.initializeRequest();
    await client.stop();
    server.close();
  });
});
