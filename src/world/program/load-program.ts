/** From the text of a trace to a program that can run. */

import { POLICIES } from '../../kernel/policies';
import { VMLINUX } from '../../kernel/policies/vmlinux';
import { RESTORER } from '../../kernel/state/memory-map';
import type { CoreTask, TaskDeclaration } from '../../kernel/state/program-image';
import type { CheckContext } from '../../language/check';
import { checkingTrace } from '../../language/check';
import { IMPLICIT_TASK } from '../../language/checks/trace-names';
import type { TraceFiles } from '../../language/data/data-bytes';
import { byPlace, type Diagnostic } from '../../language/errors/diagnostic';
import { evaluate } from '../../language/expressions/evaluate';
import { parseTrace } from '../../language/parser';
import type { CoreCall } from '../../language/tree/declaration';
import type { Expression } from '../../language/tree/expression';
import type { Trace } from '../../language/tree/statement';
import { CheckedText } from '../../language/typing/checked-text';
import type { Value } from '../../language/vocabulary/value';
import { RIGHTS } from '../../machine/cpu/page';
import { finish, type Pausable, PIECE, part } from '../../machine/pausable';
import { CoreTasks } from '../cores/core-tasks';
import { checkDataFiles, checkProgramFiles } from './check-files';
import { checkPrograms, execRequest } from './check-programs';
import { compilingCode } from './compile-code';
import { declarations, type LaidOut, layingOut } from './lay-out-trace';
import { type OverrideProblem, type Overrides, overridden } from './override';
import { fillData, type PlacedSymbol } from './place-data';
import { checkPolicyFile } from './policy-file';
import { Problems } from './problems';
import type { DataSymbol, Placement, Program, ProgramSymbol } from './program';
import { programFiles } from './program-files';
import { restorerSegment, restorerStep } from './restorer';
import { copyForThreads } from './thread-local';

export interface LoadOptions extends Overrides {
  /** What `data ... file` takes its bytes from; the paths have been checked to stay beside the trace. */
  readonly files?: TraceFiles;
  /** Left out: where a trace lies that runs here. */
  readonly placement?: Placement;
}

export interface Loaded {
  /** Absent when any diagnostic is an error, or an override cannot be used. */
  readonly program?: Program;
  /** In the order of the text, whichever stage of loading has found them. */
  readonly diagnostics: readonly Diagnostic[];
  /** With it, the trace itself has not been looked at. */
  readonly overrideProblem?: OverrideProblem;
}

/** The share of checking in the time that laying out takes, and the share of that in the time of loading. */
const CHECKED = 0.1;
const LAID_OUT = 0.5;

/** What the checker needs to know of the kernel. */
export const CHECK_CONTEXT: CheckContext = { policies: POLICIES, readPolicy: checkPolicyFile, vmlinux: VMLINUX };

function contextWith(files: TraceFiles | undefined): CheckContext {
  return files ? { ...CHECK_CONTEXT, files } : CHECK_CONTEXT;
}

export function loadProgram(text: string, options: LoadOptions = {}): Loaded {
  return finish(loadingTrace(parseTrace(text), options));
}

/** From a trace that has been read to a program, in pieces. */
export function* loadingTrace(parsed: Trace, options: LoadOptions = {}): Pausable<Loaded> {
  const trace = overridden(parsed, options, contextWith(options.files));
  if ('message' in trace) return { diagnostics: [], overrideProblem: trace };
  const { laidOut, diagnostics: found } = yield* part(
    layingOutChecked(trace, options.files, options.placement),
    0,
    LAID_OUT,
  );
  if (!laidOut) return { diagnostics: found };
  const diagnostics = [...found, ...checkPrograms(trace, options.files)].sort(byPlace);
  if (hasError(diagnostics)) return { diagnostics };
  const problems = new Problems();
  const program = yield* part(building(laidOut, options.files, problems), LAID_OUT, 1);
  return hasError(problems.found)
    ? { diagnostics: [...diagnostics, ...problems.found].sort(byPlace) }
    : { program, diagnostics };
}

/** All that is wrong with a text, as `checkingProgram` says it. */
export function checkProgram(text: string, files?: TraceFiles): readonly Diagnostic[] {
  return finish(checkingProgram(parseTrace(text), files));
}

/**
 * All that is wrong with a trace, in pieces: what loading it says, but no data is filled, and nothing is made ready to
 * run. Of files only the dump of the machine is read: the others are looked for and measured.
 */
export function* checkingProgram(trace: Trace, files?: TraceFiles): Pausable<readonly Diagnostic[]> {
  return (yield* checkingTyped(trace, files)).diagnostics;
}

/** The same, with what is needed to say it of the text again after a keystroke. */
export function* checkingTyped(trace: Trace, files?: TraceFiles): Pausable<CheckedText> {
  const checked = yield* part(CheckedText.checkingTrace(trace, contextWith(files)), 0, CHECKED);
  const { diagnostics } = yield* part(layingOutSound(trace, files, checked.diagnostics), CHECKED, 1);
  return checked.with([...diagnostics, ...checkProgramFiles(trace, files)]);
}

