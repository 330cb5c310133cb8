import assert from 'node:assert/strict';
import { fuzz } from './fuzz';

const MESSAGES = 2_000;

describe('a client that says anything', () => {
  it('has one answer to each request, by the schema, and finds no mistake of ours', async function () {
    this.timeout(120_000);
    // Another one in each run; `npm run fuzz -- adapter 20000 SEED` repeats it.
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { problems, messages, sessions } = await fuzz(seed, MESSAGES);
    assert.deepEqual(problems, [], `seed ${seed}, ${messages} messages in ${sessions} sessions`);
  });
});
