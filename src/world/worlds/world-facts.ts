/** What a run comes to under one kernel on one machine, in numbers: a column of a comparison. */
import type { Pausable } from '../../machine/pausable';
import { PIECE } from '../../machine/pausable';
import { failureOf } from '../account/failure';
import type { RunFailure } from '../account/run-account';
import type { Program } from '../program/program';
import { advance } from '../run/moment';
import { advancePlain } from '../run/plain-steps';
import { startWorld } from '../run/start';
import { fail } from '../run/step-end';
import type { Happening } from '../state/happening';
import { countedAs, pluralOf } from '../state/happening-count';
import type { World } from '../state/world';

export interface WorldFacts {
  readonly steps: number;
  /** How many expectations held, of how many. */
  readonly held: number;
  readonly expectations: number;
  /** By name: exceptions, signals, deaths, oopses, WARNs, hangs. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** `=>` of the trace that the run went against. */
  readonly divergences: number;
  /** Of buffers of extended state; 0 on bare metal, as all that follows. */
  readonly allocations: number;
  /** Bytes of allocated buffers: the most at a time, and at the end. */
  readonly mostBytes: number;
  readonly lastBytes: number;
  readonly xfdWrites: number;
  /** Bytes of the buffer of each task at the end, by its name. */
  readonly buffers: Readonly<Record<string, number>>;
  /** The first of what went against the trace's word. */
  readonly failures: readonly RunFailure[];
}

const SLICE = 4096;
const MOST_FAILURES = 20;

/** @param most steps: a longer run ends with an error. */
export function* takingFacts(program: Program, most: number): Pausable<WorldFacts> {
  const world = startWorld(program);
  const notes = new Notes();
  for (let moments = 1; !world.ended; moments++) {
    if (advancePlain(world, Math.min(SLICE, most - world.flow.steps)) === 0) advance(world);
    notes.look(world);
    if (!world.ended && world.flow.steps >= most) {
      world.happenings = [];
      fail(world, 'max-steps', `The trace did not end within ${most} steps.`);
      notes.look(world);
    }
    if (moments % PIECE === 0) yield Math.min(1, world.flow.steps / most);
  }
  return notes.facts(world);
}

class Notes {
  private readonly outcomes = new Map<string, number>();
  private readonly failures: RunFailure[] = [];
  private held = 0;
  private expectations = 0;
  private divergences = 0;
  private most = 0;

  look({ happenings, kernel }: World): void {
    this.most = Math.max(this.most, kernel?.state.counters.buffer_bytes ?? 0);
    for (const happening of happenings) this.note(happening);
  }

  facts({ flow, kernel }: World): WorldFacts {
    const { counters, tasks = [] } = kernel?.state ?? {};
    return {
      steps: flow.steps,
      held: this.held,
      expectations: this.expectations,
      outcomes: Object.fromEntries([...this.outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      divergences: this.divergences,
      allocations: counters?.allocs ?? 0,
      mostBytes: this.most,
      lastBytes: counters?.buffer_bytes ?? 0,
      xfdWrites: counters?.xfd_writes ?? 0,
      buffers: Object.fromEntries(tasks.map(({ name, vcpu, fpstate }) => [name, (vcpu?.parked ?? fpstate).size])),
      failures: this.failures,
    };
  }

  private note(happening: Happening): void {
    if (happening.kind === 'divergence') this.divergences++;
    else if (happening.kind === 'expect') {
      this.expectations++;
      if (happening.ok) this.held++;
    } else this.noteOutcome(countedAs(happening));
    const failure = this.failures.length < MOST_FAILURES ? failureOf(happening) : undefined;
    if (failure) this.failures.push(failure);
  }

  private noteOutcome(what: string | undefined): void {
    if (what === undefined) return;
    const name = pluralOf(what);
    this.outcomes.set(name, (this.outcomes.get(name) ?? 0) + 1);
  }
}
