import assert from 'node:assert/strict';
import { closeClients, example, TestClient } from '../client';

const FIRST_USE = example('first-use');

afterEach(closeClients);

/** Stopped in a routine that the handler of #NM has called. */
async function inAllocation() {
  const client = new TestClient();
  const stop = await client.beginAndStop({ program: FIRST_USE, functions: ['alloc_xstate_area'] });
  const frames = await client.stack(stop.threadId ?? 0);
  const inFrame = async (expression: string, frame: number, context = 'watch') =>
    (await client.evaluateRequest({ expression, context, frameId: frames[frame]?.id ?? -1 })).body.result;
  return { client, stop, frames, inFrame };
}

describe('variables of a kernel routine', () => {
  it('are evaluated in their own frame, in every context, as the Variables view shows them', async () => {
    const { client, stop, inFrame } = await inAllocation();
    const [mask] = await client.rows(stop, 'Locals');
    assert.equal(mask?.name, 'mask');
    assert.equal(mask?.evaluateName, 'mask');
    for (const context of ['watch', 'hover', 'repl']) assert.equal(await inFrame('mask', 0, context), mask?.value);
    assert.equal(await inFrame('mask', 0, 'clipboard'), '0x40000');
    assert.equal(await inFrame('mask == XTILEDATA', 0), '1');
    assert.match(await inFrame('event_mask', 1), /^0x40000/);
    await assert.rejects(inFrame('event_mask', 0), /There is no `event_mask` here/);
    await assert.rejects(inFrame('mask', 3), /There is no `mask` here/);
  });

  it('are completed', async () => {
    const { client, frames } = await inAllocation();
    const frameId = frames[1]?.id ?? -1;
    const { body } = await client.completionsRequest({ text: 'event', column: 6, frameId });
    assert.deepEqual(
      body.targets.map(({ label }) => label),
      ['event_mask', 'event'],
      'ahead of the command of the console',
    );
  });

  it('come before registers of the same name, which their CPU still has', async () => {
    const client = new TestClient();
    const program = example('no-permission');
    const stop = await client.beginAndStop({ program, functions: ['handle_xfd_event'] });
    let here = stop;
    const named = async () => (await client.rows(here, 'Locals')).find(({ name }) => name === 'xfd_err');
    for (let steps = 0; steps < 5 && !(await named()); steps++) here = await client.go('next');
    const local = await named();
    assert.ok(local, 'the routine has a variable xfd_err');
    const registers = await client.rows(here, 'Control & XState');
    const register = registers.find(({ name }) => name === 'xfd_err');
    assert.equal(register?.evaluateName, 'cpu[0].xfd_err');
    const frame = await client.currentFrame(here);
    const evaluated = async (expression: string) =>
      (await client.evaluateRequest({ expression, context: 'watch', frameId: frame.id })).body.result;
    assert.equal(await evaluated('xfd_err'), local.value);
    assert.equal(await evaluated('cpu[0].xfd_err'), register?.value);
  });

  it('decide where breakpoints in the routine stop, and stand in their messages', async () => {
    const client = new TestClient();
    await client.begin({ program: FIRST_USE, launch: { stopOnEntry: true } });
    const set = async (condition: string) =>
      (await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: 'alloc_xstate_area', condition }] })).body
        .breakpoints[0];
    const typo = await set('maks == XTILEDATA');
    assert.deepEqual([typo?.verified, /There is no `maks`/.test(typo?.message ?? '')], [false, true]);
    assert.equal((await set('mask == XTILEDATA'))?.verified, true);
    const stop = await client.go('continue');
    assert.deepEqual([stop.text, (await client.currentFrame(stop)).name], [undefined, 'alloc_xstate_area']);
    const { source, line } = await client.currentFrame(stop);
    const logMessage = 'for {mask}, and {xfd}';
    const { body } = await client.setBreakpointsRequest({
      source: source ?? {},
      breakpoints: [{ line: line + 1, logMessage }],
    });
    assert.equal(body.breakpoints[0]?.verified, true, body.breakpoints[0]?.message);
    await client.go('stepOut');
    assert.match(client.output, /for 0x40000, and 0x40000/);
  });

  it('cannot be set: they belong to the kernel', async () => {
    const { client, frames } = await inAllocation();
    const frameId = frames[0]?.id ?? -1;
    assert.match(await client.refusal('setExpression', { expression: 'mask', value: '0', frameId }), /cannot be set/);
  });
});
