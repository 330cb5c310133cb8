/** All breakpoints of a session: kept as the client set them, bound anew whenever the program changes. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { functionPlaces } from '../../world/compiled/places';
import { OFFERED_FILTERS } from '../../world/debugger/breakpoints/exception-filters';
import type { Client } from '../protocol/client';
import type { AdapterHost } from '../protocol/host';
import { baseName, sameFile, samePath } from '../protocol/source-path';
import type { Debuggee } from '../state/debuggee';
import { kernelDocument, kernelStepFrom } from '../state/kernel-documents';
import { bind } from './bind';
import { describeBreakpoint } from './describe-breakpoint';
import type { BindingTarget, BoundBreakpoint, Conditions, RequestedBreakpoint } from './requested';
import { targetOf } from './target';

/** What a set request replaces: all breakpoints of one file, of the document of a kernel, of one kind. */
type Group = `kernel:${string}` | KindGroup | `file:${string}`;
type KindGroup = 'functions' | 'filters' | 'addresses' | 'data';

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;
export type NewBreakpoint = Unnumbered<RequestedBreakpoint>;

const FILE = 'file:';
const KERNEL = 'kernel:';
/** Below the numbers of filters that are always on. */
const ENTRY_ID = -1_000_000;

export class BreakpointStore {
  private readonly groups = new Map<Group, readonly RequestedBreakpoint[]>();
  private lastId = 0;
  /** The function at which a program that was launched stops first. */
  private entry: string | undefined;
  /** Breakpoints that the console has a line about. */
  private readonly reported = new Set<number>();
  /** What the client has been told of each, by its number. */
  private readonly shown = new Map<number, string>();
  private debuggee: Debuggee | undefined;
  /** Whether the client has said that its text is no longer that of the debuggee. */
  private isModified = false;

  constructor(
    private readonly client: Client,
    private readonly host: Pick<AdapterHost, 'isSameFile'>,
  ) {
    // What a client that never sets filters gets.
    const defaults = OFFERED_FILTERS.filter((filter) => filter.default);
    this.keep(
      'filters',
      defaults.map(({ filter }): NewBreakpoint => ({ on: 'filter', filter })),
    );
  }

  /** Breakpoints of one file; `target` binds them while there is no debuggee, or when the file is another. */
  setLines(
    path: string,
    wanted: readonly NewBreakpoint[],
    target: BindingTarget | undefined,
  ): DebugProtocol.Breakpoint[] {
    const group: Group = `${FILE}${this.knownPath(path)}`;
    const kept = this.keep(group, wanted);
    return this.bound(this.inFile(group, kept), this.target() ?? target).map((bound) =>
      this.show(bound, this.fileSource(path)),
    );
  }

  /** Breakpoints in the pseudo-C of a kernel, on zero-based lines of its document. */
  setKernelLines(
    policy: string,
    wanted: readonly (Conditions & { readonly line: number })[],
  ): DebugProtocol.Breakpoint[] {
    const running = this.debuggee?.program.policy;
    const steps = wanted.map(
      ({ line, ...conditions }): NewBreakpoint => ({
        on: 'kernel-step',
        policy,
        line,
        step: kernelStepFrom(policy, running, line),
        ...conditions,
      }),
    );
    return this.shownAnew(`${KERNEL}${policy}`, this.keep(`${KERNEL}${policy}`, steps));
  }

  setGroup(group: KindGroup, wanted: readonly NewBreakpoint[]): DebugProtocol.Breakpoint[] {
    return this.bound(this.keep(group, wanted)).map((bound) => this.show(bound, this.debuggee?.traceSource));
  }

  /** Binds everything to a program that has just been loaded. */
  attach(debuggee: Debuggee): void {
    this.debuggee = debuggee;
    this.isModified = false;
    this.apply();
  }

  /** Writes to the console what cannot be read, once: clients hide the messages of breakpoints, some entirely. */
  report(): void {
    for (const [group, all] of this.groups) {
      for (const [index, bound] of this.bound(this.inFile(group, all)).entries()) {
        const requested = all[index];
        if (bound.verified || !bound.isUnreadable || !requested || this.reported.has(bound.id)) continue;
        this.reported.add(bound.id);
        this.client.output('stderr', `A breakpoint is not set: ${describeIn(group, requested)}. ${bound.message}\n`);
      }
    }
  }

