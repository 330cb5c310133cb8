/** A run that goes forward and back: the engine of the debug adapter, driven by calls. */
import { ExpressionError } from '../language/errors/expression-error';
import { parseExpressionText } from '../language/syntax/parse-expression';
import { Debugger as Engine } from '../world/debugger/debugger';
import type {
  Breakpoint,
  Command,
  Frame,
  HitCondition,
  Place,
  StopReason,
  TimePoint,
} from '../world/debugger/debugger-types';
import type { TileOrigin } from '../world/origin/tile-origin';
import type { Evaluation } from '../world/scope/evaluation';
import type { ScopePlace } from '../world/scope/scope-place';
import type { Happening } from '../world/state/happening';
import type { DataAccessKind } from '../world/watch/data-access';
import { programOf } from './program-of';
import type { Trace } from './trace';

export interface DebuggerOptions {
  /** Steps after which a run ends with an error. */
  readonly maxSteps?: number;
  /** Bytes that the snapshots may take that going back needs; 256 MiB unless given. With less, going back takes longer. */
  readonly historyBytes?: number;
}

/** What a breakpoint is on, and when it stops. */
export type BreakpointSpec = {
  /** Stops only where this expression holds. */
  readonly condition?: string;
  /** Stops only at these of its hits. */
  readonly hits?: HitCondition;
} & (
  | {
      /** Zero-based. */
      readonly line: number;
    }
  | {
      /** A mnemonic, a proc, or a routine of the kernel: `tilezero`, `xfd_enable_feature`. */
      readonly function: string;
    }
  | {
      /** One of `EXCEPTION_FILTERS`: `#NM (XFD)` is `nm-xfd`. */
      readonly filter: string;
    }
  | {
      /** An expression whose value is watched; the run stops behind the access. What `set` changes is no access. */
      readonly data: string;
      readonly access: DataAccessKind;
    }
);

/** Why the run stands, and where. */
export interface Stop {
  readonly reason: StopReason;
  readonly place: Place;
  readonly time: TimePoint;
}

/** Moments of work between two looks at whether a command is done. */
const SLICE = 4096;

/**
 * Stands before the first step. Every move tells where it has stopped, and a breakpoint on the way stops it; `moving` does
 * the same work in slices. Going back is exact: every register, every byte, and the kernel's state, as they were.
 */
export class Debugger {
  private readonly engine: Engine;

  constructor(
    readonly trace: Trace,
    options: DebuggerOptions = {},
  ) {
    this.engine = new Engine(programOf(trace), options);
  }

  /** The line of the trace, the line of a kernel routine, the code without a line, or the end. */
  get place(): Place {
    return this.engine.place;
  }

  /** Where in time the run is: the step, and the moment, which also counts the lines of kernel routines. */
  get time(): TimePoint {
    return this.engine.time;
  }

  get ended(): boolean {
    return this.place.kind === 'end';
  }

  /** Whether the run has gone against the trace's word (`expect`, `=>`), or could not go on. */
  get failed(): boolean {
    return this.engine.failed;
  }

  /** The call stack, innermost first: routines of the kernel with their variables, procs, the flow. */
  get frames(): readonly Frame[] {
    return this.engine.frames();
  }

  /** Replaces all breakpoints. @throws ExpressionError for a condition that cannot be read. */
  setBreakpoints(breakpoints: readonly BreakpointSpec[]): void {
    const { here } = this;
    this.engine.setBreakpoints(breakpoints.map((breakpoint, id) => breakpointOf(breakpoint, id, here)));
  }

  /** To the next place, also into procs and routines of the kernel. */
  stepIn(): Stop {
    return this.move({ kind: 'in' });
  }

  /** To the next place in this frame or an outer one. */
  stepOver(): Stop {
    return this.move({ kind: 'over' });
  }

  /** To the next place in an outer frame. */
  stepOut(): Stop {
    return this.move({ kind: 'out' });
  }

  /** Back to the place before. */
  stepBack(): Stop {
    return this.move({ kind: 'back' });
  }

  /** Forward to a breakpoint, a `stop`, or the end. */
  continue(): Stop {
    return this.move({ kind: 'continue' });
  }

  /** Back to a breakpoint, or the beginning. */
  reverseContinue(): Stop {
    return this.move({ kind: 'reverse-continue' });
  }

