import assert from 'node:assert/strict';
import { closeClients, example, lineOf, stopAt, TestClient, trace } from '../client';

const LOOP = trace('loop');
const FIRST_USE = example('first-use');
const AFTER_PRODUCT = 'expect    tmm0.i32[0][0] == tmm0.i32[15][0]';

afterEach(closeClients);

describe('the views', () => {
  it('have registers, tasks and tiles, and what changed', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: FIRST_USE, filters: ['nm-xfd'] });
    const before = (await client.customRequest('xtrace/views')).body;
    const row = (views: typeof before, id: string) =>
      views.registers.rows.find((found: { id: string }) => found.id === id);
    const register = (views: typeof before, name: string) =>
      views.registers.registers.find((found: { name: string }) => found.name === name);
    assert.equal(register(before, 'xfd').value, '0x40000');
    assert.deepEqual(register(before, 'xfd').set, ['XTILEDATA']);
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
    assert.deepEqual([row(after, 'AVX').changed, register(after, 'xfd').changed], [false, true]);
    const [task] = after.tasks;
    assert.deepEqual(
      [task.name, task.size, task.previousSize, task.userSize, task.maxSize, task.current, task.changed],
      ['A', 10752, 2560, 11008, 10752, true, true],
    );
    const tile = Buffer.from(after.tiles.tiles[1].bytes, 'base64');
    assert.deepEqual([tile.length, tile[0], after.tiles.tiles[1].rows, after.tiles.tiles[1].colsb], [1024, 1, 16, 64]);
    assert.equal(Buffer.from(after.previousTiles.tiles[1].bytes, 'base64')[0], 0);
  });

  it('call a buffer full when it has what the kernel keeps in buffers, which LBR is not', async () => {
    const { client } = await stopAt(example('permission'), 'expect    tmm0.u8[0][0] == 1');
    const { registers, tasks } = (await client.customRequest('xtrace/views')).body;
    assert.equal(registers.registers.find(({ name }: { name: string }) => name === 'xss').value, '0x8000');
    assert.deepEqual([tasks[0].size, tasks[0].maxSize], [10752, 10752]);
  });

  it('are told of every stop', async () => {
    const { client } = await stopAt(LOOP);
    await client.customRequest('xtrace/views');
    const changed = client.waitForEvent('xtrace/changed');
    await client.go('next');
    assert.deepEqual((await changed).body, { running: false });
  });

  it('are not spoken of to a client that has never asked for them', async () => {
    const { client } = await stopAt(LOOP);
    await client.go('next');
    await client.heardAll();
    assert.ok(!client.events.some(({ event }) => event.startsWith('xtrace/')));
  });
});
