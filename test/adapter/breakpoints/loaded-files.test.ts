/** Breakpoints in what is not there yet: libraries, and programs that others execute. Forwards and backwards. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { AdapterHost } from '../../../src/adapter/protocol/host';
import { nodeHost } from '../../../src/main/dap/node-host';
import { needs } from '../../host/needs';
import { found } from '../../world/programs/programs';
import { closeClients, lineOf, TestClient } from '../client';

afterEach(closeClients);

const LIBRARY = `static int count;
int twice(int value) {
  count += value; /* in the library */
  return 2 * count;
}
`;
const MAIN = `#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int twice(int value);
int main(void) {
  int sum = 0;
  for (int i = 1; i < 4; i++) sum += twice(i);
  if (fork() == 0) {
    sum += twice(10);
    char *const args[] = {"other", "7", NULL};
    execv("./other", args);
  }
  wait(NULL);
  printf("%d\\n", sum);
  return 0;
}
`;
const OTHER = `#include <stdlib.h>
static int work(int given) {
  int result = given * 3; /* in the other program */
  return result;
}
int main(int argc, char **argv) { return work(argc > 1 ? atoi(argv[1]) : 0); }
`;
const LOADER = `#include <dlfcn.h>
int main(void) {
  void *library = dlopen("./libtwice.so", RTLD_NOW);
  int (*twice)(int) = (int (*)(int))dlsym(library, "twice");
  return twice(21);
}
`;

interface Built {
  readonly folder: string;
  readonly at: (name: string) => string;
}

function build(): Built {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'xtrace-loaded-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => path.join(folder, name);
  mkdirSync(at('lib'));
  writeFileSync(at('lib/twice.c'), LIBRARY);
  for (const [name, text] of Object.entries({ main: MAIN, other: OTHER, loader: LOADER })) {
    writeFileSync(at(`${name}.c`), text);
  }
  const gcc = (...args: readonly string[]) => execFileSync('gcc', ['-g', '-O0', ...args], { cwd: folder });
  gcc('-shared', '-fPIC', '-o', 'libtwice.so', 'lib/twice.c');
  gcc('-o', 'main', 'main.c', '-L.', '-ltwice', '-Wl,-rpath,$ORIGIN');
  gcc('-static', '-o', 'other', 'other.c');
  gcc('-o', 'loader', 'loader.c', '-ldl');
  return { folder, at };
}

describe('breakpoints in what a program loads', function () {
  this.timeout(120_000);
  let built: Built;

  before(function () {
    needs(this, found('gcc'));
    built = build();
  });

  interface Wanted {
    readonly lines?: Readonly<Record<string, string>>;
    /** Of every line. */
    readonly conditions?: Pick<DebugProtocol.SourceBreakpoint, 'condition' | 'logMessage'>;
    readonly functions?: readonly string[];
  }

  async function launched(
    program: string,
    { lines = {}, conditions = {}, functions = [] }: Wanted,
    host: Partial<AdapterHost> = {},
  ) {
    const client = new TestClient(host);
    const changed: DebugProtocol.Breakpoint[] = [];
    client.on('breakpoint', ({ body }: DebugProtocol.BreakpointEvent) => changed.push(body.breakpoint));
    await client.initializeRequest({
      adapterID: 'xtrace',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    const initialized = client.waitForEvent('initialized');
    await client.sendAnything('launch', { program: built.at(program), root: '/', stopOnEntry: true });
    await initialized;
    const set: DebugProtocol.Breakpoint[] = [];
    for (const [file, text] of Object.entries(lines)) {
      const source = { path: built.at(file) };
      const breakpoints = [{ line: lineOf(built.at(file), text), ...conditions }];
      set.push(...(await client.setBreakpointsRequest({ source, breakpoints })).body.breakpoints);
    }
    if (functions.length > 0) {
      const breakpoints = functions.map((name) => ({ name }));
      set.push(...(await client.setFunctionBreakpointsRequest({ breakpoints })).body.breakpoints);
    }
    const entry = await client.stopAfter(() => client.configurationDoneRequest());
    assert.equal(entry.reason, 'entry');
    return { client, changed, set };
  }

  async function place(client: TestClient, threadId = 0): Promise<string> {
    const [frame] = await client.stack(threadId);
    return `${frame?.name} ${frame?.source?.name}:${frame?.line}`;
  }

  it('are pending by line and by name until the library is there, then verified, and stop there', async () => {
    const line = lineOf(built.at('lib/twice.c'), 'in the library');
    const { client, changed, set } = await launched('main', {
      lines: { 'lib/twice.c': 'in the library' },
      functions: ['puts', 'twice'],
    });
    const pending = set.map(({ verified, reason, message }) => [verified, reason, message]);
    assert.deepEqual(pending, [
      [false, 'pending', 'It is part of libtwice.so, which no program has loaded yet.'],
      [false, 'pending', 'It is part of libc.so.6, which no program has loaded yet.'],
      [false, 'pending', 'It is part of libtwice.so, which no program has loaded yet.'],
    ]);
    const stop = await client.go('continue');
    assert.deepEqual(
      [...new Set(changed.filter(({ verified }) => verified).map(({ id }) => id))].sort(),
      set.map(({ id }) => id).sort(),
    );
    assert.equal(changed.find(({ id }) => id === set[0]?.id)?.line, line);
    assert.deepEqual([...(stop.hitBreakpointIds ?? [])].sort(), [set[0]?.id, set[2]?.id].sort());
    assert.equal(await place(client, stop.threadId), `twice twice.c:${line}`);
    const values: string[] = [];
    for (let hit = 0; hit < 3; hit++) {
      const { id } = await client.currentFrame(stop);
      values.push((await client.evaluateRequest({ expression: 'value', frameId: id })).body.result);
      if (hit < 2) await client.go('continue');
    }
    assert.deepEqual(values, ['1', '2', '3']);
    await client.go('reverseContinue');
    const { id } = await client.currentFrame(stop);
    assert.equal((await client.evaluateRequest({ expression: 'value', frameId: id })).body.result, '2');
    assert.equal((await client.evaluateRequest({ expression: 'count', frameId: id })).body.result, '1');
  });

  it('stop in a program that a child executes, and in the library of the child before; backwards, too', async () => {
    const { client, set } = await launched('main', { lines: { 'other.c': 'in the other program' } });
    assert.deepEqual([set[0]?.verified, set[0]?.reason], [false, 'pending']);
    const stop = await client.go('continue');
    const line = lineOf(built.at('other.c'), 'in the other program');
    assert.equal(await place(client, stop.threadId), `work other.c:${line}`);
    const { id } = await client.currentFrame(stop);
    assert.equal((await client.evaluateRequest({ expression: 'given', frameId: id })).body.result, '7');
    const source = { path: built.at('lib/twice.c') };
    const inLibrary = lineOf(built.at('lib/twice.c'), 'in the library');
    const again = await client.setBreakpointsRequest({ source, breakpoints: [{ line: inLibrary }] });
    assert.equal(again.body.breakpoints[0]?.verified, true, 'the library has been loaded before');
    const back = await client.go('reverseContinue');
    assert.equal(await place(client, back.threadId), `twice twice.c:${inLibrary}`);
    const frame = await client.currentFrame(back);
    assert.equal((await client.evaluateRequest({ expression: 'value', frameId: frame.id })).body.result, '10');
    const forward = await client.go('continue');
    assert.equal(await place(client, forward.threadId), `work other.c:${line}`);
  });

  it('have conditions with variables of what is loaded later', async () => {
    for (const { file, text, condition, name } of [
      { file: 'other.c', text: 'in the other program', condition: 'given == 7', name: 'work' },
      { file: 'lib/twice.c', text: 'in the library', condition: 'value == 10', name: 'twice' },
    ]) {
      const { client, set } = await launched('main', { lines: { [file]: text }, conditions: { condition } });
      assert.deepEqual([set[0]?.verified, set[0]?.reason], [false, 'pending']);
      const stop = await client.go('continue');
      assert.equal((await client.currentFrame(stop)).name, name);
      assert.equal((await client.evaluateRequest({ expression: condition })).body.result, '1');
    }
  });

  it('log with the line of C, and tell of a condition that turns out to be none', async () => {
    const line = lineOf(built.at('other.c'), 'in the other program');
    const { client } = await launched('main', {
      lines: { 'other.c': 'in the other program' },
      conditions: { logMessage: 'given {given}' },
    });
    const ended = client.waitForEvent('terminated');
    await client.go('continue');
    await client.continueRequest({ threadId: 1 });
    await ended;
    const logs = (client.events as DebugProtocol.OutputEvent[]).filter(({ body }) => /^given/.test(body?.output ?? ''));
    assert.deepEqual(
      logs.map(({ body }) => [body.output, body.source?.name, body.line]),
      [['given 7\n', 'other.c', line]],
    );
    const late = await launched('main', {
      lines: { 'other.c': 'in the other program' },
      conditions: { condition: 'nowhere == 7' },
    });
    await late.client.go('continue');
    assert.match(late.client.output, /A breakpoint is not set: other\.c, line 3, if nowhere == 7\. .*no `nowhere`/);
  });

  it('log with the line of C also where files take longer to find than the program to go on', async () => {
    const { sizeOf } = nodeHost();
    const slow = async (file: string, folder: string) => {
      for (let turns = 0; turns < 300; turns++) await turn();
      return sizeOf?.(file, folder) ?? 0;
    };
    const line = lineOf(built.at('other.c'), 'in the other program');
    const wanted = { lines: { 'other.c': 'in the other program' }, conditions: { logMessage: 'given {given}' } };
    const { client } = await launched('main', wanted, { sizeOf: slow });
    await client.go('continue');
    const logs = (client.events as DebugProtocol.OutputEvent[]).filter(({ body }) => /^given/.test(body?.output ?? ''));
    assert.deepEqual(
      logs.map(({ body }) => [body.source?.name, body.line]),
      [['other.c', line]],
    );
  });

  it('stop by name in a program that is executed, which nobody could know of', async () => {
    const { client, set } = await launched('main', { functions: ['work'] });
    assert.deepEqual([set[0]?.verified, set[0]?.reason], [false, 'pending']);
    const stop = await client.go('continue');
    assert.equal(await place(client, stop.threadId), `work other.c:${lineOf(built.at('other.c'), 'in the other')}`);
  });

  it('stop in a library that dlopen loads, by line and by name', async () => {
    for (const wanted of [{ lines: { 'lib/twice.c': 'in the library' } }, { functions: ['twice'] }]) {
      const { client, changed, set } = await launched('loader', wanted);
      assert.deepEqual([set[0]?.verified, set[0]?.reason], [false, 'pending']);
      const stop = await client.go('continue');
      const line = lineOf(built.at('lib/twice.c'), 'in the library');
      assert.equal(await place(client, stop.threadId), `twice twice.c:${line}`);
      assert.equal(changed.at(-1)?.verified, true);
      const { id } = await client.currentFrame(stop);
      assert.equal((await client.evaluateRequest({ expression: 'value', frameId: id })).body.result, '21');
    }
  });

  it('hold in a session that begins anew', async () => {
    const { client, set } = await launched('main', { functions: ['twice'] });
    await client.go('continue');
    const stop = await client.stopAfter(() => client.customRequest('restart', {}));
    assert.equal(stop.reason, 'entry');
    const hit = await client.go('continue');
    assert.deepEqual(hit.hitBreakpointIds, [set[0]?.id]);
  });
});
