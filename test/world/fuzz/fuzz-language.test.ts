import assert from 'node:assert/strict';
import { SEED } from '../../seed';
import { fuzzLanguage } from './fuzz-language';

const TEXTS = 500;

describe('texts that are nearly traces', () => {
  it('have an answer to everything, within the text, and find no mistake of ours', function () {
    this.timeout(120_000);
    const { problems } = fuzzLanguage(SEED, TEXTS);
    assert.deepEqual(problems, [], `seed ${SEED}`);
  });
});
