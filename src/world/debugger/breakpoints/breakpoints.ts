/** Breakpoints by what they are on, so that a moment without one costs next to nothing. */

import type { Scope } from '../../../language/vocabulary/value';
import { compiledFileOf } from '../../compiled/compiled-program';
import { sourceOfFlow } from '../../compiled/happening-source';
import { compiledKernel, nativeHere } from '../../compiled/kernel-image';
import { functionPlaces, linePlaces, type ProgramPlaces } from '../../compiled/places';
import type { Program } from '../../program/program';
import type { InstructionStep, Step } from '../../program/step';
import { type QuickTest, quickTest } from '../../scope/quick-test';
import { routineScope, worldScope } from '../../scope/scope';
import type { Happening } from '../../state/happening';
import type { World } from '../../state/world';
import type { DataAccess } from '../../watch/data-access';
import type { DataWatchRequest } from '../../watch/data-watch';
import type { Breakpoint, LineMode, StopReason } from '../debugger-types';
import type { LogLine } from '../told';
import { verdictOf } from '../verdict';
import { type ExceptionFilter, exceptionFilter, filterScope } from './exception-filters';

export interface Check {
  readonly reason: StopReason | undefined;
  readonly logs: readonly LogLine[];
}

/** What the reason to stop calls the kind of breakpoint, if not a line. */
const STOPS_ON: Partial<Record<Breakpoint['on'], 'function' | 'data'>> = { function: 'function', data: 'data' };

const NOTHING: Check = { reason: undefined, logs: [] };

interface Met {
  readonly breakpoint: Breakpoint;
  /** For filters: what matched. */
  readonly happening?: Happening;
  /** For data breakpoints. */
  readonly access?: DataAccess;
}

interface ActiveFilter extends ExceptionFilter {
  readonly breakpoint: Breakpoint;
}

type DataBreakpoint = Breakpoint & { readonly on: 'data' };
type LineBreakpoint = Breakpoint & { readonly on: 'line' };

/** A breakpoint at an address. */
interface CodePlace {
  readonly breakpoint: Breakpoint;
  /** Whether it is the code that the breakpoint is in that the flow is in. `path`: the program or the kernel whose code that is. */
  readonly isHere: (world: World, path: string | undefined) => boolean;
}

type LineMeeting = 'begin' | 'again' | 'kernel';
const NO_BREAKPOINTS: readonly Breakpoint[] = [];

/** Which of them a breakpoint of that mode is met by. */
const MEETINGS: Readonly<Record<LineMode, readonly LineMeeting[]>> = {
  statement: ['begin'],
  instruction: ['begin', 'again'],
  'kernel-step': ['kernel'],
};

export class BreakpointIndex {
  /**
   * Breakpoints by line. Each is met when the line's step begins, when the step is tried again, and when the kernel begins to
   * work for it.
   */
  private readonly lines = new Map<number, Readonly<Record<LineMeeting, LineBreakpoint[]>>>();
  private readonly tests = new Map<Breakpoint, QuickTest>();
  private readonly kernelSteps = new Map<string, Breakpoint[]>();
  private readonly mnemonics = new Map<string, Breakpoint[]>();
  private readonly procs = new Map<number, Breakpoint[]>();
  /** By address. */
  private readonly code = new Map<number, CodePlace[]>();
  private readonly routines = new Map<string, Breakpoint[]>();
  private readonly filters: ActiveFilter[] = [];
  private readonly data = new Map<number, DataBreakpoint>();
  readonly isEmpty: boolean;
  private readonly onTrace: boolean;
  private readonly onKernel: boolean;

  constructor(program: Program, breakpoints: readonly Breakpoint[]) {
    for (const breakpoint of breakpoints) this.add(program, breakpoint);
    this.isEmpty = breakpoints.length === 0;
    this.onTrace = this.lines.size + this.mnemonics.size + this.procs.size + this.code.size > 0;
    this.onKernel = this.kernelSteps.size + this.routines.size + this.code.size > 0;
  }

  /**
   * Whether one of them can be met before this instruction, whoever asks. Anywhere else in code nothing is met but by what
   * happens.
   */
  readonly watches = ({ line, address, instruction: { mnemonic } }: InstructionStep): boolean =>
    this.onTrace &&
    (this.lines.has(line) || this.procs.has(address) || this.code.has(address) || this.mnemonics.has(mnemonic));

