/** The command line: calls, files, exit statuses. */
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { COMMANDS } from '../../src/main/cli/command-line';
import { bare, Folder, xtrace } from './cli-harness';

const ROOT = path.join(__dirname, '../..');
const PASSING = bare('mov rax, 7', 'expect rax == 7', 'print "rax is {rax}"');
const FAILING = bare('mov rax, 7', 'expect rax == 8, "seven ate nine"');
const ENDLESS = bare('again:', 'inc rax', 'jmp again');

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('xtrace', () => {
  it('shows its help and fails when nothing is asked for', async () => {
    const { status, out, error } = await xtrace([]);
    assert.deepEqual([status, out], [2, '']);
    assert.match(error, /^Usage: xtrace COMMAND/);
  });

  it('shows its help and its version', async () => {
    const help = await xtrace(['--help']);
    assert.equal(help.status, 0);
    for (const { name, summary } of COMMANDS) {
      assert.match(help.out, new RegExp(`^  ${name} `, 'm'));
      assert.ok(help.out.replace(/\s+/g, ' ').includes(summary), name);
    }
    for (const line of help.out.split('\n')) assert.ok(line.length <= 100, line);
    for (const word of ['--version', '-V', 'version'])
      assert.deepEqual(await xtrace([word]), { status: 0, out: '0.1.0\n', error: '' });
  });

  for (const { name } of COMMANDS) {
    it(`shows the help of ${name}`, async () => {
      const { status, out } = await xtrace([name, '--help']);
      assert.equal(status, 0);
      assert.match(out, new RegExp(`^Usage: xtrace ${name} `));
      assert.equal((await xtrace(['help', name])).out, out);
    });
  }

  it('refuses an unknown command, an unknown option, a missing value', async () => {
    for (const [argv, message] of [
      [['rnu', 'x'], 'xtrace: There is no command "rnu". Did you mean run?\n'],
      [['--jsn'], /There is no option "--jsn"/],
      [['run', '--jsno', 'x'], "xtrace: run: Unknown option '--jsno'. Did you mean --json? See xtrace run --help.\n"],
      [['run', '--zzzzzz', 'x'], "xtrace: run: Unknown option '--zzzzzz'. See xtrace run --help.\n"],
      [
        ['run', '--max-steps', '-5', 'x'],
        'xtrace: run: --max-steps takes a value. One that begins with a dash is written --max-steps=-VALUE. See xtrace run --help.\n',
      ],
      [
        ['import', '-o', '-x', 'y'],
        'xtrace: import: --output takes a value. One that begins with a dash is written --output=-VALUE. See xtrace import --help.\n',
      ],
      [['run', 'x', '--until'], /^xtrace: run: Option '--until/],
      [['run'], 'xtrace: Name a trace, or - for standard input.\n'],
      [['run', 'a', 'b'], 'xtrace: One trace at a time: what is b?\n'],
      [['check'], /^xtrace: Name traces/],
      [['test'], /^xtrace: Name traces or folders/],
      [['check', '-', '-'], /only once/],
      [['run', '-', '--max-steps', '0'], /--max-steps takes a whole number from 1 on, not "0"/],
      [['run', '-', '--max-steps', 'many'], /not "many"/],
      [['run', '-', '--until', '1 +'], /^xtrace: --until: /],
      [['dap', 'x.xtrace'], /dap takes no file/],
      [['dap', '--port', '65536'], /--port takes a number/],
      [['dap', '--port', '0', '--socket', 'a'], /give --port or --socket, not both/],
      [['dap', '--token', ''], /--token takes a value/],
      [['fmt', 'nowhere.xtrace'], /nowhere.xtrace does not exist/],
      [['record', 'ftrace', 'x'], /There is no command "record". Did you mean recorder\?/],
    ] as const) {
      const { status, out, error } = await xtrace(argv);
      assert.deepEqual([status, out], [2, ''], argv.join(' '));
      if (typeof message === 'string') assert.equal(error, message);
      else assert.match(error, message);
      assert.doesNotMatch(error, /\n\s+at /);
    }
  });
});

describe('xtrace run', () => {
  it('prints what the trace prints, and the number of steps', async () => {
    const { status, out, error } = await xtrace(['run', folder.write('a.xtrace', PASSING)]);
    assert.deepEqual([status, error], [0, '']);
    assert.equal(out, 'rax is 7\n3 steps\n');
  });

  it('reads standard input', async () => {
    assert.equal((await xtrace(['run', '-'], PASSING)).status, 0);
    const bad = await xtrace(['run', '-'], bare('mov rax'));
    assert.equal(bad.status, 1);
    assert.match(bad.error, /^<stdin>:3:\d+: error: /);
  });

  it('fails when an expectation does', async () => {
    const { status, out } = await xtrace(['run', '-'], FAILING);
    assert.equal(status, 1);
    assert.match(out, /^4: FAILED: expect .*seven ate nine/);
  });

  it('fails when a step diverges, with both outcomes', async () => {
    const { status, out } = await xtrace(['run', '-'], bare('nop => #NM'));
    assert.equal(status, 1);
    assert.match(out, /DIVERGED: expected #NM; got ok/);
  });

  it("fails when an exception is nobody's", async () => {
    const { status, out } = await xtrace(['run', '-'], bare('mov rax, [0x10]'));
    assert.equal(status, 1);
    assert.match(out, /#PF\(0x10\)/);
    assert.match(out, /ERROR/);
  });

  it('prints one JSON object a line', async () => {
    const { status, out } = await xtrace(['run', '-', '--json'], bare('ud2 => #UD', 'expect 1 == 1', 'print 5'));
    assert.equal(status, 0);
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      records.map(({ kind, line }) => [kind, line]),
      [
        ['exception', 3],
        ['expect', 4],
        ['print', 5],
        ['end', records.at(-1).line],
      ],
    );
    assert.deepEqual(Object.keys(records[0]).slice(0, 5), ['step', 'line', 'cpu', 'task', 'kind']);
    assert.equal(records[0].name, '#UD');
    assert.equal(records.at(-1).steps, 3);
  });

  it('stops where --until holds', async () => {
    const text = bare('mov rax, 1', 'add rax, 1', 'add rax, 1', 'expect rax == 99');
    const { status, out, error } = await xtrace(['run', '-', '--until', 'rax == 2'], text);
    assert.deepEqual([status, out], [0, '']);
    assert.match(error, /stopped after 2 steps: rax == 2/);
    const never = await xtrace(['run', '-', '--until', 'rax == 2'], bare('nop'));
    assert.deepEqual([never.status, never.out], [1, '1 step\n']);
    assert.match(never.error, /never held/);
  });

  it('refuses an --until that means nothing in this trace', async () => {
    const { status, error } = await xtrace(['run', '-', '--until', 'nonsense == 2'], PASSING);
    assert.equal(status, 2);
    assert.match(error, /^xtrace: --until: .*nonsense/);
  });

  it('ends a trace that does not end after --max-steps', async () => {
    const { status, out } = await xtrace(['run', '-', '--max-steps', '1_000'], ENDLESS);
    assert.equal(status, 1);
    assert.match(out, /did not end within 1000 steps/);
    assert.equal((await xtrace(['run', '-', '--max-steps', '3'], PASSING)).status, 0);
  });

  it('says why a file cannot be run', async () => {
    const binary = folder.write('b.xtrace', Uint8Array.of(0x78, 0x74, 0x72, 0x61, 0, 1));
    const program = folder.write('a.out', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1));
    const utf16 = folder.write('wide.xtrace', Buffer.from('\ufeffxtrace 1\n', 'utf16le'));
    const latin = folder.write('l.xtrace', Uint8Array.of(0x78, 0xe9, 0x0a));
    for (const [file, message] of [
      [path.join(folder.path, 'none.xtrace'), /none\.xtrace does not exist\.\n$/],
      [folder.path, /is a folder, not a trace/],
      [binary, /byte 4 is zero, so this is no text file/],
      [program, /a\.out is not a trace: it is an ELF file\. `xtrace exec` runs a program/],
      [latin, /is not UTF-8 text/],
      [utf16, /wide\.xtrace is not a trace: it is UTF-16 text\. Save it as UTF-8\./],
    ] as const) {
      const { status, out, error } = await xtrace(['run', file]);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, message);
    }
  });

  it('answers an empty file and a very long line as errors of the trace', async () => {
    for (const text of ['', `xtrace 1\n${'x'.repeat(100_000)}\n`, 'xtrace 1\nmachine pentium\n', 'xtrace 9\n']) {
      const { status, error } = await xtrace(['run', '-'], text);
      assert.equal(status, 1);
      assert.match(error, /^<stdin>:\d+:\d+: error: /);
      assert.ok(error.length < 2000);
    }
  });

  it('takes data from files beside the trace and from nowhere else', async () => {
    folder.write('bytes.bin', Uint8Array.of(1, 2, 3, 4));
    const good = folder.write('good.xtrace', bare('data d = file "bytes.bin"', 'expect u32[d] == 0x04030201'));
    assert.deepEqual((await xtrace(['run', good])).status, 0);
    const missing = folder.write('missing.xtrace', bare('data d = file "none.bin"'));
    const outside = folder.write('sub/outside.xtrace', bare('data d = file "../bytes.bin"'));
    for (const [file, message] of [
      [missing, /none\.bin/],
      [outside, /folder/],
    ] as const) {
      const { status, error } = await xtrace(['run', file]);
      assert.equal(status, 1);
      assert.match(error, message);
    }
  });
});

