/** How the steps of a trace are found, and how much work that is. */
import assert from 'node:assert/strict';
import type { Layout } from '../../../src/machine/assembler/layout';
import type { Sites } from '../../../src/world/program/sites';
import type { Step } from '../../../src/world/program/step';
import { Steps } from '../../../src/world/program/steps';

const SIZE = 4;

/** Steps of four bytes each, and how often an address has been asked for. */
function countedSteps(count: number): { steps: Steps; asked: () => number } {
  let asked = 0;
  const layout = {
    base: 0,
    end: SIZE * count,
    addressOf: (site: number) => {
      asked++;
      return SIZE * site;
    },
  };
  const steps = new Steps({
    sites: { blocks: new Map() } as Partial<Sites> as Sites,
    layout: layout as Partial<Layout> as Layout,
    siteOf: Int32Array.from({ length: count }, (_, index) => index),
    emitted: new Map(),
    make: (index) => ({ index, address: SIZE * index, size: SIZE }) as Partial<Step> as Step,
  });
  return { steps, asked: () => asked };
}

describe('The steps of a trace', () => {
  it('are found by their addresses in any order, and by no other', () => {
    const { steps } = countedSteps(1000);
    for (const index of [500, 501, 3, 999, 0, 1, 2, 998, 500, 4]) {
      assert.equal(steps.beginningAt(SIZE * index)?.index, index);
      assert.equal(steps.beginningAt(SIZE * index + 1), undefined);
    }
    assert.equal(steps.beginningAt(SIZE * 1000), undefined);
    assert.equal(steps.beginningAt(-SIZE), undefined);
  });

  it('are found one after the other without a search', () => {
    const count = 1000;
    const { steps, asked } = countedSteps(count);
    for (let index = 0; index < count; index++) assert.equal(steps.beginningAt(SIZE * index)?.index, index);
    assert.ok(asked() <= 2 * count, `${asked()} addresses`);
  });
});