  /** What the world's present moment meets. `countHit` counts one more hit of a breakpoint and tells the number. */
  check(world: World, accesses: readonly DataAccess[], countHit: (id: number) => number): Check {
    if (accesses.length === 0 && this.passesHere(world)) return NOTHING;
    const met = this.met(world, accesses);
    if (met.length === 0) return NOTHING;
    const logs: LogLine[] = [];
    const ids: number[] = [];
    let reason: StopReason | undefined;
    for (const { breakpoint, happening, access } of met) {
      const verdict = verdictOf(breakpoint, scopeOfMet(world, happening), countHit);
      if (verdict.kind === 'log') {
        const source = world.kernel?.active ? undefined : sourceOfFlow(world);
        logs.push({ breakpoint: breakpoint.id, text: verdict.text, line: world.step?.line ?? 0, source });
      }
      if (verdict.kind !== 'stop') continue;
      const problem = verdict.problem === undefined ? {} : { problem: verdict.problem };
      if (happening) {
        reason = { kind: 'exception', happening, ...problem };
      } else {
        ids.push(breakpoint.id);
        reason ??= {
          kind: 'breakpoint',
          ids,
          on: STOPS_ON[breakpoint.on] ?? 'line',
          ...problem,
          ...(access && { access }),
        };
      }
    }
    return { reason, logs };
  }

  private add(program: Program, breakpoint: Breakpoint): void {
    const { symbols } = program;
    // In code of programs, names may be their variables.
    const isInProgram =
      breakpoint.on === 'code' ||
      breakpoint.on === 'source' ||
      breakpoint.on === 'address' ||
      (breakpoint.on === 'function' && isFunction(program, breakpoint.name));
    const test = breakpoint.condition && !isInProgram && quickTest(breakpoint.condition, program);
    if (test) this.tests.set(breakpoint, test);
    switch (breakpoint.on) {
      case 'line':
        this.addLine(breakpoint);
        break;
      case 'kernel-step':
        push(this.kernelSteps, stepKey(breakpoint), breakpoint);
        break;
      case 'filter': {
        const filter = exceptionFilter(breakpoint.filter);
        if (filter) this.filters.push({ ...filter, breakpoint });
        break;
      }
      case 'data':
        this.data.set(breakpoint.id, breakpoint);
        break;
      case 'code':
        this.addCode(breakpoint.places, breakpoint);
        break;
      case 'source':
        this.addCode(linePlaces(program, breakpoint.isFile, breakpoint.line)?.places ?? [], breakpoint);
        break;
      case 'address': {
        const { address, process } = breakpoint;
        const isHere = (world: World) => process === undefined || world.currentTask?.process === process;
        push(this.code, address, { breakpoint, isHere });
        break;
      }
      case 'function': {
        const { name } = breakpoint;
        this.addCode(functionPlaces(program, name), breakpoint);
        const symbol = symbols.get(name);
        if (symbol?.kind === 'proc' || symbol?.kind === 'label') push(this.procs, symbol.address, breakpoint);
        push(this.mnemonics, name.toLowerCase(), breakpoint);
        if (!isCalledNatively(program, name)) push(this.routines, name, breakpoint);
      }
    }
  }

  private addCode(places: readonly ProgramPlaces[], breakpoint: Breakpoint): void {
    for (const { path, addresses } of places) {
      const isHere = (_world: World, here: string | undefined) => here === path;
      for (const address of addresses) push(this.code, address, { breakpoint, isHere });
    }
  }

  private addLine(breakpoint: LineBreakpoint): void {
    const { line, mode = 'statement' } = breakpoint;
    const onLine = this.lines.get(line) ?? { begin: [], again: [], kernel: [] };
    this.lines.set(line, onLine);
    for (const meeting of MEETINGS[mode]) onLine[meeting].push(breakpoint);
  }

  /** Whether `passes` can be true at all. */
  get hasTests(): boolean {
    return this.tests.size > 0;
  }

  /** Whether nothing is met at a step that begins now but breakpoints whose conditions do not hold. */
  passes(step: Step, world: World): boolean {
    for (const breakpoint of this.atStep(step, world)) {
      const test = this.tests.get(breakpoint);
      if (!test) return false;
      // Plain steps do not show RIP while they follow one another, and a condition may ask for it.
      world.cpu.rip = step.address;
      if (test(world)) return false;
    }
    return true;
  }

