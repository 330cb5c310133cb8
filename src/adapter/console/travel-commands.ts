/** Commands that travel in time. */
import type { Goal } from '../../world/debugger/debugger-types';
import type { DataTarget } from '../../world/watch/data-access';
import { dataTarget } from '../breakpoints/data-info';
import { goToPlace } from '../history';
import { traceOrigin } from '../origin';
import { changeOf, type Direction, goalText, seek, travelToStep } from '../seek';
import { type ConsoleCommand, type ConsoleContext, demand, type Said } from './console-command';
import { markKindNamed } from './mark-kind';
import { checkedStep, demandPlace } from './place-in-time';

function targetNamed({ debuggee, frame }: ConsoleContext, name: string): DataTarget {
  return dataTarget(debuggee, { name, frame });
}

function travel({ adapter, debuggee }: ConsoleContext, goal: Goal, direction: Direction, what: string): Said {
  const way = direction === 'last' ? 'Looking back' : 'Looking ahead';
  return {
    text: `${way} ${what} ${goalText(debuggee, goal)}.`,
    after: () => seek(adapter, goal, direction),
  };
}

const LAST = 'last EXPR';
const NEXT = 'next EXPR';
const ORIGIN = 'origin EXPR';
const UNTIL = 'until [back] COND';
const EVENT = 'event [back] KIND [TEXT]';
const PLACE = '@STEP|NAME';

export const TRAVEL_COMMANDS: readonly ConsoleCommand[] = [
  {
    name: 'last',
    grammar: LAST,
    summary: 'Travels back to where the value came from: behind its last change, and says who made it.',
    run: (context, rest) =>
      travel(context, changeOf(targetNamed(context, demand(rest, { grammar: LAST }))), 'last', 'for a change of'),
  },
  {
    name: 'next',
    grammar: NEXT,
    summary: 'Travels on to behind the next change of the value, and says who makes it.',
    run: (context, rest) =>
      travel(context, changeOf(targetNamed(context, demand(rest, { grammar: NEXT }))), 'next', 'for a change of'),
  },
  {
    name: 'origin',
    grammar: ORIGIN,
    summary: 'Follows a value back through copies to where it was made, and lists its places; moves nothing.',
    run: (context, rest) => {
      const target = targetNamed(context, demand(rest, { grammar: ORIGIN }));
      return { text: 'Following the value back.', after: traceOrigin(context.adapter, target) };
    },
  },
  {
    name: 'until',
    grammar: UNTIL,
    summary: 'Runs until the condition becomes true; with `back`, to where it last did.',
    run: (context, rest) => {
      const [, back, condition = ''] = /^(back\b\s*)?(.*)$/s.exec(rest) ?? [];
      const target = targetNamed(context, demand(condition, { grammar: UNTIL }));
      return travel(context, { kind: 'true', target }, back ? 'last' : 'next', 'for when this becomes true:');
    },
  },
  {
    name: 'event',
    grammar: EVENT,
    summary:
      'Runs to the next event of a kind, or back to the last one; TEXT is a part of what the timeline says of it.',
    run: (context, rest) => {
      const [, back, kind = '', about = ''] = /^(back\b\s*)?(\S*)\s*(.*)$/s.exec(rest) ?? [];
      const goal: Goal = { kind: 'event', mark: markKindNamed(demand(kind, { grammar: EVENT })), about };
      return travel(context, goal, back ? 'last' : 'next', 'for an event:');
    },
  },
  {
    name: '@',
    grammar: PLACE,
    summary: 'Travels to the beginning of a step, counted from 1, or to a bookmark.',
    run: ({ adapter, debuggee }, rest) => {
      if (/^\d*$/.test(rest)) {
        const step = checkedStep(rest);
        return { text: `Travelling to step ${step}.`, after: () => travelToStep(adapter, step) };
      }
      const place = demandPlace(debuggee, `@${rest}`);
      return {
        text: `Travelling to ${rest}.`,
        after: () => goToPlace(adapter, place, `The trace ends before ${rest}.`),
      };
    },
  },
];
