import assert from 'node:assert/strict';
import { judgeAnswer } from '../../../src/world/lesson/answers';

describe('the answer of a prediction', () => {
  it('may be written in any way that has the same value', () => {
    for (const given of ['10752', '0x2a00', '2560 + 8192', ' 10_752 ']) {
      assert.deepEqual(judgeAnswer(given, '10752'), { kind: 'right' }, given);
    }
    assert.deepEqual(judgeAnswer('1 << 18', 'XTILEDATA'), { kind: 'right' });
    assert.deepEqual(judgeAnswer('0xffffffffffffffff', '0xfffffffffffffffe'), { kind: 'wrong' });
    assert.deepEqual(judgeAnswer('1.5', '1.5'), { kind: 'right' });
    assert.deepEqual(judgeAnswer('4', '4.0'), { kind: 'right' });
    assert.deepEqual(judgeAnswer('2560', '10752'), { kind: 'wrong' });
  });

  it('is none where it is empty, cannot be read, or names what changes in a run', () => {
    for (const given of ['', '  ', '1 +', 'A.fpstate.size', 'many']) {
      assert.equal(judgeAnswer(given, '10752').kind, 'unclear', given);
    }
  });
});
