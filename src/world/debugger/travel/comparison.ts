/** Compares two moments of a run: goes to the first, to the second, and back to the present. */
import { compareStates } from '../../compare/compare';
import type { Difference } from '../../compare/difference';
import { captureMachine, type MachineState, stateOf } from '../../state/machine-state';
import { currentStep } from '../../state/world';
import type { Command, ComparedMoment, Instant, StopReason } from '../debugger-types';
import type { History } from '../history/history';
import { Journey } from './journey';
import type { Work } from './work';

interface Kept {
  readonly moment: ComparedMoment;
  readonly state: MachineState;
}

export class Comparison implements Work {
  private readonly origin: number;
  private readonly ahead: Instant[];
  private readonly kept: Kept[] = [];
  private way: Work | undefined;
  private back: { readonly journey: Journey; readonly reason: StopReason } | undefined;

  /** @param wayTo leads to an instant. */
  constructor(
    private readonly history: History,
    private readonly command: Command & { readonly kind: 'compare' },
    private readonly wayTo: (instant: Instant) => Work,
  ) {
    this.origin = history.moment;
    this.ahead = [command.before, command.after];
  }

  advance(slice: number, isPaused: () => boolean): StopReason | undefined {
    if (this.back) return this.back.journey.advance(slice) ? this.back.reason : undefined;
    const [next] = this.ahead;
    if (!next) return this.returnWith(this.result());
    this.way ??= this.wayTo(next);
    const reason = this.way.advance(slice, isPaused);
    if (!reason) return undefined;
    this.way = undefined;
    if (reason.kind !== 'goto') return this.returnWith(reason);
    this.ahead.shift();
    this.keep();
    return undefined;
  }

  private keep(): void {
    const { world, moment } = this.history;
    this.kept.push({
      moment: { moment, step: currentStep(world), line: world.line },
      state: captureMachine(stateOf(world)),
    });
  }

  private result(): StopReason {
    const [before, after] = this.kept as [Kept, Kept]; // both have been reached
    return {
      kind: 'compared',
      before: before.moment,
      after: after.moment,
      differences: this.differences(before, after),
    };
  }

  private differences(before: Kept, after: Kept): readonly Difference[] {
    return compareStates(this.history.world.program, before.state, after.state, this.command.parts);
  }

  private returnWith(reason: StopReason): undefined {
    this.back = { journey: new Journey(this.history, this.origin), reason };
  }
}
