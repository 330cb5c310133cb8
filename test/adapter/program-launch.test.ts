import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needs } from '../host/needs';
import { found, natively } from '../world/programs/programs';
import { closeClients, lineOf, TestClient } from './client';
import { programBeside } from './programs';

afterEach(closeClients);

function arguments_(): { program: string; source: string; folder: string } {
  const { folder, source } = programBeside('arguments.c', ['-O0']);
  return { program: path.join(folder, 'program'), source, folder };
}

const folders: string[] = [];

process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'xtrace-launch-')));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

/** A library in the program's folder calls a function of the program. */
function dynamicProgram(): { program: string; library: string } {
  const folder = folderWith({
    'calling.c': 'int calling(void (*back)(int)) {\n  back(3);\n  return 0;\n}\n',
    'main.c':
      'int calling(void (*back)(int));\nstatic int seen;\n__attribute__((noinline)) static void told(int value) {\n  seen = value;\n}\nint main(void) {\n  calling(told);\n  return seen;\n}\n',
  });
  const gcc = (...words: string[]) => execFileSync('gcc', ['-g', '-O0', ...words], { cwd: folder });
  gcc('-shared', '-fPIC', '-o', 'libcalling.so', 'calling.c');
  gcc('-o', 'program', 'main.c', '-L.', '-lcalling', '-Wl,-rpath,$ORIGIN');
  return { program: path.join(folder, 'program'), library: path.join(folder, 'calling.c') };
}

/** Its status is the number of bytes of a file beside it. */
function readingProgram(): { folder: string; program: string } {
  const folder = folderWith({
    'seven.txt': '7 bytes',
    'main.c':
      '#include <fcntl.h>\n#include <unistd.h>\nint main(void) {\n  char text[64];\n  return (int)read(open("seven.txt", O_RDONLY), text, sizeof text);\n}\n',
  });
  execFileSync('gcc', ['-static', '-g', '-o', 'program', 'main.c'], { cwd: folder });
  return { folder, program: path.join(folder, 'program') };
}

