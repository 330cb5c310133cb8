/** Work of the debugger, counted: what holds its speed, which no test times. */
import { BreakpointIndex } from '../../../src/world/debugger/breakpoints/breakpoints';
import { History } from '../../../src/world/debugger/history/history';

export interface Work {
  /** That histories have gone forward by. */
  moments: number;
  /** Those of them that are parts of a repeated instruction. */
  longMoments: number;
  /** At moments, for a breakpoint there. */
  looks: number;
}

/** Calls `work` with what is counted while it runs; `work` may set a count back. */
export function counting<Result>(work: (done: Work) => Result): Result {
  const done: Work = { moments: 0, longMoments: 0, looks: 0 };
  const { forward } = History.prototype;
  const { check } = BreakpointIndex.prototype;
  History.prototype.forward = function (...given) {
    const before = this.moment;
    forward.apply(this, given);
    done.moments += this.moment - before;
    if (this.world.flow.phase === 'interrupted') done.longMoments++;
  };
  BreakpointIndex.prototype.check = function (...given) {
    done.looks++;
    return check.apply(this, given);
  };
  try {
    return work(done);
  } finally {
    History.prototype.forward = forward;
    BreakpointIndex.prototype.check = check;
  }
}
