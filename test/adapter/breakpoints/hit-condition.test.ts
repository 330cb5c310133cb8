import assert from 'node:assert/strict';
import { parseHitCondition } from '../../../src/adapter/breakpoints/hit-condition';
import { UserError } from '../../../src/adapter/protocol/user-error';

describe('hit conditions', () => {
  it('reads a bare number as that hit and no other', () => {
    assert.deepEqual(parseHitCondition('5'), { operator: '==', count: 5 });
  });

  it('reads every comparison, with or without white space', () => {
    const read = (text: string) => parseHitCondition(text);
    assert.deepEqual(read('>= 5'), { operator: '>=', count: 5 });
    assert.deepEqual(read('>5'), { operator: '>', count: 5 });
    assert.deepEqual(read(' <= 12 '), { operator: '<=', count: 12 });
    assert.deepEqual(read('< 2'), { operator: '<', count: 2 });
    assert.deepEqual(read('%2'), { operator: '%', count: 2 });
    for (const equal of ['= 3', '== 3', '=== 3']) assert.deepEqual(read(equal), { operator: '==', count: 3 });
  });

  it('is absent where nothing is written', () => {
    assert.equal(parseHitCondition(undefined), undefined);
    assert.equal(parseHitCondition('  '), undefined);
  });

  it('refuses anything else, and says what to write', () => {
    for (const text of ['five', '5 times', '-1', '!= 3', '% 0', '1.5', '99999999999999999999']) {
      assert.throws(
        () => parseHitCondition(text),
        (error) => error instanceof UserError && error.message.includes(text),
      );
    }
  });
});
