import assert from 'node:assert/strict';
import { SEED } from '../../seed';
import { fuzz } from './fuzz';

const MESSAGES = 2_000;

describe('a client that says anything', () => {
  it('has one answer to each request, by the schema, and finds no mistake of ours', async function () {
    this.timeout(120_000);
    const { problems, messages, sessions } = await fuzz(SEED, MESSAGES);
    assert.deepEqual(problems, [], `seed ${SEED}, ${messages} messages in ${sessions} sessions`);
  });
});
