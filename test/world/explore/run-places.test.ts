/** Where `explore` interrupts a program that runs. */
import assert from 'node:assert/strict';
import { placesInRun, type RunPlace } from '../../../src/world/explore/run-places';

function entry(after: number, signals: readonly number[] = []): RunPlace {
  return { leader: 'P', task: 'P', after, signals };
}

describe('the places at which a program can be interrupted', () => {
  it('are its entries into the kernel, and eight between, in order and once each', () => {
    const places = placesInRun([entry(0), entry(10), entry(60)], 90);
    assert.deepEqual(
      places.map(({ after }) => after),
      [10, 20, 30, 40, 50, 60, 70, 80],
    );
  });

  it('know the signals that the program has handlers for by then', () => {
    const places = placesInRun([entry(0), entry(45, [10])], 90);
    assert.deepEqual(
      places.map(({ after, signals }) => [after, signals.length]),
      [10, 20, 30, 40, 45, 50, 60, 70, 80].map((after) => [after, after < 45 ? 0 : 1]),
    );
  });

  it('are not more than some, however often the program enters the kernel', () => {
    const places = placesInRun(
      Array.from({ length: 1000 }, (_, index) => entry(index * 3)),
      3000,
    );
    assert.ok(places.length <= 40);
    assert.ok(places.some(({ after }) => after > 2500));
  });

  it('are none where no program runs', () => {
    assert.deepEqual(placesInRun([], 90), []);
  });
});