  /** Says once that the client has another text of the trace by now: lines are those of the text that runs. */
  noteModified(path: string): void {
    if (this.isModified || !this.isTrace(path)) return;
    this.isModified = true;
    const what = `${baseName(path)} has changed since this session began, and goes on with the text that it began with`;
    this.client.output('stderr', `${what}: lines may be others. Restart to debug the new text.\n`);
  }

  /** Tells the client what became of the breakpoints that it set before the program was loaded. */
  announce(): void {
    this.report();
    for (const [group, requested] of this.groups) {
      if (group === 'filters') continue;
      for (const breakpoint of this.shownAnew(group, requested)) {
        this.client.send('breakpoint', { reason: 'changed', breakpoint });
      }
    }
  }

  /** Tells the client of breakpoints that are elsewhere from now on, or somewhere: programs and libraries have been loaded. */
  announceLoaded(): void {
    this.report();
    for (const [group, requested] of this.groups) {
      if (group === 'filters') continue;
      const before = requested.map(({ id }) => this.shown.get(id));
      for (const [index, breakpoint] of this.shownAnew(group, requested).entries()) {
        if (JSON.stringify(breakpoint) === before[index]) continue;
        this.client.send('breakpoint', { reason: 'changed', breakpoint });
      }
    }
  }

  /** A line for each breakpoint: its place, its conditions, and the reason why it is not set. */
  describe(): readonly string[] {
    return [...this.groups].flatMap(([group, requested]) => {
      const bound = this.bound(this.inFile(group, requested));
      return requested.map((breakpoint, index) => {
        const { message } = bound[index] ?? {};
        return [describeIn(group, breakpoint), ...(message ? [message] : [])].join(': ');
      });
    });
  }

  private shownAnew(group: Group, requested: readonly RequestedBreakpoint[]): DebugProtocol.Breakpoint[] {
    return this.bound(this.inFile(group, requested)).map((bound) => this.show(bound, this.sourceOf(group, bound)));
  }

  /** A bound breakpoint shows the source of the running kernel; an unbound one shows the source of its own kernel. */
  private sourceOf(group: Group, { verified }: BoundBreakpoint): DebugProtocol.Source | undefined {
    if (group.startsWith(FILE)) return this.fileSource(group.slice(FILE.length));
    if (!group.startsWith(KERNEL)) return this.debuggee?.traceSource;
    return verified ? this.debuggee?.kernelDocument : kernelDocument(group.slice(KERNEL.length));
  }

  /** Breakpoints by the client's path of a file. The path may be a link to the trace. */
  private fileSource(path: string): DebugProtocol.Source {
    return { name: baseName(path), path: this.client.path(path) };
  }

  /** Stops where a function of the launched program begins, until it is told to stop at none; false where there is none. */
  stopAtEntry(name: string | undefined): boolean {
    this.entry = name;
    this.apply();
    return this.debuggee !== undefined && name !== undefined && functionPlaces(this.debuggee.program, name).length > 0;
  }

  isEntry(id: number): boolean {
    return id === ENTRY_ID;
  }

  /** Whether breakpoint `id` was set on an address: the engine sees its line. */
  isOnAddress(id: number): boolean {
    return (this.groups.get('addresses') ?? []).some((breakpoint) => breakpoint.id === id);
  }

  /** A breakpoint that the client sets again unchanged keeps its id and its hits. */
  private keep(group: Group, wanted: readonly NewBreakpoint[]): readonly RequestedBreakpoint[] {
    const before = [...(this.groups.get(group) ?? [])];
    const kept = wanted.map((breakpoint): RequestedBreakpoint => {
      const at = before.findIndex((candidate) => sameBreakpoint(candidate, breakpoint));
      const id = at < 0 ? ++this.lastId : before.splice(at, 1)[0]!.id; // found
      return { ...breakpoint, id };
    });
    this.groups.set(group, kept);
    this.apply();
    return kept;
  }

