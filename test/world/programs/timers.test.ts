/** Timers of programs where a comparison with this machine says nothing: intervals that stop it, ways back, ends that never come. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { History } from '../../../src/world/debugger/history/history';
import { loadProgram } from '../../../src/world/program/load-program';
import { needs } from '../../host/needs';
import { fingerprint } from '../harness';
import { compiled, filesOf, found, natively, pathOf, runProgram } from './programs';

const MOST_MOMENTS = 1_000_000;

describe('a program with timers', function () {
  this.timeout(0);

  it('goes on with its work, however short an interval is', function () {
    needs(this, found('gcc'));
    const { output, exitCode } = runProgram(compiled('gcc', 'timer-loop.c', '-static', '-O1'));
    const ticks = [...Array(3).fill('interval timer: some ticks'), 'timer: some ticks'];
    assert.deepEqual(output.split('\n'), [...ticks, 'overruns of one turn: most', '1024 timers', '']);
    assert.equal(exitCode, 0n);
  });

  it('goes back over what timers have done to the same world', function () {
    needs(this, found('gcc'));
    const program = new Uint8Array(readFileSync(compiled('gcc', 'timers.c', '-static', '-O1', '-pthread')));
    const text = 'xtrace 1\nkernel linux\ntask A exec "program"\nrun A\n';
    const loaded = loadProgram(text, { files: filesOf({ program }) });
    assert.ok(loaded.program);
    const history = new History(loaded.program);
    const marks: { readonly moment: number; readonly world: unknown }[] = [];
    let seen = 0;
    while (!history.world.ended) {
      history.forward(MOST_MOMENTS);
      const isExpiry = history.world.happenings.some(({ kind }) => kind === 'signal');
      if (isExpiry && ++seen % 8 === 0) marks.push({ moment: history.moment, world: fingerprint(history.world) });
    }
    assert.ok(marks.length > 4);
    for (const { moment, world } of marks.toReversed()) {
      history.goTo(moment - 1);
      assert.notDeepEqual(fingerprint(history.world), world, `before moment ${moment}`);
      history.forward();
      assert.deepEqual(fingerprint(history.world), world, `moment ${moment}`);
    }
  });

  it('is ended by another in time (busybox)', function () {
    needs(this, found('busybox'));
    const busybox = pathOf('busybox');
    for (const seconds of ['5', '0']) {
      const call = ['timeout', '1', 'busybox', 'sleep', seconds];
      const { status } = natively('/bin/sh', ['-c', `busybox ${call.join(' ')}; exit $?`]);
      const quoted = call.map((text) => JSON.stringify(text)).join(' ');
      const { exitCode } = runProgram(busybox, { name: 'busybox', call: `args ${quoted}` });
      assert.equal(Number(exitCode), status, `sleep ${seconds}`);
    }
  });
});
