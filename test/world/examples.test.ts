import assert from 'node:assert/strict';
import { exampleNames, exampleText, problems, run } from './harness';

describe('the examples', () => {
  for (const name of exampleNames) {
    it(`${name} runs to its end with every expectation true`, () => {
      const ran = run(exampleText(name));
      assert.deepEqual(problems(ran), []);
      assert.equal(ran.happenings.at(-1)?.kind, 'end');
      assert.ok(
        ran.happenings.some(({ kind }) => kind === 'expect'),
        'an example proves something',
      );
    });
  }
});
