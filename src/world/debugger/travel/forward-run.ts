/** A command that runs forward: moment by moment, or over whole runs of plain steps, to where it stops. */
import { fail } from '../../run/step-end';
import type { World } from '../../state/world';
import type { StopCheck } from '../breakpoints/stop-check';
import type { Command, StopReason } from '../debugger-types';
import type { History } from '../history/history';
import type { RunReport } from '../run-report';
import { goesOn, hasArrived, isInstant, type Origin, passesPlainSteps } from './stepping';

/** What a command works with. */
export interface RunParts {
  readonly history: History;
  readonly stops: StopCheck;
  readonly report: RunReport;
  /** Steps after which a run ends with an error. */
  readonly maxSteps: number;
  /** The run has come to its end: going back, what stops it at the present moment comes first. */
  readonly standsAtEnd: boolean;
}

export class ForwardRun {
  private readonly world: World;
  /** The command has yet to look at the moment at which it begins. */
  private looksHere: boolean;

  constructor(
    private readonly parts: RunParts,
    private readonly command: Command,
    private readonly origin: Origin,
  ) {
    this.world = parts.history.world;
    this.looksHere = command.kind === 'begin';
  }

  /** Works for at most `slice` moments, or to a long one; undefined while it is not finished. */
  advance(slice: number, isPaused: () => boolean): StopReason | undefined {
    const { history } = this.parts;
    if (this.looksHere) {
      this.looksHere = false;
      const reason = this.parts.stops.reasonHere(true);
      this.parts.stops.hits.passed(-1, history.moment);
      if (reason) return reason;
    }
    for (const end = history.moment + slice; history.moment < end; ) {
      const reason = this.move(end - history.moment) ?? (isPaused() ? { kind: 'pause' } : undefined);
      if (reason) return reason;
      this.enforceLimit();
      if (history.wasLong) break;
    }
    return undefined;
  }

  private move(left: number): StopReason | undefined {
    const { command, origin, world } = this;
    const { history, stops, report } = this.parts;
    if (world.ended) return { kind: 'end' };
    const from = history.moment;
    const most = passesPlainSteps(command, origin, world) ? Math.min(left, this.stepsLeft, this.stepsToGo) : 1;
    history.forward(most, goesOn(command) ? 'calls' : 'plain');
    const reason = stops.reasonHere(report.reach());
    stops.hits.passed(from, history.moment);
    if (command.kind === 'seek') return stops.goalHere;
    if (isInstant(command.kind)) return hasArrived(command, origin, world) ? { kind: 'goto' } : undefined;
    if (reason) return reason;
    const isThere = command.kind === 'until' && history.moment >= command.moment;
    return isThere || hasArrived(command, origin, world) ? { kind: 'step' } : undefined;
  }

  /** To the place in time that the command leads to. */
  private get stepsToGo(): number {
    const { command, world } = this;
    if (command.kind === 'to-moment') return Math.max(1, command.moment - world.moment);
    return command.kind === 'to-step' ? Math.max(1, command.step - 1 - world.flow.steps) : Number.POSITIVE_INFINITY;
  }

  /** Until there are too many of them. */
  private get stepsLeft(): number {
    return this.parts.maxSteps - this.world.flow.steps;
  }

  private enforceLimit(): void {
    const { world } = this;
    if (world.ended || this.stepsLeft > 0) return;
    fail(world, 'max-steps', `The trace did not end within ${this.parts.maxSteps} steps.`);
    this.parts.report.noteHappenings();
  }
}
