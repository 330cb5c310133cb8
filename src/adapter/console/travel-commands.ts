/** Commands that travel in time. */
import { tableOf } from '../../machine/table';
import type { Goal } from '../../world/debugger/debugger-types';
import type { DataTarget } from '../../world/watch/data-access';
import { dataTarget } from '../breakpoints/data-info';
import { goToPlace } from '../history';
import { traceOrigin } from '../origin';
import { UserError } from '../protocol/user-error';
import { changeOf, type Direction, goalText, seek, seekNth, travelToStep } from '../seek';
import { type ConsoleCommand, type ConsoleContext, demand, type Said } from './console-command';
import { MARK_KINDS, markKindNamed } from './mark-kind';
import { checkedStep, demandPlace } from './place-in-time';

function targetNamed({ debuggee, frame }: ConsoleContext, name: string): DataTarget {
  return dataTarget(debuggee, { name, frame });
}

function travel({ adapter, debuggee }: ConsoleContext, goal: Goal, direction: Direction, what: string): Said {
  const way = direction === 'last' ? 'Looking back' : 'Looking ahead';
  return {
    text: `${way} ${what} ${goalText(debuggee, goal)}.`,
    moves: true,
    after: () => seek(adapter, goal, direction),
  };
}

const LAST = 'last EXPR';
const NEXT = 'next EXPR';
/** From the beginning, or from the end. */
const NTH = tableOf<number>({ first: 1, last: -1 });

const ORIGIN = 'origin EXPR';
const UNTIL = 'until [back] COND';
const EVENT = 'event [back|first|last|NUMBER] KIND [TEXT]';
const PLACE = '@STEP|TIME|NAME';

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
      return { text: 'Following the value back.', moves: true, after: traceOrigin(context.adapter, target) };
    },
  },
  {
    name: 'until',
    grammar: UNTIL,
    words: ['back'],
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
    words: ['back', 'first', 'last', ...MARK_KINDS],
    summary:
      'Runs to the next event of a kind, back to the last one, or to the first, the last or the one of a number in the whole run; TEXT is a part of what the timeline says of it.',
    run: (context, rest) => {
      const [, which = '', kind = '', about = ''] = /^((?:back|first|last|\d+)\b)?\s*(\S*)\s*(.*)$/s.exec(rest) ?? [];
      const goal: Goal = { kind: 'event', mark: markKindNamed(demand(kind, { grammar: EVENT })), about };
      const nth = NTH[which] ?? Number(which);
      if (which === '' || which === 'back') {
        return travel(context, goal, which === 'back' ? 'last' : 'next', 'for an event:');
      }
      if (!(Number.isSafeInteger(nth) && nth !== 0)) throw new UserError('no-number', 'Events are counted from 1.');
      const text = `Looking through the run for an event: ${goalText(context.debuggee, goal)}.`;
      return { text, moves: true, after: () => seekNth(context.adapter, goal, nth) };
    },
  },
  {
    name: '@',
    grammar: PLACE,
    summary:
      'Travels to the beginning of a step, counted from 1, to a time by the clock of the kernel, `@1.5s`, or to a bookmark.',
    run: ({ adapter, debuggee }, rest) => {
      if (/^\d*$/.test(rest)) {
        const step = checkedStep(rest);
        return { text: `Travelling to step ${step}.`, moves: true, after: () => travelToStep(adapter, step) };
      }
      const place = demandPlace(debuggee, `@${rest}`);
      return {
        text: `Travelling to ${rest}.`,
        moves: true,
        after: () => goToPlace(adapter, place, `The trace ends before ${rest}.`),
      };
    },
  },
];
