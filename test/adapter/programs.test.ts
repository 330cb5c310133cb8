import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';
import { closeClients, lineOf, TestClient } from './client';
import { programBeside, TILES } from './programs';

afterEach(closeClients);

/** Stops on entry, so that breakpoints in sources can be set. */
async function entered(program: string, launch: object = {}): Promise<TestClient> {
  const client = new TestClient();
  await client.beginAndStop({ program, launch: { stopOnEntry: true, ...launch } });
  return client;
}

async function breakOn(client: TestClient, source: string, ...lines: readonly number[]) {
  const breakpoints = lines.map((line) => ({ line }));
  return (await client.setBreakpointsRequest({ source: { path: source }, breakpoints })).body.breakpoints;
}

describe('a program beside a trace', function () {
  this.timeout(60_000);

  it('stops on lines of its source, and goes from line to line, there and back', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', TILES);
    const client = await entered(trace);
    const zero = lineOf(source, '_tile_zero(0)');
    const [breakpoint] = await breakOn(client, source, zero);
    assert.deepEqual([breakpoint?.verified, breakpoint?.line, breakpoint?.source?.path], [true, zero, source]);
    const stop = await client.go('continue');
    assert.equal(stop.reason, 'breakpoint');
    assert.deepEqual(stop.hitBreakpointIds, [breakpoint?.id]);
    const places = async () =>
      (await client.stack(stop.threadId ?? 0)).map((frame) => `${frame.name} ${frame.source?.name}:${frame.line}`);
    const caller = `_start amx.c:${lineOf(source, 'print(multiply())')}`;
    assert.deepEqual(await places(), [`multiply amx.c:${zero}`, caller, `flow run.xtrace:5`]);
    await client.go('next');
    assert.deepEqual((await places())[0], `multiply amx.c:${zero + 1}`);
    await client.go('stepBack');
    assert.deepEqual((await places())[0], `multiply amx.c:${zero}`);
    await client.go('stepBack');
    assert.deepEqual((await places())[0], `multiply amx.c:${zero - 1}`);
  });

  it('says which programs it executes, and where, though nothing of its code is left then', async function () {
    needs(this, found('gcc'));
    const { trace, source, folder } = programBeside('execs.c', ['-O0']);
    copyFileSync(path.join(folder, 'program'), path.join(folder, 'execs'));
    const client = new TestClient();
    await client.beginAndEnd({ program: trace });
    // Lines of one place that are told in one slice go out together.
    const told = (client.events as DebugProtocol.OutputEvent[]).flatMap(({ event, body }) =>
      (event === 'output' ? body.output.split('\n') : [])
        .filter((line) => line.startsWith('execve('))
        .map((line) => [line, body.source?.path, body.line]),
    );
    const call = (line: string, words: string) => [
      `execve(${words}, 0x7fffffffefa8 /* 3 vars */) = ${line === 'AGAIN' ? 0 : '-ENOENT'}`,
      source,
      lineOf(source, line),
    ];
    assert.deepEqual(
      told.map(([text, ...place]) => [String(text).replace(/0x[0-9a-f]+/, '0x7fffffffefa8'), ...place]),
      [
        call('child)', '"./other", ["other"]'),
        // The child goes on like its parent.
        call('AGAIN', '"./execs", ["execs", "again"]'),
        call('last)', '"./other", ["other", "one", "two"]'),
        call('AGAIN', '"./execs", ["execs", "again"]'),
        call('last)', '"./other", ["other", "one", "two"]'),
      ],
    );
  });

  it('has its stack below the kernel’s routines while the kernel works for it', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', TILES);
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: trace, functions: ['fpstate_realloc'] });
    const frames = await client.stack(stop.threadId ?? 0);
    const inKernel = frames
      .slice(
        0,
        frames.findIndex(({ name }) => name === 'multiply'),
      )
      .map(({ name }) => name);
    assert.deepEqual([inKernel[0], inKernel.at(-1)], ['fpstate_realloc', 'exc_device_not_available']);
    const own = frames.slice(inKernel.length).map((frame) => [frame.name, frame.source?.name, frame.line]);
    assert.deepEqual(own[0], ['multiply', 'amx.c', lineOf(source, '_tile_zero(0)')]);
    assert.equal(own[1]?.[0], '_start');
  });

  it('tells of what happens with a link to the line of C, and marks it on the timeline', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', TILES);
    const client = new TestClient();
    const outputs: DebugProtocol.OutputEvent['body'][] = [];
    client.on('output', ({ body }: DebugProtocol.OutputEvent) => outputs.push(body));
    await client.beginAndEnd({ program: trace });
    const line = lineOf(source, '_tile_zero(0)');
    const grown = outputs.find(({ output }) => /buffer grows/.test(output));
    assert.deepEqual([grown?.source?.path, grown?.line], [source, line]);
    const again = await entered(trace);
    await breakOn(again, source, lineOf(source, '_tile_release'));
    await again.go('continue');
    const { part } = (await again.customRequest('xtrace/timeline', { columns: 10_000 })).body;
    const marks: { kind: string; moment: number; source?: unknown }[] = part.lanes.flatMap(
      ({ marks }: { marks: unknown }) => marks,
    );
    const nm = marks.find(({ kind }) => kind === 'nm');
    assert.ok(nm);
    assert.deepEqual(nm.source, { path: source, line });
    const stop = await again.stopAfter(() => again.customRequest('xtrace/travelTo', { moment: nm.moment }));
    const frames = await again.stack(stop.threadId ?? 0);
    assert.ok(frames.some((frame) => frame.source?.path === source && frame.line === line));
  });

  it('stops where a function begins to work, and steps by instructions when asked to', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', TILES);
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: trace, functions: ['multiply'] });
    assert.equal(stop.reason, 'function breakpoint');
    const first = await client.currentFrame(stop);
    assert.equal(first.line, lineOf(source, 'long result = call(158'));
    const stepped = await client.stopAfter(() =>
      client.customRequest('next', { threadId: stop.threadId, granularity: 'instruction' }),
    );
    const second = await client.currentFrame(stepped);
    assert.equal(second.line, first.line);
    assert.notEqual(second.instructionPointerReference, first.instructionPointerReference);
  });

  it('names who wrote a value by its function and line, and by its symbol where no line is known', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', TILES);
    const told = async (program: string, expression: string) => {
      const client = await entered(program);
      await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: 'print' }] });
      const stop = await client.go('continue');
      const { id: frameId } = await client.currentFrame(stop);
      await client.stopAfter(() => client.evaluateRequest({ expression, context: 'repl', frameId }));
      const outputs = client.events.filter(({ event }) => event === 'output').map(({ body }) => body);
      return outputs.filter(({ output }) => output.startsWith('@'));
    };
    const [store, product, ...more] = await told(trace, 'origin c[0][1]');
    const lines = [lineOf(source, '_tile_stored(0'), lineOf(source, '_tile_dpbssd(0')];
    assert.deepEqual(more, []);
    assert.match(
      store.output,
      new RegExp(`, by multiply \\(amx\\.c:${lines[0]}\\): tilestored \\[rax\\+rdx\\*1\\], tmm0\\n$`),
    );
    assert.match(product.output, new RegExp(`, by multiply \\(amx\\.c:${lines[1]}\\): tdpbssd tmm0, tmm1, tmm2\\n`));
    const places = [store, product].map((link) => [link.source?.path, link.line]);
    assert.deepEqual(
      places,
      lines.map((line) => [source, line]),
    );
    const bare = programBeside('amx.c', [...TILES, '-g0']);
    const [move] = await told(bare.trace, 'origin rdi');
    assert.match(move.output, /, by _start\+0x[0-9a-f]+: mov edi, eax\n$/);
  });

  it('says of a line without code where the next one is, and of another file why it has none', async function () {
    needs(this, found('gcc'));
    const { trace, source, folder } = programBeside('amx.c', TILES);
    const client = await entered(trace);
    const config = lineOf(source, 'static struct');
    const [slid, beyond] = await breakOn(client, source, config, 9999);
    assert.deepEqual([slid?.verified, (slid?.line ?? 0) > config], [true, true]);
    assert.match(beyond?.message ?? '', /no code on this line/);
    const [other] = await breakOn(client, path.join(folder, 'other.c'), 3);
    assert.deepEqual(other?.verified, false);
    assert.match(other?.message ?? '', /compile it with `-g`/);
    const locations = await client.customRequest('breakpointLocations', {
      source: { path: source },
      line: config,
      endLine: 9999,
    });
    assert.equal(locations.body.breakpoints[0]?.line, slid?.line);
  });

  it('finds sources elsewhere only where the launch says so', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', TILES, '../src');
    const line = lineOf(source, '_tile_zero(0)');
    const without = new TestClient();
    const stop = await without.beginAndStop({ program: trace, functions: ['multiply'] });
    const frame = await without.currentFrame(stop);
    assert.match(frame.name, /^multiply {2}amx\.c:\d+$/);
    assert.deepEqual([frame.source, frame.line], [undefined, 0]);
    assert.match(frame.instructionPointerReference ?? '', /^0x/);
    assert.match(await without.refusal('source', { source: { path: source }, sourceReference: 0 }), /no such source/);
    const folder = path.dirname(source);
    const client = await entered(trace, { sourceMap: { [folder]: folder } });
    const [breakpoint] = await breakOn(client, source, line);
    assert.equal(breakpoint?.verified, true);
    assert.equal((await client.currentFrame(await client.go('continue'))).source?.path, source);
    const { body } = await client.sourceRequest({ source: { path: source }, sourceReference: 0 });
    assert.equal(body.content, readFileSync(source, 'utf8'));
    const { sources } = (await client.customRequest('loadedSources', {})).body;
    assert.ok(sources.some((each: { path?: string }) => each.path === source));
  });

  it('is shown as instructions with its lines, before and behind a place, as objdump has them', async function () {
    needs(this, found('gcc', 'objdump'));
    const { trace, source, folder } = programBeside('amx.c', TILES);
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: trace, functions: ['multiply'] });
    const { instructionPointerReference: memoryReference = '' } = await client.currentFrame(stop);
    const { body } = await client.customRequest('disassemble', {
      memoryReference,
      instructionOffset: -20,
      instructionCount: 60,
    });
    const rows: DebugProtocol.DisassembledInstruction[] = body.instructions;
    assert.equal(rows.length, 60);
    assert.equal(rows[20]?.address, memoryReference);
    const text = execFileSync('objdump', ['-d', '--no-show-raw-insn', path.join(folder, 'program')], {
      encoding: 'utf8',
    });
    const expected = [...text.matchAll(/^ +([0-9a-f]+):\t/gm)].map(([, address]) => `0x${address}`);
    const begin = expected.indexOf(memoryReference);
    const known = rows.filter(({ presentationHint }) => presentationHint !== 'invalid').map(({ address }) => address);
    assert.deepEqual(known, expected.slice(Math.max(begin - 20, 0), begin + 40));
    const zero = rows.find(({ instruction }) => instruction.startsWith('tilezero'));
    assert.deepEqual([zero?.line, zero?.location?.path], [lineOf(source, '_tile_zero(0)'), source]);
    assert.ok(rows.some(({ symbol }) => symbol === 'multiply'));
    const breakpoints = [{ instructionReference: zero?.address ?? '' }];
    await client.customRequest('setInstructionBreakpoints', { breakpoints });
    const there = await client.go('continue');
    assert.equal(there.reason, 'instruction breakpoint');
    assert.equal((await client.currentFrame(there)).instructionPointerReference, zero?.address);
  });

  it('has its sources by URIs for clients that write paths so', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', TILES);
    const client = new TestClient();
    await client.initializeRequest({
      adapterID: 'xtrace',
      pathFormat: 'uri',
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    await client.sendAnything('launch', { program: pathToFileURL(trace).href });
    const uri = pathToFileURL(source).href;
    const [breakpoint] = await breakOn(client, uri, lineOf(source, '_tile_zero(0)'));
    assert.deepEqual([breakpoint?.verified, breakpoint?.source?.path], [true, uri]);
    const stop = await client.stopAfter(() => client.configurationDoneRequest());
    assert.equal((await client.currentFrame(stop)).source?.path, uri);
  });

  it('is told of in a sentence where it has no debugging information that can be read', async function () {
    needs(this, found('gcc'));
    const { trace, source } = programBeside('amx.c', [...TILES, '-gsplit-dwarf']);
    const client = await entered(trace);
    const [breakpoint] = await breakOn(client, source, 20);
    assert.match(breakpoint?.message ?? '', /-gsplit-dwarf/);
  });
});
