/** From the text of a trace to a program that can run. */

import { findPolicy, POLICIES } from '../../kernel/policies';
import type { Policy } from '../../kernel/routines/policy';
import { RESTORER } from '../../kernel/state/memory-map';
import type { TaskDeclaration } from '../../kernel/state/program-image';
import type { CheckContext } from '../../language/check';
import { checkingTrace } from '../../language/check';
import { DEFAULT_POLICY } from '../../language/checks/check-setting';
import { IMPLICIT_TASK } from '../../language/checks/trace-names';
import type { TraceFiles } from '../../language/data/data-bytes';
import { byPlace, type Diagnostic, errorAt } from '../../language/errors/diagnostic';
import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate } from '../../language/expressions/evaluate';
import { parseTrace } from '../../language/parser';
import type { Declaration } from '../../language/tree/declaration';
import type { Expression } from '../../language/tree/expression';
import type { Trace } from '../../language/tree/statement';
import type { Scope, Value } from '../../language/vocabulary/value';
import { erratumRow } from '../../machine/architecture/errata';
import { parseMachineFlag } from '../../machine/architecture/feature';
import { fromLinear } from '../../machine/architecture/linear-address';
import { RIGHTS } from '../../machine/cpu/page';
import { finish, type Pausable, part } from '../../machine/pausable';
import { CPU_MODELS, DEFAULT_MODEL } from '../../machine/processor/models';
import { Processor } from '../../machine/processor/processor';
import { codeSymbols, compilingCode } from './compile-code';
import { declareCpuid } from './declare-cpuid';
import { type LaidOutCode, layingOutCode } from './layout-code';
import { LibraryLoader } from './library';
import { type OverrideProblem, type Overrides, overridden } from './override';
import { fillData, type LaidOutSymbol, type PlacedData, type PlacedSymbol, placeData } from './place-data';
import { CODE_BASE, type DataSymbol, type Program, type ProgramSymbol } from './program';
import { restorerSegment, restorerStep } from './restorer';
import { copyForThreads } from './thread-local';

export interface LoadOptions extends Overrides {
  /** What `data ... file` takes its bytes from; the paths have been checked to stay beside the trace. */
  readonly files?: TraceFiles;
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
export const CHECK_CONTEXT: CheckContext = { policies: POLICIES };

export function loadProgram(text: string, options: LoadOptions = {}): Loaded {
  return finish(loadingTrace(parseTrace(text), options));
}

/** From a trace that has been read to a program, in pieces. */
export function* loadingTrace(parsed: Trace, options: LoadOptions = {}): Pausable<Loaded> {
  const trace = overridden(parsed, options, CHECK_CONTEXT);
  if ('message' in trace) return { diagnostics: [], overrideProblem: trace };
  const { laidOut, diagnostics } = yield* part(layingOutChecked(trace, options.files), 0, LAID_OUT);
  if (!laidOut || hasError(diagnostics)) return { diagnostics };
  const program = yield* part(building(laidOut, options.files), LAID_OUT, 1);
  return { program, diagnostics };
}

/** All that is wrong with a text, as `checkingProgram` says it. */
export function checkProgram(text: string, files?: TraceFiles): readonly Diagnostic[] {
  return finish(checkingProgram(parseTrace(text), files));
}

/**
 * All that is wrong with a trace, in pieces: what loading it says, but no data is filled, no file is read and nothing is
 * made ready to run.
 */
export function* checkingProgram(trace: Trace, files?: TraceFiles): Pausable<readonly Diagnostic[]> {
  return (yield* layingOutChecked(trace, files)).diagnostics;
}

interface Checked {
  /** Absent when an error has kept it from being laid out. */
  readonly laidOut?: LaidOut;
  readonly diagnostics: readonly Diagnostic[];
}

function* layingOutChecked(trace: Trace, files: TraceFiles | undefined): Pausable<Checked> {
  const problems = yield* part(checkingTrace(trace, CHECK_CONTEXT), 0, CHECKED);
  const diagnostics = [...trace.diagnostics, ...problems].sort(byPlace);
  if (hasError(diagnostics)) return { diagnostics };
  try {
    const laidOut = yield* part(layingOut(trace, files), CHECKED, 1);
    return { laidOut, diagnostics: [...diagnostics, ...laidOut.code.diagnostics].sort(byPlace) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, message, range = { line: 0, start: 0, end: 0 } } = error;
    return { diagnostics: [...diagnostics, errorAt(range, code, message)].sort(byPlace) };
  }
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

function declarations<K extends Declaration['kind']>(trace: Trace, kind: K): (Declaration & { kind: K })[] {
  return trace.statements.flatMap((statement) =>
    statement.kind === 'declaration' && statement.declaration.kind === kind
      ? [statement.declaration as Declaration & { kind: K }]
      : [],
  );
}

/** A trace with all its addresses, before any data is filled and any code is compiled. */
interface LaidOut {
  readonly trace: Trace;
  readonly processor: Processor;
  readonly cpuCount: number;
  readonly errata: Program['errata'];
  readonly cpuid: ReturnType<typeof declareCpuid>;
  readonly policy: Policy;
  readonly policyOptions: Readonly<Record<string, string>>;
  readonly library: LibraryLoader;
  readonly symbols: ReadonlyMap<string, LaidOutSymbol>;
  /** Names that are known before anything runs. */
  readonly constants: Scope;
  readonly data: PlacedData;
  readonly code: LaidOutCode;
}

/** Throws `ExpressionError`. */
function* layingOut(trace: Trace, files: TraceFiles | undefined): Pausable<LaidOut> {
  const symbols = new Map<string, LaidOutSymbol>();
  const { processor, cpuCount, errata } = makeMachine(trace);
  const { policy, policyOptions } = choosePolicy(trace);
  const library = new LibraryLoader(policy.name !== 'none', processor);
  const constants = constantScope(symbols, library, processor);
  yield 0;
  const data = placeData(trace, symbols, (expression) => evaluate(expression, constants), files);
  yield 0;
  const code = yield* layingOutCode(trace, (name) => addressOf(name, symbols, library), constants);
  for (const label of codeSymbols(code)) symbols.set(label.name, label);
  const cpuid = declareCpuid(trace, (expression) => evaluate(expression, constants));
  return { trace, processor, cpuCount, errata, cpuid, policy, policyOptions, library, symbols, constants, data, code };
}

function* building(laidOut: LaidOut, files: TraceFiles | undefined): Pausable<Program> {
  const { trace, processor, cpuCount, errata, cpuid, policy, policyOptions, constants, library } = laidOut;
  const evaluateConstant = (expression: Expression): Value => evaluate(expression, constants);
  const symbols = new Map<string, ProgramSymbol>();
  for (const [name, symbol] of laidOut.symbols) {
    symbols.set(name, symbol.kind === 'data' ? fillData(symbol, evaluateConstant, files) : symbol);
    if (symbol.kind === 'data' && symbol.size > LARGE) yield 0;
  }
  const filled = ({ name }: PlacedSymbol): DataSymbol => symbols.get(name) as DataSymbol; // filled just now
  const code = yield* compilingCode(processor, laidOut.code, constants);
  const loaded = library.loaded;
  for (const proc of loaded?.procs ?? []) if (!symbols.has(proc.name)) symbols.set(proc.name, proc);
  const tasks = declareTasks(trace, symbols);
  const data = laidOut.data.placed.map(filled);
  const threadLocal = copyForThreads(laidOut.data.threadLocal.map(filled), mostThreads(tasks));
  const implicitTask = policy.name !== 'none' && tasks.length === 0;
  const { steps } = code;
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
        { address: CODE_BASE, bytes: code.bytes, rights: RIGHTS.code },
        ...data.map(({ address, bytes }) => ({ address, bytes, rights: RIGHTS.data })),
        ...threadLocal.copies.map(({ address, bytes }) => ({ address, bytes, rights: RIGHTS.data })),
        ...(loaded ? [loaded] : []),
        ...(policy.name === 'none' ? [] : [restorerSegment]),
      ],
      threadPointers: threadLocal.pointers,
    },
    start: CODE_BASE,
    library: loaded,
    stepAt: (address) => steps.beginningAt(address) ?? (address === RESTORER ? restorerStep : undefined),
  };
}

