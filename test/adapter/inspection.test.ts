import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, example, lineOf, TestClient, trace } from './client';

afterEach(closeClients);

const LOOP = trace('loop');
const FIRST_USE = example('first-use');
const AFTER_FIRST_USE = 'expect    xfd == 0, "the handler';
const AFTER_PRODUCT = 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]';
const ENTRY = { stopOnEntry: true };

async function stopped(program: string, ...lines: string[]) {
  const client = new TestClient();
  return { client, stop: await client.beginAndStop({ program, ...(lines.length ? { lines } : { launch: ENTRY }) }) };
}

describe('evaluating', () => {
  it('shows hex by default, and what a suffix asks for', async () => {
    const { client } = await stopped(LOOP, 'BP-CALL');
    assert.equal(await client.evaluate('ecx'), '0xa');
    assert.equal(await client.evaluate('ecx,d'), '10');
    assert.equal(await client.evaluate('ecx,b'), '0b1010');
    assert.equal(await client.evaluate('i32[table + 4]'), '1');
    assert.equal(await client.evaluate('i32[table + 4],x'), '0x1');
  });

  it('names the components of masks, and opens them', async () => {
    const { client } = await stopped(FIRST_USE);
    const { body } = await client.evaluateRequest({ expression: 'A.xfd', context: 'watch' });
    assert.equal(body.result, '0x40000 XTILEDATA');
    const { variables } = (await client.variablesRequest({ variablesReference: body.variablesReference })).body;
    assert.equal(variables.find(({ name }) => name === 'XTILEDATA')?.value, '1');
  });

  it('shows sizes in decimal', async () => {
    const { client } = await stopped(FIRST_USE);
    assert.equal(await client.evaluate('A.fpstate.size'), '2560');
    assert.equal(await client.evaluate('kernel.nm', 'hover'), '0');
  });

  it('shows what is calculated in decimal and in hex', async () => {
    const { client } = await stopped(LOOP);
    assert.equal(await client.evaluate('XTILEDATA | 1'), '262145 (0x40001)');
    assert.equal(await client.evaluate('1 + 1'), '2');
    assert.equal(await client.evaluate('XTILEDATA | 1,x'), '0x40001');
  });

  it('gives the clipboard what can be typed again', async () => {
    const { client } = await stopped(FIRST_USE);
    await client.go('next');
    assert.equal(await client.evaluate('xfd', 'watch'), '0x40000 XTILEDATA');
    assert.equal(await client.evaluate('xfd', 'clipboard'), '0x40000');
  });

  it('means the registers of the frame that it is asked in', async () => {
    const program = example('ping-pong');
    const { client, stop } = await stopped(program, 'expect    tmm0.u8[0][0] == 2');
    assert.match((await client.currentFrame(stop)).name, /flow/);
    const { threads } = (await client.threadsRequest()).body;
    const away = threads.find(({ name }) => name.startsWith('A '));
    const [frame] = await client.stack(away?.id ?? 0);
    const inFrame = async (expression: string) =>
      (await client.evaluateRequest({ expression, context: 'watch', frameId: frame?.id ?? 0 })).body.result;
    assert.equal(await client.evaluate('tmm0.u8[0][0],d'), '2');
    assert.equal(await inFrame('tmm0.u8[0][0],d'), '1');
    assert.equal(await inFrame('tmm0.u8[0][0] + tmm0.u8[15][63]'), '2');
    assert.equal(await inFrame('kernel.nm'), '2');
  });

  it('says what is wrong with an expression', async () => {
    const { client } = await stopped(LOOP);
    assert.match(await client.refusal('evaluate', { expression: 'exc', context: 'watch' }), /There is no `exc`/);
    assert.match(await client.refusal('evaluate', { expression: '1 +', context: 'repl' }), /./);
  });

  it('assigns in the console, and tells the client to look again', async () => {
    const { client } = await stopped(LOOP);
    const invalidated = client.waitForEvent('invalidated');
    assert.equal(await client.evaluate('rax = 1 << 4', 'repl'), '0x10');
    await invalidated;
    assert.equal(await client.evaluate('rax == 16', 'repl'), '1');
  });

  it('completes names and members in the console', async () => {
    const { client } = await stopped(FIRST_USE);
    const labels = async (text: string) => {
      const { body } = await client.completionsRequest({ text, column: text.length + 1 });
      return body.targets.map(({ label }) => label);
    };
    assert.deepEqual(await labels('xfd'), ['xfd', 'xfd_err']);
    assert.ok((await labels('A.fpstate.')).includes('user_size'));
    assert.ok((await labels('1 + tmm0.')).includes('i32'));
    assert.deepEqual(await labels('kernel.n'), ['nm']);
    assert.deepEqual(await labels('nothing.'), []);
  });
});

