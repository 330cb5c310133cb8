/** The programs of docs/programs: what they print is what docs/programs.md says, and that is what Linux' documentation says. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needs } from '../../host/needs';
import { found, type Ran, runProgram, type Setting } from './programs';

const DOCS = path.join(__dirname, '../../../docs');

describe('the programs of docs/programs', function () {
  this.timeout(120_000);
  let folder = '';
  /** As the page compiles them. */
  const [, options = ''] =
    /`gcc (-static .*?) -o permission/.exec(readFileSync(path.join(DOCS, 'programs.md'), 'utf8')) ?? [];

  before(function () {
    needs(this, found('gcc'));
    folder = mkdtempSync(path.join(tmpdir(), 'xtrace-documented-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function run(name: string, setting: Setting = {}): Ran {
    const program = path.join(folder, name);
    execFileSync('gcc', [
      ...options.split(' '),
      '-Wall',
      '-Werror',
      '-o',
      program,
      path.join(DOCS, `programs/${name}.c`),
    ]);
    return runProgram(program, setting);
  }

  it('ask for permission: refused by SIGILL before, and had by every thread and child behind it', () => {
    const { output, exitCode } = run('permission');
    assert.equal(exitCode, 0n);
    assert.deepEqual(output.trim().split('\n'), [
      'the kernel has tiles: 1',
      'before asking, permitted: 0, tiles are refused, by SIGILL',
      'asking: 0',
      'after asking, permitted: 1, tiles are used',
      'in a thread, tiles are used',
      'in a child, permitted: 1, tiles are used',
    ]);
  });

  it('share a palette, and all but one of the threads have eight rows too few', () => {
    const { output, exitCode } = run('shared-palette');
    // Three blocks of 16 rows, of which the upper eight are not added up.
    assert.deepEqual([output, exitCode], ['24 rows are wrong\n', 1n]);
  });

  it('have too small an alternate stack: refused with ENOSPC, or SIGSEGV, unless they ask for the size', () => {
    const signal = run('small-stack', { call: 'args "signal"' });
    assert.doesNotMatch(signal.output, /the handler runs/);
    assert.equal(signal.exitCode, 139n);
    const asking = run('small-stack', { call: '' });
    assert.match(asking.output, /asking for tiles: No space left on device\n/);
    const { output, exitCode } = run('small-stack', { call: 'args "enough"' });
    assert.match(output, /asking for tiles: granted\nthe handler runs\n$/);
    assert.equal(exitCode, 0n);
  });

  it('fit where there is less to save: 2,048 bytes are enough with no more than AVX', () => {
    const { output, exitCode } = run('small-stack', { call: 'args "signal"', machine: 'arrow-lake -pku' });
    assert.match(output, /the handler runs\n$/);
    assert.equal(exitCode, 0n);
  });
});
