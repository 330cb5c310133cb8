import assert from 'node:assert/strict';
import { fields, integer, list, oneOf, optional, string } from '../../../src/adapter/protocol/checked';
import { UserError } from '../../../src/adapter/protocol/user-error';

const check = fields({ line: integer, source: optional(fields({ path: string })), names: optional(list(string)) });

function messageOf(value: unknown): string {
  try {
    check(value, 'arguments');
    return '';
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message;
  }
}

describe('arguments of requests', () => {
  it('come through typed, without members that nobody asked for', () => {
    assert.deepEqual(check({ line: 3, names: ['a'], extra: 1 }, 'arguments'), {
      line: 3,
      source: undefined,
      names: ['a'],
    });
  });

  it('may be null where they may be absent', () => {
    assert.equal(check({ line: 3, source: null }, 'arguments').source, undefined);
  });

  it('are refused with their name, what they must be and what they are', () => {
    assert.equal(messageOf({}), 'The argument `line` must be an integer; it is missing.');
    assert.equal(messageOf({ line: '3' }), 'The argument `line` must be an integer; got "3".');
    assert.equal(messageOf({ line: 1.5 }), 'The argument `line` must be an integer; got 1.5.');
    assert.equal(messageOf({ line: 1, source: {} }), 'The argument `source.path` must be a string; it is missing.');
    assert.equal(messageOf({ line: 1, names: ['a', 2] }), 'The argument `names[1]` must be a string; got 2.');
    assert.equal(messageOf([]), 'The argument `arguments` must be an object; got [].');
    assert.throws(() => oneOf('a', 'b')('c', 'kind'), /`kind` must be one of "a", "b"; got "c"/);
  });
});
