/** `xtrace exec`: whole programs without a trace, held to what they do on the machine that runs the tests. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ProgramInput } from '../../src/main/cli/running/program-input';
import { needs, type Oracle, type Want } from '../host/needs';
import { compiled, found, natively } from '../world/programs/programs';
import { Folder, onceOnly, xtrace } from './cli-harness';

/** A compiler, and a strace that may trace processes of this machine. */
function withStrace(compiler: string): Oracle<string> | Want {
  const all = found(compiler, 'strace');
  if ('want' in all) return all;
  return spawnSync('strace', ['true']).status === 0 ? all : { want: 'a strace that may trace processes' };
}

describe('xtrace exec', function () {
  this.timeout(0);
  const folder = new Folder();
  let copy = '';

  before(function () {
    needs(this, found('gcc'));
    const program = readFileSync(compiled('gcc', 'copy.c', '-static', '-O1'));
    copy = folder.write('copy', program);
    chmodSync(copy, 0o755);
  });

  after(() => folder.remove());

  it('gives a program its arguments and its environment, and takes its output and its exit status', async () => {
    const program = compiled('gcc', 'arguments.c', '-static', '-O1');
    const args = ['--events', 'two "words"', 'back\\slash', ''];
    const native = natively(program, args, '', path.basename(program));
    const called = await xtrace(['exec', '--env', 'A=1', '--env', 'LANG=C', program, ...args]);
    assert.equal(called.status, native.status);
    assert.equal(called.error, 'to standard error\n');
    const sorted = (text: string) => text.split('\n').sort();
    assert.deepEqual(sorted(called.out + called.error), sorted(`${native.output}env A=1\n`));
  });

  it('tells of events by their lines of C', async () => {
    const options = [
      '-static',
      '-nostdlib',
      '-ffreestanding',
      '-fno-stack-protector',
      '-O0',
      '-mamx-tile',
      '-mamx-int8',
    ];
    const program = compiled('gcc', 'amx.c', ...options, '-g');
    const text = readFileSync(path.join(__dirname, '../fixtures/programs/amx.c'), 'utf8').split('\n');
    const line = text.findIndex((each) => each.includes('_tile_zero(0)')) + 1;
    const { error } = await xtrace(['exec', '--events', program]);
    assert.match(error, new RegExp(`^A: #NM: .* at amx\\.c:${line}$`, 'm'));
    assert.match(error, new RegExp(`^A: the buffer of A grows from 2560 to 10752 bytes at amx\\.c:${line}$`, 'm'));
    const json = await xtrace(['exec', '--events', '--json', program]);
    const grow = json.error.split('\n').filter((each) => each.includes('"kind":"grow"'));
    const { source, source_line } = JSON.parse(grow[0] ?? '{}');
    assert.deepEqual([path.basename(source), source_line], ['amx.c', line]);
    const without = await xtrace(['exec', '--events', compiled('gcc', 'amx.c', ...options, '-g0')]);
    assert.doesNotMatch(without.error, /amx\.c/);
  });

  it('shows what the arguments of execve lead to, as strace does, and the lines of the calls', async function () {
    needs(this, withStrace('gcc'));
    const there = new Folder();
    const options = ['-static', '-O0', '-g'];
    for (const [name, define] of [['execs'], ['other', '-DOTHER']] as const) {
      const program = there.write(
        name,
        readFileSync(compiled('gcc', 'execs.c', ...options, ...(define ? [define] : []))),
      );
      chmodSync(program, 0o755);
    }
    const cwd = path.dirname(there.write('empty', ''));
    const calls = (text: string) =>
      [...text.matchAll(/execve\(.*/g)].map(([call]) => call.replace(/0x[0-9a-f]+/g, 'AT').replace(/ at execs.*/, ''));
    const env = { PATH: process.env.PATH ?? '', HOME: '/', LANG: 'C' };
    const native = spawnSync('strace', ['-f', '-e', 'trace=execve', './execs'], { cwd, env, encoding: 'utf8' });
    const { error } = await xtrace(['exec', '--events', path.join(cwd, 'execs')]);
    // The first is the shell's, which nobody calls here.
    assert.deepEqual(calls(error), calls(native.stderr).slice(1));
    const source = readFileSync(path.join(__dirname, '../fixtures/programs/execs.c'), 'utf8').split('\n');
    const lines = ['child)', 'AGAIN', 'last)'].map((text) => source.findIndex((each) => each.includes(text)) + 1);
    assert.deepEqual(
      [...error.matchAll(/execve\(.* at execs\.c:(\d+)$/gm)].map(([, line]) => Number(line)),
      lines,
    );
    there.remove();
  });

  it('says of what instruction a program dies that the emulator does not model', async () => {
    const program = compiled('gcc', 'old-call.c', '-static', '-nostdlib', '-O1');
    const { status, error } = await xtrace(['exec', program]);
    assert.equal(status, 128 + 4);
    assert.match(error, /^xtrace: int 0x80 is not modelled by this emulator: #UD at 0x[0-9a-f]+\n$/);
  });

  it('passes standard input and output on, byte by byte', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    const written: number[] = [];
    const { status } = await xtrace(['exec', copy], '', {
      readSome: onceOnly(bytes),
      write: (stream, piece) => {
        assert.equal(stream, 'stdout');
        written.push(...piece);
      },
    });
    assert.equal(status, 0);
    assert.deepEqual(Uint8Array.from(written), bytes);
  });

  it('answers what it has read before the input has ended', async () => {
    const lines = ['one\n', 'two\n', ''];
    let asked = 0;
    let written = '';
    const { status } = await xtrace(['exec', copy], '', {
      readSome: () => {
        assert.equal(written, lines.slice(0, asked).join(''), 'what was read so far is answered');
        return new TextEncoder().encode(lines[asked++]);
      },
      write: (_stream, piece) => {
        written += Buffer.from(piece).toString();
      },
    });
    assert.deepEqual([status, written, asked], [0, 'one\ntwo\n', 3]);
  });

  it('gives a program its input as through a pipe', async () => {
    const input = new ProgramInput(onceOnly(new TextEncoder().encode('0123456789')), () => undefined);
    const text = (at: number, count: number) => Buffer.from(input.read(at, count)).toString();
    assert.deepEqual([text(0, 4), text(4, 100), text(10, 4), text(2, 3)], ['0123', '456789', '', '234']);
  });

  it('does not wait for a terminal: its input is empty', async () => {
    const readSome = () => assert.fail('it waits for the terminal');
    assert.deepEqual(await xtrace(['exec', copy], '', { isTerminal: true, readSome }), {
      status: 0,
      out: '',
      error: '',
    });
  });

  it('shows the program the folder that it lies in', async () => {
    const { out } = await xtrace(['exec', copy, 'list']);
    assert.deepEqual(out.trim().split('\n').sort(), ['.', '..', 'copy']);
  });

  // As Bazel lays out the folder that a test runs in.
  it('runs a program by a link that leads out of the folder, under the name of the link', async () => {
    const links = new Folder();
    const link = path.join(links.path, 'linked');
    symlinkSync(compiled('gcc', 'arguments.c', '-static', '-O1'), link);
    const { status, out } = await xtrace(['exec', link, 'one']);
    links.remove();
    assert.deepEqual([status, out.split('\n')[0]], [2, 'argv[0] = linked']);
  });

  it('ends as a shell tells it', async () => {
    const text = folder.write('text', '#!/bin/sh\n');
    const prose = folder.write('prose', 'no program\n');
    assert.equal((await xtrace(['exec', copy, 'trap'])).status, 128 + 4);
    const missing = await xtrace(['exec', path.join(folder.path, 'none')]);
    assert.equal(missing.status, 127);
    assert.match(missing.error, /^xtrace: .*none does not exist\.\n$/);
    const forbidden = await xtrace(['exec', text]);
    assert.equal(forbidden.status, 126);
    assert.match(forbidden.error, /may not be executed/);
    chmodSync(text, 0o755);
    const script = await xtrace(['exec', text]);
    assert.equal(script.status, 126);
    assert.match(
      script.error,
      /^xtrace: "text" cannot run here\. It is a script that \/bin\/sh reads, which is not there/,
    );
    chmodSync(prose, 0o755);
    const none = await xtrace(['exec', prose]);
    assert.equal(none.status, 126);
    assert.match(none.error, /^xtrace: "prose" cannot run here\. It is no ELF file/);
    assert.equal((await xtrace(['exec', folder.path])).status, 126);
    for (const name of ['text', 'prose']) folder.write(name, '');
  });

  it('says what is wrong with a call', async () => {
    for (const [args, message] of [
      [[], /which program\?/],
      [['--machine', 'nothing', copy], /no CPU model `nothing`/],
      [['--env', 'A', copy], /`A` is no NAME=VALUE/],
      [['--nothing', copy], /Unknown option '--nothing'/],
    ] as const) {
      const { status, error, out } = await xtrace(['exec', ...args]);
      assert.equal(status, 2, error);
      assert.match(error, message);
      assert.equal(out, '');
    }
  });

  it('gives up where it is told to, and where nobody will ever wake the program', async () => {
    const endless = await xtrace(['exec', '--max-steps', '20000', copy, 'endless']);
    assert.deepEqual(endless, { status: 1, out: '', error: 'xtrace: The program did not end within 20000 steps.\n' });
    const asleep = await xtrace(['exec', copy, 'pause']);
    assert.equal(asleep.status, 1);
    assert.match(asleep.error, /waits for ever/);
  });

  it('tells what happens on standard error, and stops where an expression holds', async () => {
    const events = await xtrace(['exec', '--events', copy, 'trap'], 'some');
    assert.equal(events.out, 'some');
    assert.match(events.error, /A is killed by SIGILL/);
    const json = await xtrace(['exec', '--json', copy, 'trap']);
    const kinds = json.error
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line).kind);
    assert.ok(kinds.includes('killed'), kinds.join(' '));
    assert.equal((await xtrace(['exec', '--until', 'A.state == "running"', copy])).status, 0);
    assert.equal((await xtrace(['exec', '--until', 'kernel.nm == 1', copy])).status, 1);
  });
});
