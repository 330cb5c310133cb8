import assert from 'node:assert/strict';
import { frameContext, stackTrace } from '../../../src/adapter/inspection/stack-trace';
import { currentThread, threadsOf } from '../../../src/adapter/inspection/threads';
import { launchArguments } from '../../../src/adapter/launch/launch-arguments';
import { Client } from '../../../src/adapter/protocol/client';
import { Debuggee } from '../../../src/adapter/state/debuggee';
import { exampleNames, exampleText, load, trace } from '../../world/harness';

const client = new Client(() => {});

/** Looks at every moment at which a client can be told that the trace has stopped. */
function everyStop(text: string, look: (debuggee: Debuggee, where: string) => void): void {
  const debuggee = new Debuggee(launchArguments({ program: 'test.xtrace' }, 'arguments'), load(text));
  const { engine } = debuggee;
  look(debuggee, 'entry');
  for (let stop = 0; stop < 400 && !engine.world.ended; stop++) {
    engine.start({ kind: 'in' });
    while (!engine.advance(10_000));
    look(debuggee, debuggee.timeText);
  }
}

function demandSight(debuggee: Debuggee, where: string): void {
  const { state } = debuggee;
  const thread = currentThread(state);
  const known = threadsOf(state).map(({ id }) => id);
  assert.ok(known.includes(thread), `${where}: thread ${thread} is not among ${known}`);
  const { stackFrames } = stackTrace(debuggee, client, thread, {});
  assert.ok(stackFrames.length > 0, `${where}: no stack`);
  const contexts = stackFrames.map(({ id }) => frameContext(debuggee, id));
  const scopes = debuggee.variables.scopes(contexts[0]!); // there is one
  assert.ok(
    scopes.some(({ name }) => name === 'General registers'),
    `${where}: no registers`,
  );
}

describe('the place in time', () => {
  it('has a total only while that says more than the place itself', () => {
    const launch = launchArguments({ program: 'test.xtrace' }, 'arguments');
    const debuggee = new Debuggee(launch, load('xtrace 1\nkernel none\nnop\nnop\nnop\n'));
    const { engine } = debuggee;
    const beyond = (steps: number) =>
      Object.defineProperty(engine, 'total', { value: { kind: 'more-than', steps }, configurable: true });
    beyond(2);
    assert.equal(debuggee.timeText, 'step 1 of more than 2');
    engine.start({ kind: 'in' });
    while (!engine.advance(10));
    assert.equal(debuggee.timeText, 'step 2');
  });
});

describe('a stop', () => {
  for (const name of exampleNames) {
    it(`is in a thread that is listed, with a stack and registers, wherever ${name} is stepped into`, () => {
      everyStop(exampleText(name), demandSight);
    });
  }

  it('is in the thread of the task that dies, until the scheduler has left it', () => {
    const seen: string[] = [];
    everyStop(trace('linux', 'task A\nswitch A\nnop\nsyscall exit(0)'), (debuggee, where) => {
      demandSight(debuggee, where);
      const thread = currentThread(debuggee.state);
      const name = threadsOf(debuggee.state).find(({ id }) => id === thread)?.name ?? '';
      if (seen.at(-1) !== name) seen.push(name);
    });
    const dying = seen.indexOf('A (CPU 0, exited)');
    assert.ok(dying > 0, seen.join('; '));
    assert.deepEqual(seen.slice(dying + 1), ['idle (CPU 0)']);
  });
});