describe('setting values', () => {
  it('takes expressions, and answers with what the value is now', async () => {
    const { client, stop } = await stopped(LOOP);
    const variablesReference = await client.reference(stop, 'General registers');
    const { body } = await client.setVariableRequest({ variablesReference, name: 'rbx', value: 'table + 4' });
    assert.match(body.value, /^0x[0-9a-f]+ <table\+4>$/);
    assert.equal(await client.value(stop, 'General registers', 'rbx'), `${body.value}`);
  });

  it('sets single bits', async () => {
    const { client, stop } = await stopped(LOOP);
    const variablesReference = await client.reference(stop, 'General registers', 'rflags');
    const { body } = await client.setVariableRequest({ variablesReference, name: 'CF', value: '1' });
    assert.equal(body.value, '1');
    assert.equal(await client.evaluate('rflags & 1'), '1');
  });

  it('refuses what hardware would refuse, with its reason', async () => {
    const { client, stop } = await stopped(LOOP);
    const variablesReference = await client.reference(stop, 'Control & XState');
    const set = (name: string, value: string) => client.refusal('setVariable', { variablesReference, name, value });
    assert.match(await set('xcr0', '0x40001'), /refuses/);
    assert.match(await set('xfd', '1'), /refuses/);
    assert.match(await set('xinuse', '1'), /XINUSE follows from what the registers hold/);
    assert.match(await set('nothing', '1'), /no variable `nothing`/);
  });

  it('sets elements of tiles and data', async () => {
    const { client, stop } = await stopped(FIRST_USE, AFTER_PRODUCT);
    const row = await client.reference(stop, 'Tiles', 'tmm1', 'i8', '[2]');
    await client.setVariableRequest({ variablesReference: row, name: '[3]', value: '-7' });
    assert.equal(await client.evaluate('tmm1.i8[2][3]'), '-7');
    const data = await client.reference(stop, 'Data', 'out', '[0]');
    await client.setVariableRequest({ variablesReference: data, name: '[1]', value: '123' });
    assert.equal(await client.evaluate('i32[out + 4]'), '123');
  });

  it('sets what a watch shows', async () => {
    const { client } = await stopped(LOOP);
    const { body } = await client.customRequest('setExpression', { expression: 'zmm1.f32[2]', value: '1.5' });
    assert.equal(body.value, '1.5');
    assert.match(await client.refusal('setExpression', { expression: 'rax + 1', value: '1' }), /cannot be set/);
  });
});

describe('the variables of a task', () => {
  it('show the buffer as what it is, growing with first use', async () => {
    const { client } = await stopped(FIRST_USE);
    const stop = await client.go('next');
    assert.equal(await client.value(stop, 'Task', 'fpstate'), '2560 bytes in the kernel, 11008 in a signal frame');
    await client.setBreakpointsRequest({
      source: { path: FIRST_USE },
      breakpoints: [{ line: lineOf(FIRST_USE, AFTER_FIRST_USE) }],
    });
    const after = await client.go('continue');
    assert.equal(
      await client.value(after, 'Task', 'fpstate'),
      '10752 bytes in the kernel, 11008 in a signal frame (changed)',
    );
    assert.equal(await client.value(after, 'Task', 'fpstate', 'size'), '10752 bytes (was 2560 bytes)');
    assert.equal(await client.value(after, 'Task', 'previous size'), '2560 bytes (was none)');
    assert.match((await client.value(after, 'Task', 'buffer', 'XTILEDATA')) ?? '', /^at 2560, 8192 bytes/);
    assert.match(
      (await client.value(after, 'Components', 'XTILEDATA')) ?? '',
      /^enabled, disarmed, .*in the buffer at 2560/,
    );
    assert.equal(await client.value(after, 'Control & XState', 'xfd'), '0x0 (was 0x40000 XTILEDATA)');
    assert.equal(await client.value(after, 'Counters', 'nm'), '1 (was 0)');
  });

  it('give tiles typed views of the shape that TILECFG gives them', async () => {
    const { client, stop } = await stopped(FIRST_USE, AFTER_PRODUCT);
    assert.match((await client.value(stop, 'Tiles', 'tmm0')) ?? '', /^16x64 /);
    assert.equal(await client.value(stop, 'Tiles', 'tmm0', 'i32'), '16x16');
    const [first] = await client.rows(stop, 'Tiles', 'tmm0', 'i32', '[0]');
    assert.equal(first?.value, await client.evaluate('tmm0.i32[0][0]'));
  });
});