describe('xtrace check', () => {
  it('prints nothing for a good trace', async () => {
    const file = folder.write('a.xtrace', PASSING);
    assert.deepEqual(await xtrace(['check', file]), { status: 0, out: '', error: '' });
  });

  it('prints problems in the order of the text, as compilers do', async () => {
    const file = folder.write('a.xtrace', bare('mov eax, frog', 'expect 1 ==', 'mov rax, 1'));
    const { status, out } = await xtrace(['check', file]);
    assert.equal(status, 1);
    const lines = out.trimEnd().split('\n');
    assert.match(lines[0] ?? '', new RegExp(`^${file}:3:\\d+: error: .+ \\[[a-z-]+\\]$`));
    assert.match(lines.at(-1) ?? '', new RegExp(`^${file}:4:\\d+: error: `));
  });

  it('checks all traces of a folder', async () => {
    folder.write('good.xtrace', PASSING);
    folder.write('sub/bad.xtrace', bare('mov'));
    const { status, out } = await xtrace(['check', folder.path]);
    assert.equal(status, 1);
    assert.match(out, /sub\/bad\.xtrace:3:/);
  });

  it('-q leaves out warnings', async () => {
    const text = ['xtrace 1', 'machine zen4', 'kernel none', 'tilezero tmm0', ''].join('\n');
    assert.match((await xtrace(['check', '-'], text)).out, /warning: .*instruction-not-on-machine/);
    assert.deepEqual(await xtrace(['check', '-', '-q'], text), { status: 0, out: '', error: '' });
  });

  it('reports as JSON where it is told to', async () => {
    const { out } = await xtrace(['check', '-', '--format', 'json'], bare('mov eax, frog'));
    const [first, summary] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { line, column, severity, code } = first.problems[0];
    assert.deepEqual([first.result, line, column, severity, code], ['failed', 3, 10, 'error', 'unknown-name']);
    assert.equal(summary.failed, 1);
  });

  it('says that lines end in CR alone', async () => {
    const { status, out } = await xtrace(['check', '-'], 'xtrace 1\rkernel none\rmov eax, 1\r');
    assert.equal(status, 1);
    assert.match(out, /^<stdin>:1:9: error: The lines of this file end in CR alone\..*\[cr-line-ends\]\n$/);
  });

  it('checks all files, and the worst decides', async () => {
    const good = folder.write('good.xtrace', PASSING);
    const bad = folder.write('bad.xtrace', bare('mov'));
    const missing = path.join(folder.path, 'missing.xtrace');
    assert.equal((await xtrace(['check', good, bad])).status, 1);
    const { status, out, error } = await xtrace(['check', missing, bad, good]);
    assert.equal(status, 2);
    assert.match(out, /bad\.xtrace:3:/);
    assert.match(error, /missing\.xtrace does not exist/);
  });
});

