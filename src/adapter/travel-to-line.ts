/** Travels in time to a line: back to when it was last reached if it lies behind, else forward; nowhere when it is never reached. */
import type { StopReason } from '../world/debugger/debugger-types';
import type { Adapter } from './adapter';

export function travelToLine(adapter: Adapter, line: number): void {
  const debuggee = adapter.requireStopped();
  const { runner } = adapter;
  const { engine } = debuggee;
  const origin = engine.time.moment;
  adapter.exception = undefined;
  const arrived = (reason: StopReason) => adapter.stopped(reason.kind === 'step' ? { kind: 'goto' } : reason);
  const forward = () =>
    runner.start(debuggee, { kind: 'run-to', line }, (reason) => {
      if (reason.kind !== 'end') return arrived(reason);
      runner.start(debuggee, { kind: 'travel', moment: origin }, (there) => {
        adapter.client.output('console', `Line ${line + 1} is not reached from here.\n`);
        arrived(there);
      });
    });
  const isBehind = engine.world.ended || line <= (engine.world.step?.line ?? -1);
  if (!isBehind) return forward();
  runner.start(debuggee, { kind: 'back-to', line }, (reason) =>
    reason.kind === 'not-reached' ? forward() : arrived(reason),
  );
}