describe('the data of a trace', () => {
  it('may be megabytes: only what is opened is read', async () => {
    const text =
      'xtrace 1\nkernel none\ndata big = i32[2048][1024] fill(7)\nmov DWORD PTR [big + 4096 * 2000], 8\nnop\n';
    const client = new TestClient({ readText: async () => text });
    await client.beginAndStop({ program: LOOP, launch: ENTRY });
    const start = performance.now();
    const stop = await client.go('next');
    assert.match((await client.value(stop, 'Data', 'big')) ?? '', /^0x1000000 \[7 x 32, \.\.\.\]$/);
    const variablesReference = await client.reference(stop, 'Data', 'big');
    const page = { variablesReference, filter: 'indexed', start: 1999, count: 3 } as const;
    const { variables } = (await client.variablesRequest(page)).body;
    assert.deepEqual(
      variables.map(({ name, value }) => [name, value]),
      [
        ['[1999]', '[7 x 32, ...]'],
        ['[2000]', '[8, 7, 7, 7, 7, 7, 7, 7, ...] (was [7 x 32, ...])'],
        ['[2001]', '[7 x 32, ...]'],
      ],
    );
    assert.ok(performance.now() - start < 1000);
  });
});

describe('the call stack', () => {
  it('has the kernel’s routines on top of the flow, with their locals and their source', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const inside = await client.go('stepIn');
    const frames = await client.stack(inside.threadId ?? 0);
    assert.deepEqual(
      frames.map(({ name }) => name),
      ['exc_device_not_available', 'flow'],
    );
    const [kernel, flow] = frames;
    assert.equal(flow?.line, lineOf(FIRST_USE, 'tilezero  tmm0'));
    assert.ok(flow?.instructionPointerReference);
    const { content } = (await client.sourceRequest({ sourceReference: kernel?.source?.sourceReference ?? 0 })).body;
    assert.match(content, /exc_device_not_available/);
    const { body } = await client.customRequest('loadedSources');
    assert.deepEqual(
      body.sources.map(({ name }: DebugProtocol.Source) => name),
      ['first-use.xtrace', kernel?.source?.name],
    );
  });

  it('comes in pages', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const { threadId = 0 } = await client.go('stepIn');
    const { body } = await client.stackTraceRequest({ threadId, startFrame: 1, levels: 1 });
    assert.deepEqual([body.stackFrames.map(({ name }) => name), body.totalFrames], [['flow'], 2]);
  });

  it('can be stopped in by a breakpoint in the kernel’s source', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const inside = await client.go('stepIn');
    const { source } = await client.currentFrame(inside);
    const { content } = (await client.sourceRequest({ sourceReference: source?.sourceReference ?? 0 })).body;
    const line = content.split('\n').findIndex((text) => /alloc_xstate_area\(.*\{|alloc_xstate_area\(/.test(text)) + 1;
    const { body } = await client.setBreakpointsRequest({ source: source ?? {}, breakpoints: [{ line }] });
    assert.equal(body.breakpoints[0]?.verified, true, body.breakpoints[0]?.message);
    const hit = await client.go('continue');
    assert.equal(hit.reason, 'breakpoint');
    assert.equal((await client.currentFrame(hit)).line, body.breakpoints[0]?.line);
  });

  it('has a thread for each task, with its buffer and its XFD', async () => {
    const program = example('language');
    const { client } = await stopped(program, 'expect    xfd == XTILEDATA');
    const { threads } = (await client.threadsRequest()).body;
    assert.deepEqual(
      threads.map(({ name }) => name),
      ['A (switched out, 10752-byte buffer, XFD disarmed)', 'B (CPU 0, 2560-byte buffer, XFD armed)', 'idle (CPU 1)'],
    );
    const [away] = await client.stack(threads[0]?.id ?? 0);
    assert.ok(away, 'a task that is switched out has a place');
  });
});