describe('xtrace test', () => {
  it('runs all traces of a folder and sums up', async () => {
    folder.write('b/failing.xtrace', FAILING);
    folder.write('a.xtrace', PASSING);
    folder.write('c.xtrace', bare('mov'));
    folder.write('notes.txt', 'no trace');
    const { status, out, error } = await xtrace(['test', folder.path]);
    assert.deepEqual([status, error], [1, '']);
    const lines = out.replaceAll(folder.path, '').trimEnd().split('\n');
    assert.equal(lines[0], 'ok   /a.xtrace (3 steps, 1 expectation)');
    assert.equal(lines[1], 'FAIL /b/failing.xtrace (2 steps, 1 expectation)');
    assert.match(lines[2] ?? '', /^ {5}\/b\/failing\.xtrace:4: FAILED: expect .*seven ate nine/);
    assert.equal(lines[3], 'FAIL /c.xtrace (does not parse)');
    assert.match(lines[4] ?? '', /^ {5}\/c\.xtrace:3:\d+: error: /);
    assert.equal(lines.at(-1), '1 passed, 2 failed');
  });

  it('succeeds when all hold', async () => {
    const { status, out } = await xtrace(['test', folder.write('a.xtrace', PASSING), '-'], PASSING);
    assert.equal(status, 0);
    assert.match(out, /2 passed, 0 failed\n$/);
  });

  it('fails a trace that does not end', async () => {
    const { status, out } = await xtrace(['test', '-', '--max-steps', '500'], ENDLESS);
    assert.equal(status, 1);
    assert.match(out, /did not end within 500 steps/);
  });

  it('calls missing files and folders without traces unusable', async () => {
    assert.equal((await xtrace(['test', path.join(folder.path, 'none.xtrace')])).status, 2);
    const empty = await xtrace(['test', folder.path]);
    assert.equal(empty.status, 2);
    assert.match(empty.error, /There is no \.xtrace file in/);
  });

  it('passes the examples that ship', async () => {
    const { status, out } = await xtrace(['test', path.join(ROOT, 'examples')]);
    assert.equal(status, 0, out);
  });
});

