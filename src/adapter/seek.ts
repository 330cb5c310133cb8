/** Travelling to where a goal is reached: the last or the next change of a value, or where an expression becomes true. */
import type { Command, Goal, StopReason } from '../world/debugger/debugger-types';
import { MARKS } from '../world/timeline/mark';
import type { DataTarget } from '../world/watch/data-access';
import type { Adapter } from './adapter';
import { describeTarget } from './breakpoints/data-info';
import { accessPlace, accessText } from './inspection/access-text';
import type { Debuggee } from './state/debuggee';

export type Direction = 'last' | 'next';

/** What is said where the goal is reached nowhere. */
const NOWHERE: Readonly<Record<Goal['kind'], Readonly<Record<Direction, (what: string) => string>>>> = {
  write: {
    last: (what) => `${what} has not been written before.`,
    next: (what) => `${what} is not written any more.`,
  },
  change: {
    last: (what) => `${what} has not changed before.`,
    next: (what) => `${what} does not change any more.`,
  },
  true: {
    last: (what) => `${what} has not become true before.`,
    next: (what) => `${what} does not become true any more.`,
  },
  event: {
    last: (what) => `There has been no such event before: ${what}.`,
    next: (what) => `There is no such event any more: ${what}.`,
  },
};

/** `xfd`, `signal SIGSEGV`: what is looked for. */
export function goalText(debuggee: Debuggee, goal: Goal): string {
  return goal.kind === 'event'
    ? `${MARKS[goal.mark].title} ${goal.about}`.trim()
    : describeTarget(debuggee, goal.target);
}

/** Stops at the goal, and says in the console what has changed the value; or says that there is none, and stays. */
export function seek(adapter: Adapter, goal: Goal, direction: Direction): void {
  const debuggee = adapter.requireStopped();
  adapter.exception = undefined;
  const command: Command =
    direction === 'last'
      ? { kind: 'seek-back', goal, undoes: goal.kind === 'change' && !isTold(adapter, goal.target) }
      : { kind: 'seek', goal };
  adapter.runner.start(debuggee, command, (reason) => {
    tell(adapter, goal, direction, reason);
    adapter.stopped(reason);
  });
}

/** Whether this stop has said already what changed the data: who asks once more means the change before. */
function isTold({ told, debuggee }: Adapter, target: DataTarget): boolean {
  return told?.moment === debuggee.engine.time.moment && JSON.stringify(told.target) === JSON.stringify(target);
}

/** To the event of that number in the whole run, from the beginning or from the end; or says that there is none, and stays. */
export function seekNth(adapter: Adapter, goal: Goal, nth: number): void {
  const debuggee = adapter.requireStopped();
  adapter.exception = undefined;
  adapter.runner.start(debuggee, { kind: 'seek-nth', goal, nth }, (reason) => {
    if (reason.kind === 'not-reached') {
      adapter.client.output('console', `There are not so many such events: ${goalText(debuggee, goal)}.\n`);
    }
    adapter.stopped(reason);
  });
}

/** To the beginning of a step, counted from 1; or says that there is none, and stays. */
export function travelToStep(adapter: Adapter, step: number): void {
  const debuggee = adapter.requireStopped();
  adapter.exception = undefined;
  adapter.runner.start(debuggee, { kind: 'to-step', step }, (reason) => {
    if (reason.kind === 'not-reached') {
      adapter.client.output(
        'console',
        `There is no step ${step}: the trace ends with step ${debuggee.engine.time.furthest}.\n`,
      );
    }
    adapter.stopped(reason);
  });
}

/** By data whose changes lead there. */
export function changeOf(target: DataTarget): Goal {
  return { kind: 'change', target };
}

function tell({ client, debuggee }: Adapter, goal: Goal, direction: Direction, reason: StopReason): void {
  if (reason.kind === 'not-reached') {
    const what = goalText(debuggee, goal);
    client.output('console', `${NOWHERE[goal.kind][direction](what)}\n`);
  }
  if (reason.kind !== 'goal' || !reason.access) return;
  const place = accessPlace(debuggee, client, reason.access.by);
  client.output('console', `${accessText(debuggee, reason.access)}\n`, place);
}
