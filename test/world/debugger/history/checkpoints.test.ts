/** The past costs no more than its budget, and comes back exactly however little that is. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Debugger } from '../../../../src/world/debugger/debugger';
import { Checkpoints } from '../../../../src/world/debugger/history/checkpoints';
import { History } from '../../../../src/world/debugger/history/history';
import { exampleText, fingerprint, go, load, trace } from '../../harness';
import { counting } from '../counting';

const PAGE = 4096;
const KIB = 1024;

/** Writes one word of each of `pages` pages, over and over. */
function sweep(pages: number): string {
  const body = `data area = u32[${(pages * PAGE) / 4}] zero
    mov   ecx, 1000000
again:
    lea   rsi, [area]
    mov   edx, ${pages}
page:
    mov   [rsi], ecx
    add   rsi, ${PAGE}
    dec   edx
    jnz   page
    dec   ecx
    jnz   again`;
  return trace('none', body);
}

function forwardTo(history: History, moment: number, look: () => void): void {
  while (history.moment < moment) {
    history.forward(moment - history.moment);
    look();
  }
}

/** How many snapshots are taken on the way to a moment. */
function snapshots(history: History, moment: number): number {
  let count = 0;
  const { snapshot } = history.world;
  history.world.snapshot = function () {
    count++;
    return snapshot.call(this);
  };
  forwardTo(history, moment, () => {});
  return count;
}

describe('the snapshots of a run', () => {
  it('take no more bytes than their budget, whatever is written', () => {
    for (const budget of [256 * KIB, 1024 * KIB, 4096 * KIB]) {
      const history = new History(load(sweep(64)), budget);
      let most = 0;
      forwardTo(history, 400_000, () => {
        most = Math.max(most, history.bytes);
      });
      assert.ok(most <= Math.max(budget, 2 * 64 * PAGE + 256 * KIB), `${most} bytes of ${budget}`);
      assert.ok(history.bytes > 0);
    }
  });

  it('are taken seldom where a snapshot makes much to copy', () => {
    const [small, large] = [new History(load(sweep(1))), new History(load(sweep(256)))];
    const [often, seldom] = [snapshots(small, 200_000), snapshots(large, 200_000)];
    assert.ok(often > 300, `${often}`);
    assert.ok(seldom < 20, `${seldom}`);
  });

  it('are taken ever more seldom, so that they stay a small part of the work of a long run', () => {
    const history = new History(load(sweep(1)));
    const [early, late] = [snapshots(history, 1_000_000), snapshots(history, 2_000_000)];
    assert.ok(early < 600, `${early}`);
    assert.ok(late < 100, `${late}`);
  });

  for (const [name, text] of [
    ['a loop over sixteen pages', sweep(16)],
    ['ping-pong', exampleText('ping-pong.xtrace')],
    ['signals', exampleText('signals.xtrace')],
  ] as const) {
    it(`bring back every moment exactly, with hardly any budget: ${name}`, () => {
      const whole = new History(load(text));
      const worlds: unknown[] = [fingerprint(whole.world)];
      while (!whole.world.ended && whole.moment < 3000) {
        whole.forward();
        worlds.push(fingerprint(whole.world));
      }
      const moments = fc.array(fc.nat(worlds.length - 1), { minLength: 1, maxLength: 8 });
      fc.assert(
        fc.property(moments, fc.constantFrom(0, 64 * KIB, 300 * KIB, 2048 * KIB), (places, budget) => {
          const history = new History(load(text), budget);
          forwardTo(history, worlds.length - 1, () => {});
          for (const place of places) {
            history.goTo(place);
            if (place % 2 === 0) history.stayNear();
            assert.deepEqual(fingerprint(history.world), worlds[place], `moment ${place}`);
          }
        }),
        { numRuns: 12 },
      );
    });
  }
});

describe('snapshots around a place in the past', () => {
  const snapshot = new History(load(sweep(1))).world.snapshot();
  const around = (moments: readonly number[]): Checkpoints => {
    const at = (moment: number) => ({ moment, snapshot, happenings: [] });
    const checkpoints = new Checkpoints(at(0), 1 << 30);
    for (const moment of moments) checkpoints.addNear(at(moment));
    return checkpoints;
  };

  it('keep the earliest while one steps back, and give up those behind', () => {
    const checkpoints = around([900, 800, 700, 600, 500, 400, 300, 200]);
    assert.equal(checkpoints.before(201).moment, 200);
    assert.equal(checkpoints.before(1000).moment, 700);
  });

  it('keep the latest while one goes forward in the past', () => {
    const checkpoints = around([200, 300, 400, 500, 600, 700, 800, 900]);
    assert.equal(checkpoints.before(1000).moment, 900);
    assert.equal(checkpoints.before(400).moment, 0);
  });
});

describe('stepping back from far on', () => {
  it('replays little for each step, once it has begun', () => {
    const engine = new Debugger(load(sweep(4)));
    engine.start({ kind: 'continue' });
    while (engine.time.moment < 600_000) engine.advance(600_000 - engine.time.moment);
    const end = engine.time.moment;
    const replayed = counting((done) => {
      for (let step = 0; step < 200; step++) go(engine, { kind: 'back' });
      return done.moments;
    });
    assert.equal(engine.time.moment, end - 200);
    assert.ok(replayed < 200 * 400, `${replayed} moments for 200 steps`);
  });
});
