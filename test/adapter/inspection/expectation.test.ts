import assert from 'node:assert/strict';
import { closeClients, example, stopAt, TestClient } from '../client';

afterEach(closeClients);

describe('a value as an expectation', () => {
  it('is a condition that holds now, and belongs in front of the next step', async () => {
    const { client } = await stopAt(example('first-use'));
    await client.go('next');
    const { body } = await client.customRequest('xtrace/expectation', { expression: 'A.fpstate.size' });
    assert.deepEqual([body.condition, body.line], ['A.fpstate.size == 2560', 22]);
    const mask = await client.customRequest('xtrace/expectation', { expression: 'xfd' });
    assert.equal(mask.body.condition, 'xfd == 0x40000');
  });

  it('is refused for what is no single value, and for what is no value', async () => {
    const { client } = await stopAt(example('first-use'));
    await assert.rejects(
      client.customRequest('xtrace/expectation', { expression: 'A.fpstate' }),
      /parts to choose from/,
    );
    await assert.rejects(client.customRequest('xtrace/expectation', { expression: 'nope' }), /nope/);
  });

  it('is refused within a step', async () => {
    const client = new TestClient();
    await client.beginAndStop({ program: example('first-use'), filters: ['nm-xfd'] });
    await assert.rejects(client.customRequest('xtrace/expectation', { expression: 'xfd' }), /between two steps/);
  });
});