/** Bytes of data behind which there is a pause. */
const LARGE = 0x1_0000;

function addressOf(
  name: string,
  symbols: ReadonlyMap<string, LaidOutSymbol>,
  library: LibraryLoader,
): bigint | undefined {
  const symbol = symbols.get(name);
  if (!symbol) return library.addressOf(name);
  return symbol.kind === 'data' ? fromLinear(symbol.address) : undefined;
}

/** Names that are known before anything runs: constants, and addresses of data and of built-in procs. */
function constantScope(
  symbols: ReadonlyMap<string, LaidOutSymbol>,
  library: LibraryLoader,
  processor: Processor,
): Scope {
  return {
    processor,
    name: (name) => {
      const symbol = symbols.get(name);
      if (!symbol) return library.addressOf(name);
      return symbol.kind === 'constant' ? symbol.value : fromLinear(symbol.address);
    },
  };
}

function makeMachine(trace: Trace): { processor: Processor; cpuCount: number; errata: number } {
  const machine = declarations(trace, 'machine')[0];
  const model = CPU_MODELS.find(({ name }) => name === machine?.model.text) ?? DEFAULT_MODEL;
  const changes = (machine?.flags ?? []).flatMap(({ flag, present }) => {
    const feature = parseMachineFlag(flag.text);
    return feature ? [{ feature, present }] : [];
  });
  const option = (name: string) => machine?.options.find(({ key }) => key.text === name)?.value;
  const [cpus, erratum] = [option('cpus'), erratumRow(option('errata') ?? '')];
  return { processor: new Processor(model, changes), cpuCount: cpus ? Number(cpus) : 1, errata: erratum?.bit ?? 0 };
}

function choosePolicy(trace: Trace): { policy: Policy; policyOptions: Record<string, string> } {
  const kernel = declarations(trace, 'kernel')[0];
  const name = kernel?.policy.text ?? DEFAULT_POLICY;
  const known = POLICIES.find((candidate) => candidate.name === name)!; // checked
  const policyOptions = Object.fromEntries(known.options.map((option) => [option.name, option.default]));
  for (const { key, value } of kernel?.options ?? []) policyOptions[key.text] = value;
  return { policy: findPolicy(name, policyOptions) ?? known, policyOptions };
}

/** How many threads the process with the most has when the trace begins. */
function mostThreads(tasks: readonly TaskDeclaration[]): number {
  const counts = new Map<string, number>();
  for (const { process } of tasks) counts.set(process, (counts.get(process) ?? 0) + 1);
  return Math.max(1, ...counts.values());
}

function declareTasks(trace: Trace, symbols: ReadonlyMap<string, ProgramSymbol>): TaskDeclaration[] {
  return declarations(trace, 'task').map(({ name, process, entry, kthread }) => {
    const label = entry && symbols.get(entry.text);
    return {
      name: name.text,
      process: process?.text ?? name.text,
      kthread,
      entry: label && label.kind !== 'constant' ? label.address : undefined,
    };
  });
}