  private bound(requested: readonly RequestedBreakpoint[], target = this.target()): readonly BoundBreakpoint[] {
    return requested.map((breakpoint) =>
      target
        ? bind(breakpoint, target)
        : { id: breakpoint.id, verified: false, message: 'The trace has not been launched yet.', reason: 'pending' },
    );
  }

  private target(): BindingTarget | undefined {
    return this.debuggee && targetOf(this.debuggee);
  }

  private apply(): void {
    const { debuggee } = this;
    if (!debuggee) return;
    const { noDebug, stopOn } = debuggee.launch;
    if (noDebug) return debuggee.engine.setBreakpoints([]);
    const always = (stopOn ?? []).map(
      (filter, index): RequestedBreakpoint => ({ id: -1 - index, on: 'filter', filter }),
    );
    const active = [...this.groups].flatMap(([group, requested]) => this.inFile(group, requested));
    const engines = this.bound([...active, ...always]).flatMap(({ engine }) => engine ?? []);
    const { entry } = this;
    debuggee.engine.setBreakpoints(
      entry === undefined ? engines : [...engines, { id: ENTRY_ID, on: 'function', name: entry }],
    );
  }

  private isTrace(path: string): boolean {
    return this.debuggee !== undefined && sameFile(this.host, path, this.debuggee.launch.program);
  }

  /** The spelling under which the breakpoints of a file are already known. */
  private knownPath(path: string): string {
    const files = [...this.groups.keys()]
      .filter((group) => group.startsWith(FILE))
      .map((group) => group.slice(FILE.length));
    return files.find((file) => samePath(file, path)) ?? path;
  }

  /** What lines of a file mean that is not the trace: lines of a program. */
  private inFile(group: Group, requested: readonly RequestedBreakpoint[]): readonly RequestedBreakpoint[] {
    const path = group.startsWith(FILE) ? group.slice(FILE.length) : undefined;
    if (!this.debuggee || path === undefined || this.isTrace(path)) return requested;
    return requested.map((breakpoint) => {
      if (breakpoint.on !== 'line') return breakpoint;
      const { mode: _, ...rest } = breakpoint;
      return { ...rest, on: 'source-line', path };
    });
  }

  private show(bound: BoundBreakpoint, source: DebugProtocol.Source | undefined): DebugProtocol.Breakpoint {
    const { id, verified, line, message } = bound;
    const shown: DebugProtocol.Breakpoint = {
      id,
      verified,
      ...(message ? { message } : {}),
      ...(bound.verified || !bound.reason ? {} : { reason: bound.reason }),
      ...(line === undefined ? {} : { line: this.client.line(line) }),
      ...(line === undefined || !source ? {} : { source }),
    };
    this.shown.set(id, JSON.stringify(shown));
    return shown;
  }
}

function sameBreakpoint(a: RequestedBreakpoint, b: NewBreakpoint): boolean {
  return placeOf(a) === placeOf(b) && conditionsOf(a) === conditionsOf(b);
}

function placeOf(breakpoint: NewBreakpoint): string {
  switch (breakpoint.on) {
    case 'line':
      return `${breakpoint.line} ${breakpoint.mode ?? ''}`;
    case 'kernel-step':
      return `${breakpoint.policy} ${breakpoint.step?.routine}.${breakpoint.step?.name} ${breakpoint.line}`;
    case 'source-line':
      return `${breakpoint.path} ${breakpoint.line}`;
    case 'function':
      return breakpoint.name;
    case 'filter':
      return breakpoint.filter;
    case 'data':
      return `${breakpoint.dataId} ${breakpoint.accessType ?? ''}`;
    case 'address':
      return `${breakpoint.reference}+${breakpoint.offset}`;
  }
}

/** A line of a file is told with the file. */
function describeIn(group: Group, breakpoint: RequestedBreakpoint): string {
  const place = group.startsWith(FILE) ? `${baseName(group.slice(FILE.length))}, ` : '';
  return `${place}${describeBreakpoint(breakpoint)}`;
}

function conditionsOf({ condition, hitCondition, logMessage }: Conditions): string {
  return JSON.stringify([condition ?? '', hitCondition ?? '', logMessage ?? '']);
}