describe('a program that is launched by itself', function () {
  this.timeout(60_000);

  it('stops first where main begins, and prints and ends as it does alone', async function () {
    needs(this, found('gcc'));
    const { program, source } = arguments_();
    const client = new TestClient();
    const launch = { stopOnEntry: true, args: ['one', 'two words'], env: { GIVEN: 'yes' } };
    const stop = await client.beginAndStop({ program, launch });
    assert.equal(stop.reason, 'entry');
    const frame = await client.currentFrame(stop);
    assert.deepEqual([frame.name, frame.source?.path], ['main', source]);
    assert.ok(frame.line > lineOf(source, 'int main('));
    assert.equal(await client.evaluate('argc'), '3');
    assert.match(await client.evaluate('argv[2]'), /"two words"$/);
    const outer = (await client.stack(stop.threadId ?? 0)).at(-1);
    assert.equal(outer?.source?.name, 'run of program');
    const { body } = await client.sourceRequest({
      source: { sourceReference: outer?.source?.sourceReference ?? 0 },
      sourceReference: outer?.source?.sourceReference ?? 0,
    });
    assert.match(body.content, /^task A exec "program" args "one" "two words" env "GIVEN=yes"$/m);
    const exited = client.waitForEvent('exited');
    await client.customRequest('continue', { threadId: stop.threadId });
    const native = natively(program, launch.args);
    assert.equal((await exited).body.exitCode, native.status);
    assert.match(client.output, /two words/);
  });

  it('stops at breakpoints, and not at main, when it is not to stop on entry', async function () {
    needs(this, found('gcc'));
    const { program } = arguments_();
    const client = new TestClient();
    const stop = await client.beginAndStop({ program, functions: ['printf'] });
    assert.equal(stop.reason, 'function breakpoint');
    assert.match((await client.currentFrame(stop)).name, /printf/);
  });

  it('is greeted in the console of VS Code by what one can type there of a program', async function () {
    needs(this, found('gcc'));
    const { program } = arguments_();
    const client = new TestClient();
    await client.beginAndStop({ program, clientID: 'vscode', launch: { stopOnEntry: true } });
    assert.match(client.output, /^program on [\w-]+, kernel linux\. Type an expression .* \(a variable, rax, /);
  });

  it('runs on the machine and the kernel of the launch', async function () {
    needs(this, found('gcc'));
    const { program } = arguments_();
    const client = new TestClient();
    await client.beginAndStop({
      program,
      launch: { stopOnEntry: true, machine: 'granite-rapids', kernel: 'linux version=6.12' },
    });
    assert.equal(client.output.includes('Error'), false);
    assert.equal(await client.evaluate('kernel.nm'), '0');
  });

  it('finds its libraries where the launch says, and shows their functions and lines in the call stack', async function () {
    needs(this, found('gcc'));
    const { program, library } = dynamicProgram();
    const client = new TestClient();
    const stop = await client.beginAndStop({ program, functions: ['told'], launch: { root: '/' } });
    const frames = await client.stack(stop.threadId ?? 0);
    const shown = frames.map(({ name, line, source }) => [name, source?.path && path.basename(source.path), line]);
    assert.deepEqual(shown.slice(0, 3), [
      ['told', 'main.c', lineOf(path.join(path.dirname(program), 'main.c'), 'seen = value')],
      ['calling', 'calling.c', lineOf(library, 'back(3)')],
      ['main', 'main.c', lineOf(path.join(path.dirname(program), 'main.c'), 'calling(told)')],
    ]);
    const exited = client.waitForEvent('exited');
    await client.customRequest('continue', { threadId: stop.threadId });
    assert.equal((await exited).body.exitCode, 3);
  });

  it('opens the files of its folder', async function () {
    needs(this, found('gcc'));
    const { folder, program } = readingProgram();
    const client = new TestClient();
    const exited = client.waitForEvent('exited');
    await client.begin({ program });
    assert.equal((await exited).body.exitCode, 7);
    assert.ok(folder);
  });

  it('may be a link out of its folder, as for exec: the files that it opens are those beside the link', async function () {
    needs(this, found('gcc'));
    const { program, folder: behind } = readingProgram();
    const folder = folderWith({ 'seven.txt': 'nine byte' });
    const link = path.join(folder, 'link');
    symlinkSync(program, link);
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: link, functions: ['main'] });
    assert.equal((await client.currentFrame(stop)).source?.path, path.join(behind, 'main.c'));
    const exited = client.waitForEvent('exited');
    await client.customRequest('continue', { threadId: stop.threadId });
    assert.equal((await exited).body.exitCode, 9);
    // What a trace takes data from must lie beside it, whatever may be launched.
    writeFileSync(path.join(folder, 'run.xtrace'), 'xtrace 1\nkernel linux\ntask A exec "link"\nrun A\n');
    const refused = await new TestClient().refusal('launch', { program: path.join(folder, 'run.xtrace') });
    assert.match(refused, /leads out of the trace's folder/);
  });

  it('has the sources that were copied with it, by names relative to where it was compiled', async function () {
    needs(this, found('gcc'));
    const built = folderWith({});
    const copy = folderWith({});
    mkdirSync(path.join(built, 'part'));
    writeFileSync(path.join(built, 'part', 'main.c'), 'int main(void) {\n  return 5;\n}\n');
    execFileSync('gcc', ['-static', '-g', '-O0', '-o', 'program', 'part/main.c'], { cwd: built });
    cpSync(built, copy, { recursive: true });
    rmSync(built, { recursive: true });
    const source = path.join(copy, 'part', 'main.c');
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: path.join(copy, 'program'), functions: ['main'] });
    const { source: shown, line } = await client.currentFrame(stop);
    assert.deepEqual([shown?.path, line], [source, 2]);
    const { body } = await client.setBreakpointsRequest({ source: { path: source }, breakpoints: [{ line: 3 }] });
    assert.equal(body.breakpoints[0]?.verified, true);
    // The same beside a trace that names the program in a folder of its own.
    const traces = folderWith({ 'run.xtrace': 'xtrace 1\nkernel linux\ntask A exec "bin/program"\nrun A\n' });
    cpSync(copy, path.join(traces, 'bin'), { recursive: true });
    const beside = new TestClient();
    const there = await beside.beginAndStop({ program: path.join(traces, 'run.xtrace'), functions: ['main'] });
    assert.equal((await beside.currentFrame(there)).source?.path, path.join(traces, 'bin', 'part', 'main.c'));
  });

  it('is refused with a sentence where it cannot run, and takes no other arguments than a program has', async function () {
    needs(this, found('gcc'));
    const { folder, source } = arguments_();
    const client = new TestClient();
    const start = async (program: string, more: object = {}) => client.refusal('launch', { program, ...more });
    assert.match(await start(path.join(folder, 'run.xtrace'), { args: ['x'] }), /`args` is for programs/);
    assert.match(await start(source), /is not a trace|xtrace 1/);
    assert.match(await start(path.join(folder, 'program'), { args: [3] }), /`args\[0\]` must be a string/);
    assert.match(await start(path.join(folder, 'program'), { stdin: 'nowhere' }), /nowhere/);
  });
});
