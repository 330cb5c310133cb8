/** Debugging a program that a timer interrupts. */
import assert from 'node:assert/strict';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';
import { closeClients, lineOf, TestClient } from './client';
import { programBeside } from './programs';

afterEach(closeClients);

describe('a program that a timer interrupts', function () {
  this.timeout(60_000);

  async function begun(functions: readonly string[]) {
    const { trace, source } = programBeside('timer-loop.c', ['-O0']);
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: trace, functions });
    const top = async (count: number) =>
      (await client.stack(stop.threadId ?? 0)).slice(0, count).map(({ name, line }) => `${name}:${line}`);
    const adding = `work:${lineOf(source, 'sum += i')}`;
    const looping = `work:${lineOf(source, 'i < 300000')}`;
    return { client, top, adding, looping, handler: `on_timer:${lineOf(source, 'signal != 0')}` };
  }

  it('stops in the handler, which the interrupted loop has not called, and goes back out of it', async function () {
    needs(this, found('gcc'));
    const { client, top, adding, looping, handler } = await begun(['on_timer']);
    const [first, called, interrupted] = await top(3);
    assert.deepEqual([first, called], [handler, '<signal handler called>:0']);
    assert.ok(interrupted === adding || interrupted === looping, interrupted);
    await client.go('stepBack');
    assert.deepEqual((await top(2))[1], interrupted);
    await client.go('next');
    assert.deepEqual(await top(3), [handler, called, interrupted]);
    await client.go('stepOut');
    assert.deepEqual(await top(1), [interrupted]);
    await client.go('reverseContinue');
    assert.deepEqual(await top(3), [handler, called, interrupted]);
  });

  it('goes from line to line over a handler without a breakpoint, and back', async function () {
    needs(this, found('gcc'));
    const { client, top, adding, looping } = await begun(['hrtimer_interrupt']);
    assert.match((await top(1)).join(), /^hrtimer_interrupt:/);
    await client.setFunctionBreakpointsRequest({ breakpoints: [] });
    await client.go('stepBack');
    const [before] = await top(1);
    await client.go('next');
    const after = before === adding ? looping : adding;
    assert.deepEqual(await top(1), [after]);
    assert.notEqual(await client.evaluate('ticks'), '0');
    await client.go('stepBack');
    assert.deepEqual(await top(1), [before]);
    assert.equal(await client.evaluate('ticks'), '0');
  });
});
