/** A core and the program that it is of: why it died, by its lines, its stack and its variables. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { closeClients, lineOf, TestClient } from '../../adapter/client';
import { needs, type Oracle, type Want } from '../../host/needs';
import { xtrace } from '../../main/cli-harness';
import { coreOfLayers, type Layers, rebuild, stackByGdb } from './layers';

const made: Layers[] = [];

function layers(test: Mocha.Context, link: readonly string[], argument?: readonly string[]): Layers {
  const found: Oracle<Layers> | Want = coreOfLayers(link, argument);
  if ('use' in found) made.push(found.use);
  return needs(test, found);
}

async function imported({ core }: Layers): Promise<string> {
  const trace = `${core}.xtrace`;
  assert.equal((await xtrace(['import', core, '-o', trace])).status, 0);
  return trace;
}

after(() => {
  for (const { folder } of made) rmSync(folder, { recursive: true });
});
afterEach(closeClients);

describe('a core beside its program', function () {
  this.timeout(60_000);

  for (const [kind, link] of [
    ['statically', ['-static']],
    ['as one that may lie anywhere', ['-pie', '-fPIE']],
  ] as const) {
    it(`that was linked ${kind} tells why it died, with the stack that gdb finds`, async function () {
      const dead = layers(this, link);
      const expected = needs(this, stackByGdb(dead));
      const { out, status } = await xtrace(['run', await imported(dead)]);
      assert.equal(status, 0);
      assert.match(
        out,
        /^T died of SIGSEGV \(si_code 1, si_addr 0x8\), at 0x[0-9a-f]+: movss xmm1, DWORD PTR \[rax\]$/m,
      );
      assert.match(out, /^#PF: .*\nExecuted here, the instruction brings the same\.$/m);
      const stack = [...out.matchAll(/^#\d+ (\w+) \(.*\) at (layers\.c:\d+)$/gm)].map(
        ([, name, at]) => `${name} ${at}`,
      );
      assert.deepEqual(stack, expected);
      assert.equal(stack[0], `depth layers.c:${lineOf(dead.source, '/* the load */')}`);
      assert.match(out, /^#0 depth \(layer = 0x[0-9a-f]+, row = 2\) at .*\n {5}at = 0x8$/m);
      assert.match(out, /^ {5}first = \{rows = 4, weights = 0x0\}$/m);
    });
  }

  it('that died at a tile instruction names it', async function () {
    const dead = layers(this, ['-static'], ['tiles']);
    const { out } = await xtrace(['run', await imported(dead)]);
    assert.match(out, /^T died of SIGILL \(si_code 2, si_addr 0x[0-9a-f]+\), at 0x[0-9a-f]+: ldtilecfg \[rax\]$/m);
    assert.match(out, /^Executed here, the instruction brings the same\.$/m);
    assert.match(out, /^#0 tiles \(layer = 0x[0-9a-f]+\) at layers\.c:/m);
  });

  it('opens in the debugger at the line where it died, with its callers and their variables', async function () {
    const dead = layers(this, ['-static']);
    const client = new TestClient();
    const stop = await client.beginAndStop({
      program: await imported(dead),
      launch: { stopOnEntry: false, stopOnEnd: true },
    });
    const { stackFrames } = (await client.stackTraceRequest({ threadId: stop.threadId ?? 1 })).body;
    assert.deepEqual(
      stackFrames.slice(0, 3).map(({ name, line, source }) => `${name} ${source?.name}:${line}`),
      [
        `depth layers.c:${lineOf(dead.source, '/* the load */')}`,
        `run layers.c:${lineOf(dead.source, 'rows > 4')}`,
        `main layers.c:${lineOf(dead.source, 'return run')}`,
      ],
    );
    assert.equal(await client.value(stop, 'Locals', 'row'), '2');
    const frameId = stackFrames[1]?.id ?? 0;
    const inCaller = (expression: string) => client.evaluateRequest({ expression, frameId, context: 'watch' });
    assert.equal((await inCaller('first.rows')).body.result, '4');
    const { result } = (await client.evaluateRequest({ expression: 'why', context: 'repl' })).body;
    assert.match(result, /^T died of SIGSEGV[\s\S]*^#1 run \(rows = 4\) at layers\.c:\d+$/m);
  });

  it('has its stack beneath the line of the trace before the trace ends', async function () {
    const dead = layers(this, ['-static']);
    const trace = await imported(dead);
    appendFileSync(trace, 'observe rax=rax\nprint "on"\n');
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: trace, lines: ['print'], launch: { stopOnEntry: false } });
    const { stackFrames } = (await client.stackTraceRequest({ threadId: stop.threadId ?? 1 })).body;
    assert.deepEqual(
      stackFrames.slice(0, 4).map(({ name }) => name),
      ['flow', 'depth', 'run', 'main'],
    );
    const frameId = stackFrames[2]?.id ?? 0;
    const { result } = (await client.evaluateRequest({ expression: 'first.rows', frameId, context: 'watch' })).body;
    assert.equal(result, '4');
  });

  it('stops on lines of the program once it goes on', async function () {
    const dead = layers(this, ['-static'], ['two', 'more']);
    const trace = await imported(dead);
    const text = readFileSync(trace, 'utf8');
    const told = await xtrace(['run', trace]);
    assert.match(
      told.out,
      /^T died of SIGQUIT \(si_code -6, sent by process \d+\), at 0x[\s\S]*Executed here, the instruction brings no signal: somebody else sent it/m,
    );
    assert.match(told.out, /^#1 raise[\s\S]*^#\d quit \(\) at layers\.c:\d+$/m);
    writeFileSync(trace, `${text}run T\nexpect T.state == "exited"\n`);
    assert.equal((await xtrace(['test', trace])).status, 0);
    const client = new TestClient();
    await client.initializeRequest({
      adapterID: 'xtrace',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    await Promise.all([
      client.waitForEvent('initialized'),
      client.launchRequest({ program: trace, stopOnEntry: false, stopOnEnd: false } as never),
    ]);
    await client.setBreakpointsRequest({
      source: { path: dead.source },
      breakpoints: [{ line: lineOf(dead.source, '/* behind it */') }],
    });
    const stop = await client.stopAfter(() => client.configurationDoneRequest());
    const { stackFrames } = (await client.stackTraceRequest({ threadId: stop.threadId ?? 1 })).body;
    assert.deepEqual(
      stackFrames.slice(0, 2).map(({ name }) => name),
      ['quit', 'run'],
    );
  });

  it('of another build is left alone, and named', async function () {
    const dead = layers(this, ['-static']);
    rebuild(dead);
    const { out } = await xtrace(['run', await imported(dead)]);
    assert.match(out, /^layers at hand is of another build than the core's: nothing is read of it\.$/m);
    assert.match(out, /^The code there is not in the core: put the file .* beside the trace\.$/m);
    assert.doesNotMatch(out, /layers\.c/);
  });

  it('says what is missing where the program is not there', async function () {
    const dead = layers(this, ['-static']);
    unlinkSync(dead.program);
    const { out } = await xtrace(['run', await imported(dead)]);
    assert.match(out, /^T died of SIGSEGV \(si_code 1, si_addr 0x8\), at 0x[0-9a-f]+$/m);
    assert.match(out, /^The code there is not in the core/m);
  });
});
