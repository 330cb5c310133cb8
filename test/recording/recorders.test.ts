/** The scripts that record: right by the tools that they are for, where those are, and no loss between them and the importer. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EVENTS } from '../../src/recording/reading/events';
import { RECORDERS } from '../../src/recording/recorders';
import { needs, type Oracle, type Want } from '../host/needs';
import { Folder, xtrace } from '../main/cli-harness';
import { imported } from './harness';

function tool(name: string): Oracle<string> | Want {
  return spawnSync(name, ['--version']).error ? { want: name } : { against: name, use: name };
}

const script = (name: string) => RECORDERS.find((recorder) => recorder.name === name)?.script ?? '';

describe('the scripts that record', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  for (const name of ['ftrace', 'perf']) {
    it(`are what a shell reads: ${name}`, function () {
      const file = folder.write('record.sh', script(name));
      const sh = needs(this, { against: 'sh', use: 'sh' });
      assert.equal(spawnSync(sh, ['-n', file], { encoding: 'utf8' }).stderr, '');
      const called = spawnSync(sh, [file], { encoding: 'utf8' });
      assert.deepEqual([called.status, /^usage: .*PROGRAM/.test(called.stderr)], [2, true]);
    });
  }

  it('are what bpftrace reads', function () {
    const bpftrace = needs(this, tool('bpftrace'));
    /** It parses before it looks for what the kernel has; -d takes an argument in later versions. */
    const complaints = (text: string) =>
      [['-d', 'ast'], ['-d']]
        .map((debug) => spawnSync(bpftrace, [...debug, folder.write('record.bt', text)], { encoding: 'utf8' }).stderr)
        .filter((stderr) => stderr.includes('syntax error'));
    assert.deepEqual(complaints(script('bpftrace')), []);
    assert.notDeepEqual(complaints(script('bpftrace').replace('==', '= =')), []);
  });

  it('let gdb write a core at the signal, which is imported', async function () {
    needs(this, tool('gcc'));
    const gdb = needs(this, tool('gdb'));
    folder.write('die.c', 'int main(void) { *(volatile int *)16 = 1; return 0; }\n');
    const cwd = folder.path;
    assert.equal(spawnSync('gcc', ['-o', 'die', 'die.c'], { cwd }).status, 0);
    spawnSync(gdb, ['-q', '-nx', '-batch', '-x', folder.write('record.gdb', script('gdb')), '--args', './die', 'x'], {
      cwd,
    });
    const core = path.join(cwd, 'xtrace.core');
    if (!existsSync(core)) needs(this, { want: 'gdb that may run a program' });
    const { status, out } = await xtrace(['import', core]);
    assert.equal(status, 0);
    assert.match(out, /^; T: thread \d+, SIGSEGV, si_code 1, si_addr 0x10, at/m);
  });

  it('enable events that the importer reads', () => {
    for (const name of ['ftrace', 'perf', 'bpftrace']) {
      const named = [...script(name).matchAll(/\b((?:read|write)_msr|signal_(?:generate|deliver)|sched_\w+)\b/g)];
      assert.ok(named.length > 3);
      for (const [, event = ''] of named) assert.ok(event === 'sched_' || event in EVENTS, event);
    }
  });

  it('print lines that the importer reads: every printf of bpftrace', () => {
    const values = { s: 'amxtest', d: '96', x: '1c4', llx: '2a2', lx: '12', llu: '34', p: '0xffff' };
    const formats = [...script('bpftrace').matchAll(/printf\("(.*)\\n"/g)].map(([, format = '']) => format);
    const events = ['tracepoint:x86_fpu:x86_fpu_regs_activated', 'tracepoint:msr:write_msr'];
    const lines = formats.map((format) =>
      format
        .replace(/: %s: (x86\/fpu|%x)/, (_, rest: string) => `: ${events[rest === '%x' ? 1 : 0]}: ${rest}`)
        .replace('load: %d', 'load: 1')
        .replace(/%0?\d*(llx|llu|lx|s|d|x|p)/g, (_, kind: keyof typeof values) => values[kind]),
    );
    const { observations, unknown } = imported(lines.join('\n'));
    assert.equal(unknown, '');
    assert.deepEqual(
      observations.map(({ kind }) => kind),
      ['fork', 'fpu', 'msr', 'switch', 'exec', 'exit', 'signal', 'deliver', 'call', 'return'],
    );
  });

  it('name the release by what Debian calls it', () => {
    const version =
      '# Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) #1 SMP Debian 6.1.76-1 (2024-02-01)';
    const line =
      'a-1 [000] .... 1.000000: x86_fpu_dropped: x86/fpu: 0 load: 0 xfeatures: 2 xcomp_bv: 8000000000000202e7';
    assert.match(
      imported(`${version}\n${line.replace('8000000000000202e7', '80000000000202e7')}\n`).trace,
      /^kernel linux version=6\.1\.76$/m,
    );
  });

  it('are printed by the command, and described in the documentation', async () => {
    const page = readFileSync(path.join(__dirname, '../../docs/recordings.md'), 'utf8');
    for (const { name, what, script: text } of RECORDERS) {
      assert.equal((await xtrace(['recorder', name])).out, text);
      assert.ok(page.includes(`| \`xtrace recorder ${name}\` | ${what} |`), name);
    }
    const { status, error } = await xtrace(['recorder', 'ftrac']);
    assert.equal(status, 2);
    assert.match(error, /There is no recorder `ftrac`.*Did you mean `?ftrace/);
    assert.match((await xtrace(['recorder'])).error, /name one of ftrace, bpftrace, perf, gdb/);
  });
});
