import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Debugger } from '../../../../src/world/debugger/debugger';
import { History } from '../../../../src/world/debugger/history/history';
import { exampleNames, exampleText, fingerprint, go, lineOf, load, trace } from '../../harness';

describe('time travel', function () {
  this.timeout(300_000);

  for (const name of exampleNames) {
    it(`goes N moments forward and N back to the identical world, for every N of ${name}`, () => {
      const history = new History(load(exampleText(name)));
      const worlds = [fingerprint(history.world)];
      while (!history.world.ended) {
        history.forward();
        worlds.push(fingerprint(history.world));
      }
      assert.ok(worlds.length > 10);
      for (let moment = worlds.length - 1; moment >= 0; moment--) {
        history.goTo(moment);
        assert.deepEqual(fingerprint(history.world), worlds[moment], `moment ${moment}`);
      }
    });
  }

  it('lands in the same world whichever way it came', () => {
    const history = new History(load(exampleText('ping-pong.xtrace')));
    const worlds = [fingerprint(history.world)];
    while (!history.world.ended) {
      history.forward();
      worlds.push(fingerprint(history.world));
    }
    fc.assert(
      fc.property(fc.array(fc.nat(worlds.length - 1), { maxLength: 12 }), (moments) => {
        for (const moment of moments) {
          history.goTo(moment);
          assert.deepEqual(fingerprint(history.world), worlds[moment]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps a long loop exact across many snapshots', () => {
    const text = trace(
      'none',
      'xor ecx, ecx\nagain:\ninc ecx\nmov [counter], ecx\ncmp ecx, 30000\njl again\nstop ;END',
    ).replace('xor ecx', 'data counter = u32[1] zero\nxor ecx');
    const history = new History(load(text));
    while (!history.world.ended) history.forward();
    const last = history.moment;
    for (const moment of [last - 1, 77_777, 12_345, 256, 255, 1, 99_999]) {
      history.goTo(moment);
      const here = fingerprint(history.world);
      history.goTo(moment - 1);
      history.forward();
      assert.deepEqual(fingerprint(history.world), here, `moment ${moment}`);
    }
  });

  it('takes a snapshot of what has happened, to which nothing is added that happens later', () => {
    // Plain steps say nothing, so that what the snapshot has of them stays as it is until the `stop` far behind it.
    const history = new History(load('xtrace 1\nkernel none\nrepeat 1000\nadd rcx, 1\nend\nstop\nnop\n'));
    while (!history.world.happenings.some(({ kind }) => kind === 'stop')) history.forward(64);
    const moment = history.rewind(history.moment);
    assert.ok(moment > 0);
    assert.deepEqual(history.world.happenings, []);
  });

  it('repeats a change that the user made when it passes its moment again', () => {
    const text = trace('none', 'mov eax, 1\nmov ebx, 2 ;HERE\nadd ebx, eax\nnop ;END');
    const engine = new Debugger(load(text));
    go(engine, { kind: 'run-to', line: lineOf(text, ';HERE') });
    engine.edit({ kind: 'assign', target: 'rax', value: '0x10', place: { cpu: 0, task: null } });
    go(engine, { kind: 'run-to', line: lineOf(text, ';END') });
    assert.equal(engine.evaluate('rbx').value, 0x12n);
    go(engine, { kind: 'back' });
    go(engine, { kind: 'back' });
    go(engine, { kind: 'back' });
    assert.equal(engine.evaluate('rax').value, 0n, 'before the first instruction');
    go(engine, { kind: 'run-to', line: lineOf(text, ';END') });
    assert.equal(engine.evaluate('rbx').value, 0x12n, 'the change is part of the history');
  });
});
