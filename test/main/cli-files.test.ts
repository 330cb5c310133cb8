import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LIMITS } from '../../src/language/errors/limits';
import { Folder, xtrace as run } from './cli-harness';

describe('The files of a trace on the command line', () => {
  const root = new Folder();
  const folder = path.join(root.path, 'traces');
  const inFolder = (name: string) => path.join(folder, name);
  const HEAD = 'xtrace 1\n; the place of what is wrong is below\n';

  before(function () {
    if (process.platform === 'win32') this.skip();
    mkdirSync(folder);
    writeFileSync(path.join(root.path, 'secret'), 'secret');
    symlinkSync(path.join(root.path, 'secret'), inFolder('link.bin'));
    execFileSync('mkfifo', [inFolder('pipe.bin'), inFolder('pipe.xtrace')]);
    symlinkSync('/dev/zero', inFolder('device.bin'));
    writeFileSync(inFolder('large.bin'), '');
    truncateSync(inFolder('large.bin'), LIMITS.data.most + 1);
    writeFileSync(inFolder('good.bin'), 'good');
  });

  after(() => root.remove());

  for (const [file, message] of [
    ['missing.bin', /missing\.bin does not exist\. It must lie beside the trace\. \[file-not-read\]/],
    ['link.bin', /link\.bin leads out of the trace's folder\..*\[path-outside\]/],
    ['pipe.bin', /pipe\.bin is not read: it is a pipe, a socket or a device.*\[file-not-read\]/],
    ['device.bin', /device\.bin is not read: it is a pipe, a socket or a device.*\[file-not-read\]/],
    ['large.bin', /large\.bin is not read: it has 65 MiB.*\[file-too-large\]/],
  ] as const) {
    it(`are refused at the line that names them, before they are read: ${file}`, async () => {
      writeFileSync(inFolder('a.xtrace'), `${HEAD}data d = file "${file}"\nnop\n`);
      for (const command of ['check', 'run']) {
        const { out, error } = await run([command, inFolder('a.xtrace')]);
        assert.match(out + error, /a\.xtrace:3:10: error: /, command);
        assert.match(out + error, message, command);
      }
    });
  }

  it('are not read by a check: their size is enough', async () => {
    writeFileSync(inFolder('a.xtrace'), `${HEAD}data d = file "good.bin" size=5\nnop\n`);
    assert.match((await run(['check', inFolder('a.xtrace')])).out, /3:10: error: "good\.bin" has 4 bytes/);
  });

  it('are traces only when they are regular files: a pipe among others does not hold up a test', async () => {
    writeFileSync(inFolder('a.xtrace'), 'xtrace 1\nnop\n');
    const { out, status } = await run(['test', folder]);
    assert.match(out, /ok {3}.*a\.xtrace/);
    assert.match(out, /FAIL .*pipe\.xtrace/);
    assert.match(out, /pipe\.xtrace is not read: it is a pipe/);
    assert.equal(status, 2);
    for (const command of ['run', 'check', 'fmt']) {
      const { error } = await run([command, '/dev/zero']);
      assert.match(error, /\/dev\/zero is not read: it is a pipe, a socket or a device/);
    }
  });
});
