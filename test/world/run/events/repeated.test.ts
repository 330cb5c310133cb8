/** Repeated string instructions end a moment after 64 Ki iterations, as an interrupt would end them (SDM vol. 2, REP). */
import assert from 'node:assert/strict';
import { History } from '../../../../src/world/debugger/history/history';
import { fingerprint, load, trace } from '../../harness';

const COUNT = 200_000;
const TEXT = trace('none', `data d = zero ${COUNT}\nlea rdi, [d]\nmov ecx, ${COUNT}\nmov al, 5\nrep stosb\nnop`);
const RCX = 1;

describe('a repeated instruction', () => {
  it('is left between two iterations, with RIP at it and RCX counted down, and stays one step', () => {
    const history = new History(load(TEXT));
    const { world } = history;
    for (let moment = 0; moment < 3; moment++) history.forward();
    const { address } = world.flow;
    for (const left of [COUNT - 65_536, COUNT - 2 * 65_536, COUNT - 3 * 65_536]) {
      history.forward();
      assert.equal(world.cpu.gpr[RCX], BigInt(left));
      assert.equal(world.cpu.rip, address);
      assert.equal(world.flow.steps, 3);
    }
    history.forward();
    assert.equal(world.cpu.gpr[RCX], 0n);
    assert.equal(world.flow.steps, 4);
    assert.notEqual(world.cpu.rip, address);
  });

  it('passes through the same moments in any strides, and back', () => {
    const single = new History(load(TEXT));
    const worlds = [fingerprint(single.world)];
    while (!single.world.ended) {
      single.forward();
      worlds.push(fingerprint(single.world));
    }
    for (const stride of [2, 3, 5, 100]) {
      const history = new History(load(TEXT));
      while (!history.world.ended) {
        history.forward(stride);
        assert.deepEqual(fingerprint(history.world), worlds[history.moment], `moment ${history.moment}`);
      }
      for (const moment of [5, 3, 6]) {
        history.goTo(moment);
        assert.deepEqual(fingerprint(history.world), worlds[moment], `back at moment ${moment}`);
      }
    }
  });
});
