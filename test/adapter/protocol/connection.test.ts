import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { framed, MessageReader } from '../../../src/adapter/protocol/framing';
import { XTraceSession } from '../../../src/adapter/session';
import { serve, writable } from '../../../src/main/dap/connection';
import { nodeHost } from '../../../src/main/dap/node-host';

const hello = framed({ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'xtrace' } });

function served() {
  const streams = { input: new PassThrough(), output: new PassThrough() };
  const refusals: string[] = [];
  let sessions = 0;
  let isGone = false;
  serve(
    () => {
      sessions++;
      return new XTraceSession(nodeHost());
    },
    streams,
    {
      onRefused: (reason) => refusals.push(reason),
      onGone: () => {
        isGone = true;
      },
    },
  );
  return { ...streams, streams, refusals, sessions: () => sessions, isGone: () => isGone };
}

describe('a connection', () => {
  it('begins its session with the first message, not before', async () => {
    const { input, output, sessions } = served();
    input.write(hello.subarray(0, 10));
    await new Promise(setImmediate);
    assert.equal(sessions(), 0);
    input.write(hello.subarray(10));
    await once(output, 'data');
    assert.equal(sessions(), 1);
  });

  it('says whether the client takes more, and when it does again', async () => {
    const { output, streams } = served();
    assert.equal(writable(streams), undefined);
    output.write(Buffer.alloc(1 << 20));
    const held = writable(streams);
    assert.ok(held);
    output.resume();
    await held;
    assert.equal(writable(streams), undefined);
  });

  it('does not wait for a client that is gone', async () => {
    const { output, streams } = served();
    output.write(Buffer.alloc(1 << 20));
    const held = writable(streams);
    output.destroy();
    await held;
    assert.equal(writable(streams), undefined);
  });

  it('answers all requests of one read in one write', async () => {
    const writes: Buffer[] = [];
    const output = new Writable({
      writev: (chunks, done) => {
        writes.push(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)));
        done();
      },
    });
    const input = new PassThrough();
    serve(() => new XTraceSession(nodeHost()), { input, output }, { onRefused: assert.fail, onGone: () => {} });
    const ask = (seq: number, command: string) => framed({ seq, type: 'request', command, arguments: {} });
    input.write(Buffer.concat([hello, ask(2, 'threads'), ask(3, 'threads')]));
    await new Promise(setImmediate);
    assert.equal(writes.length, 1);
    assert.equal(
      new MessageReader().read(writes[0] ?? Buffer.alloc(0)).filter((text) => /"request_seq"/.test(text)).length,
      3,
    );
  });

  it('reads no further requests from a client that does not read their answers', async () => {
    const { input, output } = served();
    for (let count = 0; count < 2000; count++) input.write(hello);
    await new Promise(setImmediate);
    assert.ok(input.isPaused());
    // One answer may be under way beyond the limit, and no more.
    assert.ok(output.writableLength + output.readableLength < 2 * 1024 * 1024);
    output.resume();
    while (input.readableLength > 0 || input.writableLength > 0) await new Promise(setImmediate);
  });

  it('ends with what is not the protocol, and when either side closes', async () => {
    const stranger = served();
    stranger.input.write('GET / HTTP/1.1\r\n');
    await new Promise(setImmediate);
    assert.equal(stranger.isGone(), true);
    assert.match(stranger.refusals[0] ?? '', /not the Debug Adapter Protocol/);
    for (const side of ['input', 'output'] as const) {
      const client = served();
      client[side].destroy();
      await once(client[side], 'close');
      assert.equal(client.isGone(), true);
    }
  });
});
