import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeTrace } from '../../../src/adapter/launch/decode-trace';
import { TRACE_LIMIT } from '../../../src/adapter/launch/file-limit';
import { demandInside } from '../../../src/main/inside-folder';
import { readRegularFile } from '../../../src/main/regular-file';
import { closeClients, TestClient } from '../client';

describe('files that the adapter reads', () => {
  it('are traces only when they are UTF-8 text', () => {
    assert.equal(decodeTrace('a.xtrace', Buffer.from('xtrace 1 ; für')), 'xtrace 1 ; für');
    assert.throws(
      () => decodeTrace('a.xtrace', Uint8Array.of(0x7f, 0x45, 0)),
      /^Error: a\.xtrace is not a trace: byte 2/,
    );
    assert.throws(() => decodeTrace('a.xtrace', Uint8Array.of(0xff, 0xfd)), /not UTF-8 text/);
  });

  it('lie in the folder of the trace, wherever links lead', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'xtrace-inside-'));
    const folder = path.join(root, 'traces');
    try {
      mkdirSync(folder);
      writeFileSync(path.join(root, 'secret'), '');
      writeFileSync(path.join(folder, 'data.bin'), '');
      symlinkSync(path.join(folder, 'data.bin'), path.join(folder, 'inner'));
      symlinkSync(path.join(root, 'secret'), path.join(folder, 'outer'));
      demandInside(path.join(folder, 'data.bin'), `${folder}/`);
      demandInside(path.join(folder, 'inner'), `${folder}/`);
      assert.throws(() => demandInside(path.join(folder, 'outer'), `${folder}/`), /leads out of the trace's folder/);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('files on disk', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'xtrace-files-'));
  const file = (name: string) => path.join(root, name);

  after(() => rmSync(root, { recursive: true }));

  it('are read up to their limit, and not at all beyond it', () => {
    writeFileSync(file('small'), 'abc');
    assert.equal(Buffer.from(readRegularFile(file('small'), TRACE_LIMIT)).toString(), 'abc');
    writeFileSync(file('large'), '');
    truncateSync(file('large'), TRACE_LIMIT.bytes + 1);
    assert.throws(() => readRegularFile(file('large'), TRACE_LIMIT), /it has 65 MiB, and a trace may have 64 MiB/);
  });

  it('are regular files: no folder, no device, and no pipe that nobody writes to', function () {
    assert.throws(() => readRegularFile(root, TRACE_LIMIT), /is a folder/);
    assert.throws(() => readRegularFile(file('none'), TRACE_LIMIT), /does not exist/);
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [file('pipe')]);
    assert.throws(() => readRegularFile(file('pipe'), TRACE_LIMIT), /it is a pipe, a socket or a device/);
    assert.throws(() => readRegularFile('/dev/zero', TRACE_LIMIT), /it is a pipe, a socket or a device/);
  });

  it('do not hold up a launch when they are pipes', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [file('data.bin')]);
    const program = file('pipe.xtrace');
    writeFileSync(program, 'xtrace 1\nkernel none\ndata d = file "data.bin"\nnop\n');
    const client = new TestClient();
    await client.initializeRequest();
    assert.match(await client.refusal('launch', { program }), /data\.bin is not read: it is a pipe/);
    assert.match(await client.refusal('launch', { program: file('data.bin') }), /data\.bin is not read: it is a pipe/);
    await closeClients();
  });
});

describe('a file that is no trace', () => {
  afterEach(closeClients);

  it('is not quoted when it is launched: only what it lacks is told', async () => {
    const readText = async () => 'root:$6$hash-of-root:19000:0:99999:7:::\ndaemon:*:19000:::::\n';
    const client = new TestClient({ readText });
    await client.initializeRequest();
    const message = await client.refusal('launch', { program: '/etc/shadow' });
    assert.match(message, /first statement of a trace is `xtrace 1`|no statements/);
    await client.heardAll();
    await new Promise(setImmediate);
    await client.heardAll();
    assert.doesNotMatch(message + client.output, /hash|root|daemon/);
  });
});

describe('sources', () => {
  afterEach(closeClients);

  it('are the trace, its data, and the documents of the session; nothing else is read for a client', async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'xtrace-sources-'));
    const write = (name: string, text: string) => {
      writeFileSync(path.join(root, name), text);
      return path.join(root, name);
    };
    try {
      const data = write('data.txt', 'sixteen bytes in');
      const secret = write('secret.txt', 'secret');
      const program = write('t.xtrace', 'xtrace 1\ndata d = file "data.txt"\nnop\n');
      const client = new TestClient();
      await client.initializeRequest();
      const source = (file: string) => ({ source: { path: file }, sourceReference: 0 });
      assert.match(await client.refusal('source', source(program)), /no such source/);
      await client.beginAndStop({ program, launch: { stopOnEntry: true } });
      assert.match((await client.customRequest('source', source(program))).body.content, /^xtrace 1/);
      assert.equal((await client.customRequest('source', source(data))).body.content, 'sixteen bytes in');
      assert.match((await client.customRequest('source', { sourceReference: 1 })).body.content, /\{/);
      for (const other of [secret, '/etc/passwd', '/proc/self/maps', '/dev/zero', root, `${root}/sub/../secret.txt`]) {
        assert.match(await client.refusal('source', source(other)), /no part of the trace/, other);
      }
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