interface Checked {
  /** Absent when an error has kept it from being laid out. */
  readonly laidOut?: LaidOut;
  readonly diagnostics: readonly Diagnostic[];
}

function* layingOutChecked(trace: Trace, files: TraceFiles | undefined, placement?: Placement): Pausable<Checked> {
  const problems = yield* part(checkingTrace(trace, contextWith(files)), 0, CHECKED);
  const found = [...trace.diagnostics, ...problems];
  const { diagnostics, ...rest } = yield* part(layingOutSound(trace, files, found, placement), CHECKED, 1);
  return { ...rest, diagnostics: [...found, ...diagnostics].sort(byPlace) };
}

/** Lays out a trace in which no error has been found; the diagnostics are those beyond what has been found. */
function* layingOutSound(
  trace: Trace,
  files: TraceFiles | undefined,
  found: readonly Diagnostic[],
  placement?: Placement,
): Pausable<Checked> {
  if (hasError(found)) return { diagnostics: checkDataFiles(trace, files) };
  const laidOut = yield* layingOut(trace, files, placement);
  return { laidOut, diagnostics: laidOut.diagnostics };
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** A program; with an error among the problems it is not to run. */
function* building(laidOut: LaidOut, files: TraceFiles | undefined, problems: Problems): Pausable<Program> {
  const { trace, processor, cpuCount, errata, cpuid, policy, policyOptions, constants, library } = laidOut;
  const evaluateConstant = (expression: Expression): Value => evaluate(expression, constants);
  const symbols = new Map<string, ProgramSymbol>();
  for (const [name, symbol] of laidOut.symbols) {
    if (symbols.size % PIECE === PIECE - 1) yield 0;
    symbols.set(name, symbol.kind === 'data' ? fillData(symbol, evaluateConstant, { files, problems }) : symbol);
    if (symbol.kind === 'data' && symbol.size > LARGE) yield 0;
  }
  yield 0;
  const filled = ({ name }: PlacedSymbol): DataSymbol => symbols.get(name) as DataSymbol; // filled just now
  const code = yield* compilingCode(processor, laidOut.code, constants);
  const loaded = library.loaded;
  for (const proc of loaded?.procs ?? []) if (!symbols.has(proc.name)) symbols.set(proc.name, proc);
  const cores = new CoreTasks(files, processor);
  const tasks = declareTasks(trace, symbols, (call) => coreOf(call, cores, problems));
  const data = laidOut.data.placed.map(filled);
  const threadLocal = copyForThreads(laidOut.data.threadLocal.map(filled), mostThreads(tasks));
  const implicitTask = policy.name !== 'none' && tasks.length === 0;
  const { steps } = code;
  const { base } = laidOut.code.layout;
  return {
    trace,
    processor: processor.distortedBy(cpuid.machine),
    guestCpuid: cpuid.guests,
    cpuCount,
    errata,
    policy,
    policyOptions,
    steps,
    symbols,
    tasks: implicitTask ? [{ name: IMPLICIT_TASK, process: IMPLICIT_TASK, kthread: false, entry: undefined }] : tasks,
    implicitTask,
    image: {
      segments: [
        { address: base, bytes: code.bytes, rights: RIGHTS.code },
        ...data.map(({ address, bytes }) => ({ address, bytes, rights: RIGHTS.data })),
        ...threadLocal.copies.map(({ address, bytes }) => ({ address, bytes, rights: RIGHTS.data })),
        ...(loaded ? [loaded] : []),
        ...(policy.name === 'none' ? [] : [restorerSegment]),
      ],
      threadPointers: threadLocal.pointers,
    },
    files: programFiles(files),
    start: base,
    library: loaded,
    stepAt: (address) => steps.beginningAt(address) ?? (address === RESTORER ? restorerStep : undefined),
  };
}

/** Bytes of data behind which there is a pause. */
const LARGE = 0x1_0000;

/** How many threads the process with the most has when the trace begins. */
function mostThreads(tasks: readonly TaskDeclaration[]): number {
  const counts = new Map<string, number>();
  for (const { process } of tasks) counts.set(process, (counts.get(process) ?? 0) + 1);
  return Math.max(1, ...counts.values());
}

/** Undefined for a file that is no core: that is among the problems. */
function coreOf(call: CoreCall, cores: CoreTasks, problems: Problems): CoreTask | undefined {
  return problems.attempt<CoreTask | undefined>(call.path.range, undefined, () => cores.taskOf(call));
}

function declareTasks(
  trace: Trace,
  symbols: ReadonlyMap<string, ProgramSymbol>,
  read: (call: CoreCall) => CoreTask | undefined,
): TaskDeclaration[] {
  return declarations(trace, 'task').map(({ name, process, entry, kthread, exec, core: call }) => {
    const core = call && read(call);
    const label = entry && symbols.get(entry.text);
    return {
      name: name.text,
      process: process?.text ?? name.text,
      kthread,
      entry: label && label.kind !== 'constant' ? label.address : undefined,
      ...(exec && { exec: execRequest(exec) }),
      ...(core && { core }),
    };
  });
}
