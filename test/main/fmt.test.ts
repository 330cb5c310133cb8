import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Folder, xtrace } from './cli-harness';

const UNTIDY = 'xtrace 1\nkernel none\nmov eax,1   ; one\nmov   ebx , 2 ; two\n';

describe('xtrace fmt', () => {
  const folder = new Folder();
  after(() => folder.remove());

  it('rewrites a trace once, and then leaves it alone', async () => {
    const file = folder.write('untidy.xtrace', UNTIDY);
    assert.equal((await xtrace(['fmt', file])).status, 0);
    const tidy = readFileSync(file, 'utf8');
    assert.match(tidy, /^ {4}mov {2,}eax, 1 +; one$/m);
    await xtrace(['fmt', file]);
    assert.equal(readFileSync(file, 'utf8'), tidy);
  });

  it('only tells what it would change with --check', async () => {
    const file = folder.write('check.xtrace', UNTIDY);
    const { status, out } = await xtrace(['fmt', '--check', file]);
    assert.equal(status, 1);
    assert.match(out, /check\.xtrace is not in the canonical layout/);
    assert.equal(readFileSync(file, 'utf8'), UNTIDY);
  });

  it('writes standard input to standard output', async () => {
    const { status, out } = await xtrace(['fmt', '-'], UNTIDY);
    assert.equal(status, 0);
    assert.match(out, /ebx, 2/);
  });

  it('finds the examples in it already', async () => {
    const { status, out } = await xtrace(['fmt', '--check', path.join(__dirname, '../../examples')]);
    assert.deepEqual({ status, out }, { status: 0, out: '' });
  });

  it('leaves lines that it cannot read, also behind a label', async () => {
    const wrong = 'xtrace 1\nlab: A.state == 1 2\nfoo: Expect.Bar x\n';
    assert.equal((await xtrace(['fmt', '-'], wrong)).out, wrong);
  });

  it('leaves a trace as it was where there is no room for the new text', function () {
    if (process.platform === 'win32') this.skip();
    // Operands move apart: 1200 lines that were shorter than a limit of so many blocks of 1024 bytes are longer.
    const text = `xtrace 1\n${'mov eax,1\n'.repeat(1200)}`;
    const file = folder.write('full.xtrace', text);
    const call = `ulimit -f ${Math.ceil(text.length / 1024)}; "$0" --import tsx src/main/cli.ts fmt "$1"`;
    const cwd = path.join(__dirname, '../..');
    const { status, stderr } = spawnSync('bash', ['-c', call, process.execPath, file], { cwd, encoding: 'utf8' });
    assert.match(stderr, /full\.xtrace cannot be written: it would be larger than a file may be here\.$/m);
    assert.equal(status, 2);
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('refuses what is no trace, and leaves it', async () => {
    for (const notes of ['# Notes\n\nmov eax,1\n', '# Notes\n\n```xtrace\nxtrace 1\nMOV eax,1\n```\n']) {
      const file = folder.write('notes.md', notes);
      for (const options of [[], ['--check']]) {
        const { status, error } = await xtrace(['fmt', ...options, file]);
        assert.equal(status, 2);
        assert.match(error, /notes\.md is not a trace: its first statement is not `xtrace 1`\./);
      }
      assert.equal(readFileSync(file, 'utf8'), notes);
    }
  });

  it('refuses lines that end in CR alone, and leaves them', async () => {
    for (const text of ['xtrace 1\rMOV eax,1\r', 'xtrace 1\nMOV eax,1\rnop\n']) {
      const file = folder.write('cr.xtrace', text);
      const { status, error } = await xtrace(['fmt', file]);
      assert.equal(status, 2);
      assert.match(error, /cr\.xtrace cannot be formatted: .* CR alone\./);
      assert.equal(readFileSync(file, 'utf8'), text);
    }
  });

  it('keeps a byte order mark', async () => {
    const file = folder.write('mark.xtrace', '\uFEFFxtrace 1\nMOV eax,1\n');
    assert.equal((await xtrace(['fmt', file])).status, 0);
    const tidy = readFileSync(file, 'utf8');
    assert.match(tidy, /^\uFEFFxtrace 1\n {4}mov +eax, 1\n$/);
    assert.equal((await xtrace(['fmt', '--check', file])).status, 0);
  });
});