describe('memory', () => {
  it('of data is read and written where the variables say it is', async () => {
    const { client, stop } = await stopped(LOOP);
    const table = (await client.rows(stop, 'Data')).find(({ name }) => name === 'table');
    const memoryReference = table?.memoryReference ?? '';
    const read = async (offset: number, count: number) =>
      (await client.customRequest('readMemory', { memoryReference, offset, count })).body;
    assert.deepEqual([...Buffer.from((await read(4, 8)).data, 'base64')], [1, 0, 0, 0, 2, 0, 0, 0]);
    const memory = client.waitForEvent('memory');
    const data = Buffer.from([9, 8]).toString('base64');
    const { body } = await client.customRequest('writeMemory', { memoryReference, offset: 4, data });
    assert.deepEqual(body, { bytesWritten: 2 });
    assert.deepEqual((await memory).body, { memoryReference, offset: 4, count: 2 });
    assert.equal(await client.evaluate('i32[table + 4]'), String(0x0809));
  });

  it('that is not there is reported, not invented', async () => {
    const { client } = await stopped(LOOP);
    const { body } = await client.customRequest('readMemory', { memoryReference: '0x10', count: 16 });
    assert.deepEqual(body, { address: '0x10', data: '', unreadableBytes: 16 });
    assert.match(await client.refusal('writeMemory', { memoryReference: '0x10', data: 'AAAA' }), /not all mapped/);
    assert.match(await client.refusal('readMemory', { memoryReference: 'table', count: 1 }), /no memory reference/);
  });

  it('of tiles is that of their registers', async () => {
    const { client, stop } = await stopped(FIRST_USE, AFTER_PRODUCT);
    const tile = (await client.rows(stop, 'Tiles')).find(({ name }) => name === 'tmm1');
    const memoryReference = tile?.memoryReference ?? '';
    const { body } = await client.customRequest('readMemory', { memoryReference, count: 4 });
    assert.deepEqual([...Buffer.from(body.data, 'base64')], [1, 1, 1, 1]);
    await client.customRequest('writeMemory', {
      memoryReference,
      offset: 65,
      data: Buffer.from([200]).toString('base64'),
    });
    assert.equal(await client.evaluate('tmm1.u8[1][1],d'), '200');
  });

  it('of a buffer is in the kernel half', async () => {
    const { client, stop } = await stopped(FIRST_USE, AFTER_PRODUCT);
    const buffer = (await client.rows(stop, 'Task')).find(({ name }) => name === 'buffer');
    assert.match(buffer?.memoryReference ?? '', /^0xffff/);
    const { body } = await client.customRequest('readMemory', {
      memoryReference: buffer?.memoryReference,
      count: 10752,
    });
    assert.equal(Buffer.from(body.data, 'base64').length, 10752);
  });
});

describe('disassembly', () => {
  it('gives exactly as many instructions as asked for, with their bytes and lines', async () => {
    const { client, stop } = await stopped(LOOP);
    const { instructionPointerReference = '' } = await client.currentFrame(stop);
    const { body } = await client.disassembleRequest({
      memoryReference: instructionPointerReference,
      instructionOffset: -2,
      instructionCount: 5,
    });
    const instructions = body?.instructions ?? [];
    assert.deepEqual(
      instructions.map(({ instruction, instructionBytes, line }) => [instruction, instructionBytes, line]),
      [
        ['(no code)', undefined, undefined],
        ['(no code)', undefined, undefined],
        ['mov ecx, 0', 'b9 00 00 00 00', lineOf(LOOP, 'BP-ENTRY')],
        ['inc ecx', 'ff c1', lineOf(LOOP, 'BP-INC')],
        ['cmp ecx, 10', '83 f9 0a', lineOf(LOOP, 'BP-CMP')],
      ],
    );
    assert.equal(new Set(instructions.map(({ address }) => address)).size, 5);
  });
});

