import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bare, Folder, xtrace } from './cli-harness';

/** That the page works is shown in a browser: test/browser/exported-page.test.ts. */
describe('xtrace export', () => {
  const folder = new Folder();
  after(() => folder.remove());

  it('asks where the page shall go', async () => {
    const { status, error } = await xtrace(['export', folder.write('good.xtrace', bare('nop'))]);
    assert.equal(status, 2);
    assert.match(error, /export: --html OUT says where to write the page/);
  });

  it('writes a C program where one says, and tells by lines what it leaves out', async () => {
    const text = 'xtrace 1\ntask A\nswitch A\nmov eax, 1\nexpect rax == 1 && xfd == 0x40000\n';
    const file = folder.write('program.xtrace', text);
    const { status, out, error } = await xtrace(['export', '--c', file]);
    assert.equal(status, 0);
    assert.match(out, /^\/\/ SPDX-License-Identifier: GPL-2\.0\n/);
    assert.match(out, /0xb8, 0x01, 0x00, 0x00, 0x00, \/\* 4: mov eax, 1 \*\//);
    assert.equal(error, `${file}:5: left out: \`xfd == 0x40000\` is not to be seen from user mode.\n`);
    const target = path.join(folder.path, 'program.c');
    assert.deepEqual(await xtrace(['export', '--c', file, '-o', target]), { status: 0, out: '', error });
    assert.equal(readFileSync(target, 'utf8'), out);
  });

  it('refuses in a sentence what cannot be a program', async () => {
    const wrong = folder.write('wrong-c.xtrace', bare('mov eax, nothing'));
    assert.match((await xtrace(['export', '--c', wrong])).error, /wrong-c\.xtrace:3:\d+: error: .*nothing/);
    const metal = await xtrace(['export', '--c', folder.write('metal.xtrace', bare('mov ecx, 0x1c4', 'rdmsr'))]);
    assert.equal(metal.status, 1);
    assert.match(metal.error, /The trace is for bare metal/);
    const both = await xtrace(['export', '--c', wrong, '--html', 'out.html']);
    assert.equal(both.status, 2);
    assert.match(both.error, /--html and --c are two things/);
  });

  it('tells all that is wrong with a trace, and writes no page', async () => {
    const file = folder.write('wrong.xtrace', bare('mov eax, nothing', 'mov eax'));
    const out = path.join(folder.path, 'wrong.html');
    const { status, error } = await xtrace(['export', file, '--html', out]);
    assert.equal(status, 1);
    assert.match(error, /wrong\.xtrace:3:\d+: error: .*nothing/);
    assert.match(error, /wrong\.xtrace:4:\d+: error: /);
    assert.equal(existsSync(out), false);
  });

  it('writes no page of a trace under the image of a kernel, which is too large for one', async () => {
    const file = folder.write('image.xtrace', 'xtrace 1\nkernel vmlinux "vmlinux"\ntask A\nswitch A\nnop\n');
    const { status, error } = await xtrace(['export', file, '--html', path.join(folder.path, 'image.html')]);
    assert.equal(status, 2);
    assert.match(
      error,
      /image\.xtrace: Line 2: the code of a real kernel is too large for a page\. Export the trace with `kernel linux`/,
    );
  });

  it('names a file that the trace reads and that is not there', async () => {
    const file = folder.write('lacks.xtrace', bare('data given = file "given.bin"', 'nop'));
    const { status, error } = await xtrace(['export', file, '--html', path.join(folder.path, 'lacks.html')]);
    assert.equal(status, 1);
    assert.match(error, /given\.bin/);
  });
});