describe('xtrace dap', () => {
  it('says that a port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { status, error } = await xtrace(['dap', '--port', String(port)]);
    server.close();
    assert.equal(status, 2);
    assert.match(error, new RegExp(`^xtrace: Port ${port} cannot be used: something else listens there`));
  });
});

describe('xtrace dap on a socket', () => {
  it('says why the path cannot be used', async () => {
    const { status, error } = await xtrace(['dap', '--socket', path.join(ROOT, 'no', 'such', 'folder')]);
    assert.equal(status, 2);
    assert.match(error, /folder cannot be used: there is no such folder\. Choose another path with --socket/);
  });
});

describe('the program', () => {
  const cli = ['--import', 'tsx', path.join(ROOT, 'src/main/cli.ts')];

  it('exits with the status and writes to both streams', (done) => {
    const child = execFile(process.execPath, [...cli, 'run', '-'], { cwd: ROOT }, (error, stdout, stderr) => {
      assert.equal(error?.code, 1);
      assert.match(stdout, /FAILED/);
      assert.equal(stderr, '');
      done();
    });
    child.stdin?.end(FAILING);
  });

  it('serves the debug adapter on standard input and output', (done) => {
    const request = JSON.stringify({
      seq: 1,
      type: 'request',
      command: 'initialize',
      arguments: { adapterID: 'xtrace' },
    });
    const child = spawn(process.execPath, [...cli, 'dap'], { cwd: ROOT });
    let answer = '';
    child.stdout.on('data', (data) => {
      answer += data;
      if (answer.includes('"success":true')) child.stdin.end();
    });
    child.on('exit', (code) => {
      assert.equal(code, 0);
      done();
    });
    child.stdin.write(`Content-Length: ${request.length}\r\n\r\n${request}`);
  });

  it('says that what it writes is lost on a full disk, and fails', function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [...cli, 'run', '-'], {
      cwd: ROOT,
      input: PASSING,
      stdio: ['pipe', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    assert.equal(stderr, 'xtrace: The standard output cannot be written: the disk is full.\n');
    assert.equal(status, 2);
  });

  it('ends quietly when its reader goes away', (done) => {
    const child = spawn(process.execPath, [...cli, 'run', '-', '--json'], { cwd: ROOT });
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    child.on('exit', () => {
      assert.equal(stderr, '');
      done();
    });
    child.stdin.end(bare('repeat 100000', 'print "some text that fills the pipe"', 'end'));
  });
});