describe('exception details', () => {
  it('say why, with the numbers, what comes next, and where to read on', async () => {
    const client = new TestClient();
    const { threadId = 0 } = await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const { body } = await client.exceptionInfoRequest({ threadId });
    assert.equal(body.exceptionId, '#NM (XFD)');
    assert.match(body.description ?? '', /IA32_XFD\[18\] is set and TILEZERO/);
    const details = body.details?.stackTrace ?? '';
    assert.match(details, /linux-rfc-2020\) enters exc_device_not_available/);
    assert.match(details, /Intel SDM vol\. 1, 13\.14/);
    assert.match(details, /step \d+ of \d+/);
  });

  it('name the handler on bare metal', async () => {
    const client = new TestClient();
    const { threadId = 0 } = await client.beginAndStop({
      program: example('bare-metal-nm'),
      filters: ['nm-xfd', 'ud'],
    });
    const nm = await client.exceptionInfoRequest({ threadId });
    assert.match(nm.body.details?.stackTrace ?? '', /the handler nm_handler runs at CPL 0/);
    await client.go('continue');
    const ud = await client.exceptionInfoRequest({ threadId });
    assert.match(ud.body.details?.stackTrace ?? '', /There is no handler/);
  });

  it('are refused where there was no exception', async () => {
    const { client } = await stopped(LOOP);
    assert.match(await client.refusal('exceptionInfo', { threadId: 1 }), /not stopped on an exception/);
  });
});

describe('the views', () => {
  it('have registers, tasks and tiles, and what changed', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const before = (await client.customRequest('xtrace/views')).body;
    const row = (views: typeof before, id: string) =>
      views.registers.rows.find((found: { id: string }) => found.id === id);
    assert.equal(before.registers.xfd, '0x40000');
    assert.deepEqual(
      [row(before, 'XTILEDATA').enabled, row(before, 'XTILEDATA').armed, row(before, 'XTILEDATA').inBuffer],
      [true, true, false],
    );
    assert.equal(row(before, 'AVX').armed, null);
    await client.setBreakpointsRequest({
      source: { path: FIRST_USE },
      breakpoints: [{ line: lineOf(FIRST_USE, AFTER_PRODUCT) }],
    });
    await client.go('continue');
    const after = (await client.customRequest('xtrace/views')).body;
    assert.deepEqual(
      [row(after, 'XTILEDATA').armed, row(after, 'XTILEDATA').inBuffer, row(after, 'XTILEDATA').changed],
      [false, true, true],
    );
    assert.deepEqual([row(after, 'AVX').changed, after.registers.changed.includes('xfd')], [false, true]);
    const [task] = after.tasks;
    assert.deepEqual(
      [task.name, task.size, task.previousSize, task.userSize, task.maxSize, task.current, task.changed],
      ['A', 10752, 2560, 11008, 10752, true, true],
    );
    const tile = Buffer.from(after.tiles.tiles[1].bytes, 'base64');
    assert.deepEqual([tile.length, tile[0], after.tiles.tiles[1].rows, after.tiles.tiles[1].colsb], [1024, 1, 16, 64]);
    assert.equal(Buffer.from(after.previousTiles.tiles[1].bytes, 'base64')[0], 0);
  });

  it('are told of every stop', async () => {
    const { client } = await stopped(LOOP);
    const changed = client.waitForEvent('xtrace/changed');
    await client.go('next');
    assert.deepEqual((await changed).body, { running: false });
  });
});

describe('the radix', () => {
  it('is changed for all variables by one request', async () => {
    const { client, stop } = await stopped(LOOP, 'BP-CALL');
    const invalidated = client.waitForEvent('invalidated');
    await client.customRequest('xtrace/format', { radix: 'decimal' });
    await invalidated;
    assert.equal(await client.value(stop, 'General registers', 'rcx'), '10 (was 0)');
    assert.equal(await client.evaluate('rcx'), '10');
    assert.equal(await client.evaluate('rcx,x'), '0xa');
  });
});
