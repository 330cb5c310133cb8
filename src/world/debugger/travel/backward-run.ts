/** A command that goes back: a search for the moment that it looks for, and the way to that moment. */
import type { World } from '../../state/world';
import type { Command, StopReason } from '../debugger-types';
import { depth } from '../places/stack-frames';
import { BackwardSearch, type Candidates } from './backward-search';
import type { RunParts } from './forward-run';
import { Journey } from './journey';
import { LineBegins } from './line-begins';
import { hasArrived, isBackTarget, isBeforeFrame, isBoundary, type Origin } from './stepping';

export class BackwardRun {
  private readonly search: BackwardSearch;
  /** Why to stop at the moment that the search has found last. */
  private reason: StopReason | undefined;
  /** To where the command stops, once that is known. */
  private arrival: { readonly journey: Journey; readonly reason: StopReason } | undefined;

  constructor(
    private readonly parts: RunParts,
    private readonly command: Command,
    private readonly origin: Origin,
  ) {
    const { history, stops } = parts;
    const byStops = () => (command.kind === 'seek-back' ? stops.goalHere : stops.reasonHere(false));
    const reasonFor = byLines(command, origin) ?? BACK_REASON[command.kind] ?? byStops;
    const undoes = 'undoes' in command && command.undoes === true;
    const accept = () => {
      const reason = reasonFor(command, origin, history.world);
      const here = undoes && history.moment === origin.moment && !isAccess(reason) ? undefined : reason;
      if (here) this.reason = here;
      return here !== undefined;
    };
    const candidates = CANDIDATES[command.kind] ?? 'every moment';
    const isBehind = undoes || (parts.standsAtEnd && PASSES_STOPS.has(command.kind));
    const begin = isBehind ? history.moment + 1 : history.moment;
    // A search over long stretches that is paused in the first of them comes back here, at once.
    if (candidates !== 'every moment') history.stayNear();
    this.search = new BackwardSearch(history, accept, candidates, begin);
  }

  /** How much of the past has been looked at, from 0 to 1. */
  get searched(): number {
    return this.arrival ? 1 : this.search.searched;
  }

  /** Works for about `slice` moments; undefined while it is not finished. A pause is the user's wish to stop searching. */
  advance(slice: number, isPaused: () => boolean): StopReason | undefined {
    if (!this.arrival) {
      if (this.search.advance(slice)) this.arrival = this.arrivalOf(this.search.found);
      else if (isPaused()) this.arrival = this.to(this.search.resumesAt, { kind: 'pause' });
      return undefined;
    }
    return this.arrival.journey.advance(slice) ? this.arrival.reason : undefined;
  }

  private arrivalOf(found: number | undefined): BackwardRun['arrival'] {
    // From the latest moment without the frame to the one that enters it; the outermost one has always been there.
    if (this.command.kind === 'restart-frame') return this.to(found === undefined ? 0 : found + 1, { kind: 'restart' });
    if (found !== undefined && this.reason) return this.to(found, this.reason);
    if (this.command.kind === 'back-to' || this.command.kind === 'seek-back')
      return this.to(this.origin.moment, { kind: 'not-reached' });
    return this.to(0, { kind: 'start-of-history' });
  }

  private to(moment: number, reason: StopReason): NonNullable<BackwardRun['arrival']> {
    return { journey: new Journey(this.parts.history, moment), reason };
  }
}

const BACKWARDS: ReadonlySet<Command['kind']> = new Set([
  'back',
  'back-to',
  'back-to-runner',
  'instruction-back',
  'reverse-continue',
  'back-in',
  'back-out',
  'restart-frame',
  'seek-back',
]);

export function goesBack({ kind }: Command): boolean {
  return BACKWARDS.has(kind);
}

function isAccess(reason: StopReason | undefined): boolean {
  return reason?.kind === 'goal' || (reason?.kind === 'breakpoint' && reason.on === 'data');
}

function arrival(command: Command, origin: Origin, world: World): StopReason | undefined {
  return hasArrived(command, origin, world) ? { kind: 'step' } : undefined;
}

/** From a line of a program, steps back go from line to line. */
function byLines(
  command: Command,
  { place }: Origin,
): ((command: Command, origin: Origin, world: World) => StopReason | undefined) | undefined {
  const isStep = (command.kind === 'back' && command.by !== 'instruction') || command.kind === 'back-in';
  if (!isStep || place.kind !== 'source') return undefined;
  const begins = new LineBegins(command.kind === 'back-in');
  return (_command, origin, world) => (begins.isBegin(origin, world) ? { kind: 'step' } : undefined);
}

/** Commands that look for what stops a run, which can be at its very last moment. */
const PASSES_STOPS: ReadonlySet<Command['kind']> = new Set(['reverse-continue', 'seek-back']);

/** Where commands that go back find what they look for, if not at any moment: breakpoints end runs of plain steps. */
const CANDIDATES: Partial<Record<Command['kind'], Candidates>> = {
  'reverse-continue': 'calls',
  'seek-back': 'calls',
  'restart-frame': 'plain',
  'back-out': 'plain',
  'back-to-runner': 'plain',
};

/** Why a command that goes back stops at a moment. Commands without a row stop for the same reasons as when going forward. */
const BACK_REASON: Partial<
  Record<Command['kind'], (command: Command, origin: Origin, world: World) => StopReason | undefined>
> = {
  back: (command, origin, world) =>
    isBackTarget(origin, world, command.kind === 'back' ? command.by : undefined) ? { kind: 'step' } : undefined,
  'restart-frame': (command, _origin, world) =>
    command.kind === 'restart-frame' && isBeforeFrame(command, world) ? { kind: 'restart' } : undefined,
  'back-in': (_command, _origin, world) => (isBoundary(world) ? { kind: 'step' } : undefined),
  'back-out': (_command, origin, world) =>
    isBoundary(world) && depth(world) < origin.depth ? { kind: 'step' } : undefined,
  'back-to': arrival,
  'back-to-runner': arrival,
  'instruction-back': arrival,
};