  /** The data that breakpoints watch. */
  get watched(): readonly DataWatchRequest[] {
    return [...this.data.values()];
  }

  private met(world: World, accesses: readonly DataAccess[]): Met[] {
    const met: Met[] = [];
    for (const happening of world.happenings) {
      for (const { breakpoint, matches } of this.filters) if (matches(happening)) met.push({ breakpoint, happening });
    }
    for (const access of accesses) {
      const breakpoint = this.data.get(access.id);
      if (breakpoint) met.push({ breakpoint, access });
    }
    const placed = world.kernel?.active ? this.metInKernel(world) : this.metInTrace(world);
    for (const breakpoint of placed) met.push({ breakpoint });
    return met;
  }

  private metInKernel(world: World): readonly Breakpoint[] {
    const forLine = world.flow.kernelMoments === 0 ? this.onLine(world.step, 'kernel') : NO_BREAKPOINTS;
    const frame = this.onKernel ? world.kernel?.state.stack.at(-1) : undefined;
    if (!frame) return forLine;
    const here = nativeHere(world);
    if (here) return [...forLine, ...this.inCode(here.cpu.rip, compiledKernel(world.program)?.path, world)];
    const onStep = this.kernelSteps.get(stepKey(frame)) ?? [];
    return [...forLine, ...onStep, ...(frame.step === 0 ? (this.routines.get(frame.routine) ?? []) : [])];
  }

  private metInTrace(world: World): readonly Breakpoint[] {
    if (!this.onTrace) return NO_BREAKPOINTS;
    const { phase } = world.flow;
    if (phase === 'again') return this.onLine(world.step, 'again');
    if (phase !== 'start') return NO_BREAKPOINTS;
    // Where nothing can be executed, a breakpoint comes before the fault.
    const { step } = world;
    return step ? this.atStep(step, world) : this.inProgram(world.flow.address, world);
  }

  /** Nothing but a step begins here, and `passes` says that none of its breakpoints is met. */
  private passesHere(world: World): boolean {
    if (!this.onTrace || world.happenings.length > 0 || world.kernel?.active || world.flow.phase !== 'start')
      return false;
    const { step } = world;
    return step !== undefined && this.passes(step, world);
  }

  private atStep(step: Step, world: World): readonly Breakpoint[] {
    const onLine = this.onLine(step, 'begin');
    if (this.procs.size + this.mnemonics.size + this.code.size === 0) return onLine;
    return [
      ...onLine,
      ...(this.procs.get(step.address) ?? []),
      ...this.inProgram(step.address, world),
      ...(step.kind === 'instruction' ? (this.mnemonics.get(step.instruction.mnemonic) ?? []) : []),
    ];
  }

  private inProgram(address: number, world: World): readonly Breakpoint[] {
    return this.code.has(address)
      ? this.inCode(address, compiledFileOf(world, world.currentTask, address)?.path, world)
      : NO_BREAKPOINTS;
  }

  private inCode(address: number, path: string | undefined, world: World): readonly Breakpoint[] {
    const places = this.code.get(address);
    return places?.flatMap(({ breakpoint, isHere }) => (isHere(world, path) ? [breakpoint] : [])) ?? NO_BREAKPOINTS;
  }

  private onLine(step: Step | undefined, meeting: LineMeeting): readonly Breakpoint[] {
    return (step && this.lines.get(step.line)?.[meeting]) ?? NO_BREAKPOINTS;
  }
}

/** A filter's condition is about what happened; that of a breakpoint in the kernel sees the routine's variables. */
function scopeOfMet(world: World, happening: Happening | undefined): Scope {
  if (happening) return filterScope(worldScope(world), happening);
  return world.kernel?.active ? routineScope(world) : worldScope(world);
}

function stepKey({ routine, step }: { readonly routine: string; readonly step: number }): string {
  return `${routine}.${step}`;
}

function isFunction(program: Program, name: string): boolean {
  return functionPlaces(program, name).length > 0;
}

/** Whether a routine is nothing but the call of a real kernel's function of that name: then the function is what is meant. */
function isCalledNatively({ policy }: Program, name: string): boolean {
  return policy.routines.some((routine) => routine.name === name && routine.native === name);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
