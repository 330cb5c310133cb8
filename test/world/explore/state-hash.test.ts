/** The hash of a state, against a comparison of all of it. */
import assert from 'node:assert/strict';
import { placeInBuffers } from '../../../src/kernel/model/memory/vmalloc';
import { lineAt } from '../../../src/world/explore/line-at';
import { flowOf, stateHash } from '../../../src/world/explore/state-hash';
import { Walk } from '../../../src/world/explore/walk';
import { exampleText, fingerprint, load, trace } from '../harness';

/** All state that a run depends on, written out: no counters, and buffers by their order. */
function whole(walk: Walk): string {
  const { kernelPages, spaces, injected } = fingerprint(walk.world) as Record<string, unknown>;
  const { kernel } = walk.world.snapshot();
  const { counters: _counters, vmalloc, ...rest } = kernel ?? { counters: null, vmalloc: { live: [] } };
  const parts = [
    registersOf(walk),
    kernelPages,
    spaces,
    injected,
    rest,
    vmalloc.live.map(([, size]) => size),
    flowOf(walk.world),
  ];
  return JSON.stringify(parts, (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'number' && kernel) return placeInBuffers(kernel, value);
    return value;
  });
}

/** Without the copy of the registers that XRSTOR loaded, which changes nothing that is saved. */
function registersOf({ world }: Walk): unknown {
  return world.cpus.map(({ registers }) => [...registers].join());
}

/** Every state at a step, with its hash. */
function statesOf(text: string): { hash: string; state: string }[] {
  const walk = new Walk(load(text), { invariants: [] });
  const found: { hash: string; state: string }[] = [];
  while (!walk.world.ended) {
    if (lineAt(walk.world) !== undefined) found.push({ hash: stateHash(walk), state: whole(walk) });
    walk.advance(false);
  }
  return found;
}

const TASKS = 'data cfg = tilecfg { tmm0: 16x64 }\ntask A\ntask B\nswitch A\nldtilecfg [cfg]\n';

describe('the hash of a state', () => {
  for (const name of ['ping-pong.xtrace', 'signals.xtrace', 'bugs/stale-xfd-after-signal.xtrace']) {
    it(`is the same for two states of ${name} where all of them is the same, and only there`, () => {
      const seen = [
        ...statesOf(exampleText(name)),
        ...statesOf(exampleText(name).replace('switch B', 'switch B\nswitch A\nswitch B')),
      ];
      const states = new Map<string, string>();
      for (const { hash, state } of seen) {
        assert.equal(states.get(hash) ?? state, state);
        states.set(hash, state);
      }
      assert.equal(states.size, new Set(seen.map(({ state }) => state)).size);
      assert.ok(states.size > 20);
    });
  }

  it('leaves out what only counts', () => {
    const last = (body: string) => statesOf(trace('linux', `${TASKS}${body}\nnop\nnop`)).at(-1);
    const [once, twice] = [last('repeat 2\nswitch B\nswitch A\nend'), last('repeat 3\nswitch B\nswitch A\nend')];
    assert.equal(once?.hash, twice?.hash);
    assert.notEqual(once?.hash, last('mov eax, 1\nrepeat 2\nswitch B\nswitch A\nend')?.hash);
  });
});
