import assert from 'node:assert/strict';
import type { RegistersView } from '../../../src/adapter/views/registers';
import { closeClients, example, lineOf, stopAt, TestClient, trace } from '../client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');
const PING_PONG = example('ping-pong');
const AFTER_PRODUCT = 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]';

afterEach(closeClients);

/** The component of that name, and what the Registers view says of it. */
function facts({ registers }: { registers: RegistersView }, id: string) {
  const found = registers.components.find((component) => component.id === id);
  assert.ok(found, id);
  const { enabled, permitted, armed, inUse, buffer, changed } = found;
  return { enabled, permitted, armed, inUse, buffer, changed };
}

describe('the views', () => {
  it('have registers, tasks and tiles, and what changed', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const before = (await client.customRequest('xtrace/views')).body;
    const register = (views: typeof before, name: string) =>
      views.registers.registers.find((found: { name: string }) => found.name === name);
    assert.equal(register(before, 'xfd').value, '0x40000');
    assert.deepEqual([register(before, 'xfd').set, register(before, 'xfd').was], [['XTILEDATA'], null]);
    const unused = { enabled: true, permitted: true, armed: true, inUse: false, buffer: 'absent', changed: [] };
    assert.deepEqual(facts(before, 'XTILEDATA'), unused);
    assert.equal(facts(before, 'AVX').armed, null);
    await client.setBreakpointsRequest({
      source: { path: FIRST_USE },
      breakpoints: [{ line: lineOf(FIRST_USE, AFTER_PRODUCT) }],
    });
    await client.go('continue');
    const after = (await client.customRequest('xtrace/views')).body;
    const changed = ['armed', 'inUse', 'buffer'];
    assert.deepEqual(facts(after, 'XTILEDATA'), { ...unused, armed: false, inUse: true, buffer: 'init', changed });
    assert.deepEqual([facts(after, 'AVX').changed, register(after, 'xfd').was], [[], '0x40000']);
    const [task] = after.tasks;
    assert.deepEqual(
      [task.name, task.size, task.previousSize, task.userSize, task.maxSize, task.current],
      ['A', 10752, 2560, 11008, 10752, true],
    );
    assert.deepEqual(task.changed, ['size', 'previousSize', 'xfd', 'xfeatures', 'next']);
    const tile = Buffer.from(after.tiles.tiles[1].bytes, 'base64');
    assert.deepEqual([tile.length, tile[0], after.tiles.tiles[1].rows, after.tiles.tiles[1].colsb], [1024, 1, 16, 64]);
    assert.equal(Buffer.from(after.previousTiles.tiles[1].bytes, 'base64')[0], 0);
  });

  it('mark nothing of a buffer as changed because another task has come', async () => {
    const { client } = await stopAt(PING_PONG, 'switch B');
    await client.customRequest('xtrace/views');
    await client.go('next');
    const { registers } = (await client.customRequest('xtrace/views')).body;
    assert.equal(registers.task, 'B');
    const marks: string[] = registers.components.flatMap(({ changed }: { changed: string[] }) => changed);
    assert.ok(!marks.includes('buffer') && !marks.includes('permitted'), marks.join());
  });

  it('call a buffer full when it has what the kernel keeps in buffers, which LBR is not', async () => {
    const { client } = await stopAt(example('permission'), 'expect    tmm0.u8[0][0] == 1');
    const { registers, tasks } = (await client.customRequest('xtrace/views')).body;
    // LBR, CET_S, CET_U and PASID.
    assert.equal(registers.registers.find(({ name }: { name: string }) => name === 'xss').value, '0x9c00');
    assert.deepEqual([tasks[0].size, tasks[0].maxSize], [10752, 10752]);
  });

  it('are told of every stop, once', async () => {
    const { client } = await stopAt(LOOP);
    await client.customRequest('xtrace/views');
    for (const command of ['next', 'stepIn', 'stepBack'] as const) await client.go(command);
    await client.heardAll();
    const told = client.events.filter(({ event }) => event === 'xtrace/changed').map(({ body }) => body);
    assert.deepEqual(told, Array(3).fill({ running: false }));
  });

  it('are not spoken of to a client that has never asked for them', async () => {
    const { client } = await stopAt(LOOP);
    await client.go('next');
    await client.heardAll();
    assert.ok(!client.events.some(({ event }) => event.startsWith('xtrace/')));
  });
});