  /** Forward to a line of the trace, counted from zero. */
  runTo(line: number): Stop {
    return this.move({ kind: 'run-to', line });
  }

  /** Back to the last time that a line was reached, counted from zero. */
  backTo(line: number): Stop {
    return this.move({ kind: 'back-to', line });
  }

  /** To a moment that has been reached, at once. */
  travel(moment: number): Stop {
    return this.move({ kind: 'travel', moment });
  }

  /**
   * Back to where the value of an expression was last changed: to the moment before the change, so that `place` is what
   * changes it. Where it has had its value from the beginning, nothing moves. An expression that has no value yet, such as
   * the name of a task that is not born, has another value than all others.
   *
   * @throws ExpressionError for an expression that has no value now.
   */
  backToChange(expression: string): Stop | undefined {
    const { value } = this.evaluate(expression);
    const now = this.time.moment;
    let last: number | undefined;
    this.travel(0);
    for (let before = this.valueOf(expression); this.time.moment < now; ) {
      const { moment } = this.time;
      this.move({ kind: 'until', moment: moment + 1 });
      const after = this.valueOf(expression);
      if (after !== before && after === value) last = moment;
      before = after;
    }
    return last === undefined ? undefined : this.travel(last);
  }

  /** Any command of the debug adapter's. */
  move(command: Command): Stop {
    for (const work = this.moving(command); ; ) {
      const { done, value } = work.next();
      if (done) return value;
    }
  }

  /** The same in slices of a few milliseconds: yields after each of them. `pause` ends the command at the next. */
  *moving(command: Command): Generator<void, Stop, undefined> {
    this.engine.start(command);
    for (;;) {
      const reason = this.engine.advance(SLICE);
      if (reason) return { reason, place: this.place, time: this.time };
      yield;
    }
  }

  pause(): void {
    this.engine.pause();
  }

  /** What has happened since the last call, and for the first time: going back and forth repeats nothing. */
  takeHappenings(): readonly Happening[] {
    return this.engine.takeHappenings();
  }

  /** The value of an expression, in the trace's own words: `A.buffer.size`. @throws ExpressionError when it has none. */
  evaluate(expression: string): Evaluation {
    return this.engine.evaluate(expression);
  }

  /**
   * Sets a register, a lane, an element of a tile or memory. The change is part of the history from then on; a future that
   * no longer follows from it is dropped.
   *
   * @param value a number, or an expression.
   * @throws ExpressionError, having changed nothing, where the place does not take the value.
   */
  set(target: string, value: bigint | number | string): void {
    this.engine.edit({ kind: 'assign', target, value: `${value}`, place: this.here });
  }

  /**
   * Of each of the eight tiles of a CPU, the one that the run is on unless it is named: what has written the tile, and what has
   * stored it since then. Found by replaying as much of the past as that takes; nothing moves. `originText` says it in words.
   */
  tileOrigins(cpu = this.engine.world.flow.cpu): readonly TileOrigin[] {
    const { tileOrigins, world } = this.engine;
    if (!world.cpus[cpu]) throw new RangeError(`There is no CPU ${cpu}.`);
    while (!tileOrigins.advance(cpu, SLICE));
    return tileOrigins.of(cpu);
  }

  private get here(): ScopePlace {
    const { flow, currentTask } = this.engine.world;
    return { cpu: flow.cpu, task: currentTask?.id ?? null };
  }

  private valueOf(expression: string): Evaluation['value'] | undefined {
    try {
      return this.evaluate(expression).value;
    } catch (error) {
      if (error instanceof ExpressionError) return undefined;
      throw error;
    }
  }
}

function breakpointOf({ condition, hits, ...on }: BreakpointSpec, id: number, place: ScopePlace): Breakpoint {
  const when = {
    id,
    ...(condition !== undefined && { condition: parseExpressionText(condition) }),
    ...(hits && { hitCondition: hits }),
  };
  if ('line' in on) return { ...when, on: 'line', line: on.line };
  if ('function' in on) return { ...when, on: 'function', name: on.function };
  if ('filter' in on) return { ...when, on: 'filter', filter: on.filter };
  return { ...when, on: 'data', target: { kind: 'expression', text: on.data, place }, access: on.access };
}
