/** When a run with an assumption is given up, and when it counts as the better one. */
import assert from 'node:assert/strict';
import { Outlook, type Wrong } from '../../../src/world/explore/outlook';

/** Wrong at line 5 when the flow is there for the second time. */
const KNOWN: readonly Wrong[] = [{ key: '5 xfd', line: 5, visit: 2 }];

describe('the outlook of a run', () => {
  it('is given up where the run contradicts what the trace as it stands does not', () => {
    const outlook = new Outlook(KNOWN);
    assert.equal(outlook.arrive(3), false);
    assert.equal(outlook.contradict('3 size'), true);
    assert.equal(outlook.helps, false);
  });

  it('is given up behind the contradictions, where all of them are still there', () => {
    const outlook = new Outlook(KNOWN);
    for (const line of [5, 4, 5]) assert.equal(outlook.arrive(line), false);
    assert.equal(outlook.contradict('5 xfd'), false);
    assert.equal(outlook.arrive(6), true);
    assert.equal(outlook.helps, false);
  });

  it('is better once a contradiction has been passed that is none any more', () => {
    const outlook = new Outlook(KNOWN);
    for (const line of [5, 4, 5, 6]) assert.equal(outlook.arrive(line), false);
    assert.equal(outlook.helps, true);
    // From there on it may be wrong elsewhere, as often as the trace as it stands is.
    assert.equal(outlook.contradict('7 size'), false);
    assert.equal(outlook.contradict('8 size'), true);
  });

  it('counts the visits before the run began', () => {
    const outlook = new Outlook(KNOWN, [3, 5, 4]);
    for (const line of [5, 6]) assert.equal(outlook.arrive(line), false);
    assert.equal(outlook.helps, true);
  });

  it('waits for the end of the run where a contradiction has no place of its own', () => {
    const outlook = new Outlook([{ key: '5 xfd', line: 5, visit: 0 }]);
    for (const line of [4, 6]) assert.equal(outlook.arrive(line), false);
    assert.equal(outlook.helps, false);
    outlook.end();
    assert.equal(outlook.helps, true);
  });
});
