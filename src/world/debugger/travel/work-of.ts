/** The work of each command: what moves the run, in slices, until it is done. */
import type { DataTarget } from '../../watch/data-access';
import type { Command } from '../debugger-types';
import { BackwardRun, goesBack } from './backward-run';
import { Comparison } from './comparison';
import { ForwardRun, type RunParts } from './forward-run';
import { Journey } from './journey';
import { NthGoal } from './nth-goal';
import { OriginSearch } from './origin-search';
import { StepJourney } from './step-journey';
import { originAt } from './stepping';
import { Survey } from './survey';
import type { Work } from './work';

export function workOf(command: Command, parts: RunParts): Work {
  const { history } = parts;
  const origin = originAt(history.world, history.moment);
  switch (command.kind) {
    case 'travel':
      return arriving(new Journey(history, Math.max(0, Math.min(command.moment, history.furthest.moment))));
    case 'find':
      return finding(new Survey(history, command.goal.target, command.columns));
    case 'trace-origin':
      return new OriginSearch(parts, command.target);
    case 'compare':
      return new Comparison(history, command, (instant) => workOf(instant, parts));
    case 'to-time':
      return toTime(command.seconds, parts);
    case 'seek-nth':
      return new NthGoal(parts, command.goal, command.nth);
    case 'to-moment':
      if (command.moment <= history.furthest.moment) return arriving(new Journey(history, Math.max(0, command.moment)));
      return orReturn(fromFurthest(new ForwardRun(parts, command, origin), parts), parts, origin.moment);
    case 'to-step':
      if (command.step <= history.furthest.step) return arriving(new StepJourney(history, Math.max(1, command.step)));
      return orReturn(fromFurthest(new ForwardRun(parts, command, origin), parts), parts, origin.moment);
    case 'seek':
      return orReturn(new ForwardRun(parts, command, origin), parts, origin.moment);
    default:
      return goesBack(command) ? new BackwardRun(parts, command, origin) : new ForwardRun(parts, command, origin);
  }
}

function arriving(journey: Journey | StepJourney): Work {
  return { advance: (slice) => (journey.advance(slice) ? { kind: 'goto' } : undefined) };
}

/** Time stands still but for the kernel: where it has come that far is where a condition becomes true for the first time. */
function toTime(seconds: number, parts: RunParts): Work {
  if (seconds <= 0) return arriving(new Journey(parts.history, 0));
  const place = { cpu: 0, task: null };
  const target: DataTarget = { kind: 'expression', text: `time >= ${seconds.toFixed(NANOSECONDS)}`, place };
  const search = new NthGoal(parts, { kind: 'true', target }, 1);
  return {
    advance: (slice, isPaused) => {
      const reason = search.advance(slice, isPaused);
      return reason?.kind === 'goal' ? { kind: 'goto' } : reason;
    },
  };
}

/** Digits behind the point of a number of seconds. */
const NANOSECONDS = 9;

function finding(survey: Survey): Work {
  return {
    advance: (slice, isPaused) => {
      if (!survey.advance(slice, isPaused)) return undefined;
      return { kind: 'found', stretches: survey.found, count: survey.count };
    },
    get searched() {
      return survey.searched;
    },
  };
}

/** What lies before the furthest moment is known, and passed by a journey. */
function fromFurthest(work: Work, { history }: RunParts): Work {
  let journey: Journey | undefined = new Journey(history, history.furthest.moment);
  return {
    advance: (slice, isPaused) => {
      if (!journey) return work.advance(slice, isPaused);
      if (journey.advance(slice)) journey = undefined;
      return undefined;
    },
  };
}

/** Whoever looks for something that is nowhere stays where that was asked. */
function orReturn(work: Work, { history }: RunParts, origin: number): Work {
  let back: Journey | undefined;
  return {
    advance: (slice, isPaused) => {
      if (back) return back.advance(slice) ? { kind: 'not-reached' } : undefined;
      const reason = work.advance(slice, isPaused);
      if (reason?.kind !== 'end') return reason;
      back = new Journey(history, origin);
      return undefined;
    },
  };
}
