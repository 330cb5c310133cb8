/** Breakpoints by what they are on, so that a moment without one costs next to nothing. */

import { ExpressionError } from '../../language/errors/expression-error';
import { truth } from '../../language/expressions/evaluate';
import type { Program } from '../program/program';
import { fillTemplate } from '../run/print';
import { evaluateIn } from '../scope/evaluate-in';
import type { Happening } from '../state/record';
import type { World } from '../state/world';
import type { Breakpoint, StopReason } from './debugger-types';
import { EXCEPTION_FILTERS } from './exception-filters';
import { kernelPlace } from './kernel-place';

export interface LogLine {
  readonly breakpoint: number;
  readonly text: string;
  /** Zero-based line of the trace. */
  readonly line: number;
}

export interface Check {
  readonly reason: StopReason | undefined;
  readonly logs: readonly LogLine[];
}

const NOTHING: Check = { reason: undefined, logs: [] };

interface Met {
  readonly breakpoint: Breakpoint;
  /** For filters: what matched. */
  readonly happening?: Happening;
}

export class BreakpointIndex {
  private readonly lines = new Map<number, Breakpoint[]>();
  private readonly kernelLines = new Map<number, Breakpoint[]>();
  private readonly mnemonics = new Map<string, Breakpoint[]>();
  private readonly procs = new Map<number, Breakpoint[]>();
  private readonly routines = new Map<string, Breakpoint[]>();
  private readonly filters: { readonly breakpoint: Breakpoint; readonly matches: (happening: Happening) => boolean }[] =
    [];
  readonly isEmpty: boolean;
  private readonly onTrace: boolean;
  private readonly onKernel: boolean;

  constructor(program: Program, breakpoints: readonly Breakpoint[]) {
    for (const breakpoint of breakpoints) this.add(program, breakpoint);
    this.isEmpty = breakpoints.length === 0;
    this.onTrace = this.lines.size + this.mnemonics.size + this.procs.size > 0;
    this.onKernel = this.kernelLines.size + this.routines.size > 0;
  }

  /** What the world's present moment meets. `countHit` counts one more hit of a breakpoint and tells the number. */
  check(world: World, countHit: (id: number) => number): Check {
    const met = this.met(world);
    if (met.length === 0) return NOTHING;
    const logs: LogLine[] = [];
    const ids: number[] = [];
    let reason: StopReason | undefined;
    for (const { breakpoint, happening } of met) {
      const verdict = decide(world, breakpoint, countHit);
      if (verdict.log !== undefined)
        logs.push({ breakpoint: breakpoint.id, text: verdict.log, line: world.step?.line ?? 0 });
      if (!verdict.stop) continue;
      if (happening) {
        reason = { kind: 'exception', happening };
      } else {
        ids.push(breakpoint.id);
        reason ??= { kind: 'breakpoint', ids, on: breakpoint.on === 'function' ? 'function' : 'line' };
      }
    }
    return { reason, logs };
  }

  private add(program: Program, breakpoint: Breakpoint): void {
    if (breakpoint.on === 'line') push(this.lines, breakpoint.line, breakpoint);
    else if (breakpoint.on === 'kernel-line') push(this.kernelLines, breakpoint.line, breakpoint);
    else if (breakpoint.on === 'filter') {
      const filter = EXCEPTION_FILTERS.find((candidate) => candidate.filter === breakpoint.filter);
      if (filter) this.filters.push({ breakpoint, matches: filter.matches });
    } else {
      const symbol = program.symbols.get(breakpoint.name);
      if (symbol?.kind === 'proc' || symbol?.kind === 'label') push(this.procs, symbol.address, breakpoint);
      push(this.mnemonics, breakpoint.name.toLowerCase(), breakpoint);
      push(this.routines, breakpoint.name, breakpoint);
    }
  }

  private met(world: World): Met[] {
    const met: Met[] = [];
    for (const happening of world.happenings) {
      for (const { breakpoint, matches } of this.filters) if (matches(happening)) met.push({ breakpoint, happening });
    }
    const placed = world.kernel?.active ? this.metInKernel(world) : this.metInTrace(world);
    for (const breakpoint of placed) met.push({ breakpoint });
    return met;
  }

  private metInKernel(world: World): readonly Breakpoint[] {
    const frame = this.onKernel ? world.kernel?.state.stack.at(-1) : undefined;
    if (!frame) return [];
    const place = kernelPlace(world.program.policy, frame.routine, frame.step);
    const onLine = place.kind === 'kernel' ? (this.kernelLines.get(place.line) ?? []) : [];
    return frame.step === 0 ? [...onLine, ...(this.routines.get(frame.routine) ?? [])] : onLine;
  }

  private metInTrace(world: World): readonly Breakpoint[] {
    const step = this.onTrace && world.flow.phase === 'start' ? world.step : undefined;
    if (!step) return [];
    return [
      ...(this.lines.get(step.line) ?? []),
      ...(this.procs.get(step.address) ?? []),
      ...(step.kind === 'instruction' ? (this.mnemonics.get(step.instruction.mnemonic) ?? []) : []),
    ];
  }
}

function push<K>(map: Map<K, Breakpoint[]>, key: K, breakpoint: Breakpoint): void {
  const list = map.get(key);
  if (list) list.push(breakpoint);
  else map.set(key, [breakpoint]);
}

interface Verdict {
  readonly stop: boolean;
  readonly log?: string;
}

/** A condition that cannot be evaluated here stops and says why: silence would look like "never true". */
function decide(world: World, breakpoint: Breakpoint, countHit: (id: number) => number): Verdict {
  try {
    if (breakpoint.condition && !truth(evaluateIn(world, breakpoint.condition))) return { stop: false };
    const count = countHit(breakpoint.id);
    if (breakpoint.hitCondition && !HIT[breakpoint.hitCondition.operator](count, breakpoint.hitCondition.count))
      return { stop: false };
    if (breakpoint.logMessage) return { stop: false, log: fillTemplate(world, breakpoint.logMessage) };
    return { stop: true };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { stop: true, log: `The breakpoint's expression could not be evaluated here: ${error.message}` };
  }
}

const HIT: Readonly<Record<'==' | '>=' | '>' | '<' | '<=' | '%', (hits: number, count: number) => boolean>> = {
  '==': (hits, count) => hits === count,
  '>=': (hits, count) => hits >= count,
  '>': (hits, count) => hits > count,
  '<': (hits, count) => hits < count,
  '<=': (hits, count) => hits <= count,
  '%': (hits, count) => count > 0 && hits % count === 0,
};
