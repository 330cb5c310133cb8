import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { lineOf } from '../adapter/client';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';

const ROOT = path.join(__dirname, '../..');
const SOURCE = path.join(__dirname, '../fixtures/programs/remote.c');
const SERVER = [process.execPath, '--import', 'tsx', path.join(ROOT, 'src/main/cli.ts'), 'gdbserver'];
const line = (marker: string) => lineOf(SOURCE, marker);

describe('debuggers that speak the remote protocol of GDB', function () {
  this.timeout(180_000);
  let folder = '';

  before(function () {
    needs(this, found('gcc'));
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'xtrace-remote-')));
    copyFileSync(SOURCE, path.join(folder, 'remote.c'));
    const compile = (...options: readonly string[]) =>
      execFileSync('gcc', ['-g', '-O0', '-mamx-tile', '-mamx-int8', ...options, 'remote.c'], { cwd: folder });
    compile('-static', '-o', 'remote');
    compile('-o', 'dynamic');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What gdb prints, line by line. */
  async function gdb(server: readonly string[], commands: readonly string[], file?: string): Promise<string[]> {
    const target = `target remote | ${[...SERVER, ...server].join(' ')}`;
    // The server is started with a compiler before it, on a machine that has other things to do.
    const all = ['set remotetimeout 60', 'set pagination off', 'set style enabled off', target, ...commands].flatMap(
      (each) => ['-ex', each],
    );
    const { stdout } = await promisify(execFile)(
      'sh',
      // What the server tells, gdb writes to its standard error.
      ['-c', 'exec gdb "$@" 2>&1', 'gdb', '-nx', '-batch', ...all, ...(file ? [file] : [])],
      { cwd: ROOT },
    );
    return stdout.split('\n');
  }

  function assertInOrder(lines: readonly string[], wanted: readonly (string | RegExp)[]): void {
    let at = 0;
    for (const each of wanted) {
      const next = lines.findIndex(
        (text, index) => index >= at && (typeof each === 'string' ? text.includes(each) : each.test(text)),
      );
      assert.ok(next >= 0, `${each} does not follow in\n${lines.join('\n')}`);
      at = next + 1;
    }
  }

  it('gdb breaks, reads a tile, sees threads and signals, and goes back to who wrote', async function () {
    needs(this, found('gdb'));
    const program = path.join(folder, 'remote');
    const lines = await gdb(
      [program],
      [
        `break ${line('STORE')}`,
        'continue',
        'print $tmm0.i32[15][15]',
        'print $tilecfg.colsb[1]',
        'print $xcr0',
        `break ${line('HANDLER')}`,
        'continue',
        'print $_siginfo.si_signo',
        'continue',
        'info threads',
        'delete',
        'watch watched',
        'reverse-continue',
        'reverse-continue',
        'bt',
        'reverse-continue',
        'monitor info xstate',
        'delete',
        'reverse-continue',
        'continue',
        'continue',
        'continue',
      ],
      program,
    );
    assertInOrder(lines, [
      /^Breakpoint 1, main \(argc=1, argv=.*\) at remote\.c/,
      '$1 = 192',
      '$2 = 64',
      /^\$3 = \[ X87 SSE .*XTILECFG XTILEDATA \]$/,
      'received signal SIGUSR1',
      // What Linux calls SIGUSR1, in the program's own structure.
      '$4 = 10',
      /^Breakpoint 2, on_signal \(number=10\)/,
      /^\* 1 +Thread 1 "A /,
      'received signal SIGUSR1',
      'Old value = 7',
      'New value = 192',
      new RegExp(`^#0  work .*:${line('THREAD')}$`),
      'Old value = 192',
      'New value = 0',
      new RegExp(`^${line('FIRST')}\\b`),
      /^18 XTILEDATA: /,
      'No more reverse-execution history',
      'received signal SIGUSR1',
      'watched is 17',
      'No more reverse-execution history',
      /exited with code 03/,
    ]);
  });

  it('gdb sees a fault, its address and what led to it, and the end by the signal', async function () {
    needs(this, found('gdb'));
    const program = path.join(folder, 'remote');
    const lines = await gdb(
      [program, 'fault'],
      [
        'handle SIGUSR1 nostop noprint pass',
        'continue',
        'print $_siginfo._sifields._sigfault.si_addr',
        'print nowhere',
        // To the beginning of the line, and to the line before.
        'reverse-next',
        'reverse-next',
        'continue',
        'continue',
      ],
      program,
    );
    assertInOrder(lines, [
      'received signal SIGSEGV',
      new RegExp(`^${line('FAULT')}\\b`),
      /\$1 = \(void \*\) 0x0/,
      /\$2 = .*0x0/,
      new RegExp(`^${line('PRINT')}\\b`),
      'received signal SIGSEGV',
      /Program terminated with signal SIGSEGV/,
    ]);
  });

  it('gdb is told of execve, there and back, with the symbols of the other program, and not of a child’s', async function () {
    needs(this, found('gdb'));
    const source = path.join(ROOT, 'test/fixtures/programs/execs.c');
    const compile = (...options: readonly string[]) =>
      execFileSync('gcc', ['-g', '-O0', ...options, source], { cwd: folder });
    compile('-static', '-o', 'execs');
    compile('-static-pie', '-fPIE', '-DOTHER', '-o', 'other');
    const program = path.join(folder, 'execs');
    const lines = await gdb(
      [program],
      [
        'set breakpoint pending on',
        'catch exec',
        'break work',
        'continue',
        'continue',
        'continue',
        'print count',
        'info auxv',
        'reverse-continue',
        'reverse-continue',
        'bt',
        'delete 1',
        'continue',
        'delete',
        'continue',
        'continue',
      ],
      program,
    );
    assertInOrder(lines, [
      'Catchpoint 1 (exec)',
      'other 2',
      /^Catchpoint 1 \(exec'd \/home\/user\/execs\)/,
      /^Catchpoint 1 \(exec'd \/home\/user\/other\)/,
      new RegExp(`^Breakpoint 2, work \\(count=3\\) at .*execs\\.c:${lineOf(source, 'WORK')}$`),
      '$1 = 3',
      /AT_EXECFN .*"\.\/other"/,
      /^Catchpoint 1 \(exec'd \/home\/user\/execs\)/,
      new RegExp(`in main .*execs\\.c:${lineOf(source, 'AGAIN')}$`),
      'executing new program: /home/user/other',
      /^Breakpoint 2, work \(count=3\)/,
      'other 4',
      'No more reverse-execution history',
      /exited with code 04/,
    ]);
  });

  it('gdb changes variables and registers, and calls functions of the program', async function () {
    needs(this, found('gdb'));
    const program = path.join(folder, 'remote');
    const lines = await gdb(
      [program],
      [
        `break ${line('STORE')}`,
        'continue',
        'print $tmm0.i32[15][15] = 1234',
        'print $zmm3.v8_int64[7] = 77',
        'monitor zmm3.u64[7]',
        'print ((int (*)(void)) getpid)()',
        'next',
        'print c[15][15]',
      ],
      program,
    );
    assertInOrder(lines, ['$1 = 1234', '$2 = 77', /^(77|0x4d)/, /^\$\d+ = 1000$/, /^\$\d+ = 1234$/]);
  });

  it('gdb gets a program and its libraries from the server, where the program has a root', async function () {
    needs(this, found('gdb'));
    const lines = await gdb(
      ['--root', '/', path.join(folder, 'dynamic')],
      ['break main', 'continue', 'break raise', 'continue', 'bt', 'info sharedlibrary', 'info auxv'],
    );
    assertInOrder(lines, [
      /^Breakpoint 1, main \(argc=1/,
      /^Breakpoint 2, /,
      /^#0 .*raise/,
      /^#1 .* in main \(/,
      /libc\.so/,
      /AT_ENTRY/,
    ]);
  });

  it('gdb breaks in a library beside the program before it is loaded, and goes back to there', async function () {
    needs(this, found('gdb'));
    const inFolder = (...args: readonly string[]) => execFileSync('gcc', ['-g', '-O0', ...args], { cwd: folder });
    const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
    write('twice.c', 'int count;\nint twice(int value) {\n  count += value;\n  return 2 * count;\n}\n');
    write('calls.c', 'int twice(int value);\nint main(void) { return twice(1) + twice(2); }\n');
    inFolder('-shared', '-fPIC', '-o', 'libtwice.so', 'twice.c');
    inFolder('-o', 'calls', 'calls.c', '-L.', '-ltwice', '-Wl,-rpath,$ORIGIN');
    const lines = await gdb(
      ['--root', '/', path.join(folder, 'calls')],
      [
        'set breakpoint pending on',
        'break twice.c:3',
        'continue',
        'print value',
        'continue',
        'print count',
        'reverse-continue',
        'print count',
        'backtrace',
      ],
    );
    assertInOrder(lines, [
      'Breakpoint 1 (twice.c:3) pending',
      'Breakpoint 1, twice (value=1) at twice.c:3',
      '$1 = 1',
      'Breakpoint 1, twice (value=2) at twice.c:3',
      '$2 = 1',
      'Breakpoint 1, twice (value=1) at twice.c:3',
      '$3 = 0',
      '#1 ',
    ]);
  });

  it('gdb debugs a trace, without a program', async function () {
    needs(this, found('gdb'));
    const lines = await gdb(
      [path.join(ROOT, 'examples/first-use.xtrace')],
      [
        'stepi',
        'info threads',
        'stepi 3',
        'x/i $pc',
        'monitor A.fpstate.size',
        'reverse-stepi',
        'continue',
        'continue',
      ],
    );
    assertInOrder(lines, [
      /Thread 1 "A \(CPU 0, 2560 B, armed\)"/,
      /ldtilecfg/,
      /^2560/,
      'No more reverse-execution history',
    ]);
  });

  it('lldb breaks, watches, and asks the console', async function () {
    needs(this, found('lldb'));
    const program = path.join(folder, 'remote');
    const server = execFile(SERVER[0] ?? '', [...SERVER.slice(1), '--port', '0', program], { cwd: ROOT });
    try {
      const port = await new Promise<string>((listening) => {
        server.stderr?.on('data', (text: string) => listening(/127\.0\.0\.1:(\d+)/.exec(text)?.[1] ?? ''));
      });
      const commands = [
        `gdb-remote 127.0.0.1:${port}`,
        `breakpoint set --file remote.c --line ${line('STORE')}`,
        'continue',
        'watchpoint set variable watched',
        'continue',
        'register read xcr0',
        'thread backtrace',
        'process plugin packet monitor info history',
      ];
      const { stdout } = await promisify(execFile)('lldb', [
        '-x',
        '-b',
        ...commands.flatMap((each) => ['-o', each]),
        program,
      ]);
      assertInOrder(stdout.split('\n'), [
        /stop reason = breakpoint 1\.1/,
        new RegExp(`^-> ${line('STORE')}`),
        /stop reason = watchpoint 1/,
        /xcr0 = 0x00000000000602e7/,
        /frame #0: .*main\(argc=1/,
        /^step [\d,]+/,
      ]);
    } finally {
      server.kill();
    }
  });
});
