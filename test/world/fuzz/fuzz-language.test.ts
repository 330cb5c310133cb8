import assert from 'node:assert/strict';
import { fuzzLanguage } from './fuzz-language';

const TEXTS = 500;

describe('texts that are nearly traces', () => {
  it('have an answer to everything, within the text, and find no mistake of ours', function () {
    this.timeout(120_000);
    // Another one in each run; `npm run fuzz -- language 5000 SEED` repeats it.
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { problems } = fuzzLanguage(seed, TEXTS);
    assert.deepEqual(problems, [], `seed ${seed}`);
  });
});
