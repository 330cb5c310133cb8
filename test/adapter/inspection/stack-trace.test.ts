import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { closeClients, example, lineOf, stopAt, TestClient } from '../client';

const FIRST_USE = example('first-use');

afterEach(closeClients);

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
    const { client } = await stopAt(program, 'expect    xfd == XTILEDATA');
    const { threads } = (await client.threadsRequest()).body;
    assert.deepEqual(
      threads.map(({ name }) => name),
      ['A (no CPU, 10752 B)', 'B (CPU 0, 2560 B, armed)', 'idle (CPU 1)'],
    );
    const [away] = await client.stack(threads[0]?.id ?? 0);
    assert.ok(away, 'a task that is switched out has a place');
  });
});
