/** What all checks share: the trace's names, the machine and kernel it asks for, and where to report. */
import type { Processor } from '../../machine/processor/processor';
import type { TraceFiles } from '../data/data-bytes';
import { byPlace, type Diagnostic, errorAt, type Range, warningAt } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { grouped, LIMITS } from '../errors/limits';
import { evaluate } from '../expressions/evaluate';
import { hintAmong } from '../expressions/resolve-name';
import { TextLines } from '../syntax/text-lines';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import type { Trace } from '../tree/statement';
import type { Scope, Value } from '../vocabulary/value';
import { KIND_TEXT, type TraceNames } from './trace-names';

/** A step of a routine. */
export interface RoutineStepNames {
  readonly name: string;
  readonly code?: string;
  readonly why?: string;
  /** Absent for a line that is never executed. */
  readonly run?: unknown;
  /** The context in which the block begins: the context's name, and why the kernel cannot be preempted in it. */
  readonly runsIn?: { readonly title: string; readonly preemptible: boolean; readonly why: string };
}

/** A routine of a kernel and its steps; what a hover says of them may be missing. */
export interface RoutineNames {
  readonly name: string;
  readonly signature?: string;
  readonly file?: string;
  readonly summary?: string;
  readonly steps: readonly RoutineStepNames[];
}

/** What the checker needs to know of a kernel policy. */
export interface PolicyNames {
  readonly name: string;
  readonly summary?: string;
  readonly options: readonly {
    readonly name: string;
    readonly values: readonly string[] | 'number';
    /** What is wrong with a value, or worth knowing about it, where the list of values does not say it. */
    readonly problem?: (value: string) => { readonly isError: boolean; readonly message: string } | undefined;
    readonly documentation?: string;
  }[];
  readonly routines: readonly RoutineNames[];
  /** The kernel as a trace writes it, where its options choose between routines: `kernel linux version=6.12`. */
  readonly written?: string;
  /** The kernel has functions besides, which only its image knows. */
  readonly hasFunctions?: true;
  /** Ranges of versions that have a routine, or a step of it, in words: for a policy that has an option for the version. */
  readonly versionsWith?: (routine: string, step?: string) => readonly string[];
  /** The policy as the trace's options shape it: versions differ in routines and steps. */
  readonly configure?: (options: Readonly<Record<string, string>>) => PolicyNames;
}

/** A policy that lies beside a trace. */
export interface PolicyFile {
  /** Absent where something is wrong with it. */
  readonly policy?: PolicyNames;
  /** What is wrong with it, each with its place in the file. */
  readonly messages: readonly string[];
}

export interface CheckContext {
  /** The options that `kernel NAME` knows. */
  readonly policies: readonly PolicyNames[];
  /** The policy of `kernel policy "FILE"`. @throws ExpressionError for a file that cannot be read. */
  readonly readPolicy?: (name: Name, files: TraceFiles | undefined) => PolicyFile;
  /** The policy of `kernel vmlinux "FILE"`, whatever its image has. */
  readonly vmlinux?: PolicyNames;
  /** What lies beside the trace; without it a machine from a file is taken for the default model. */
  readonly files?: TraceFiles;
}

export interface Setting {
  readonly processor: Processor;
  /** As the trace would write it, without flags and options. */
  readonly machine: string;
  readonly cpuCount: number;
  /** Undefined when the trace names one that nobody knows. */
  readonly policy: PolicyNames | undefined;
}

/** After these the rest of a trace, or of what a line of it stands for, was not read: what it declares is not known. */
const CUT_SHORT: ReadonlySet<string> = new Set(['too-many-problems', 'expansion-too-long', 'expansion-too-deep']);

/** What is said of a name that nobody has declared. */
const UNKNOWN: ReadonlySet<string> = new Set(
  ['name', 'process', ...Object.keys(KIND_TEXT)].map((kind) => `unknown-${kind}`),
);

export class Checker {
  /**
   * In the order in which they were found. As many as anybody reads: to explain an error takes longer than to pass a line that
   * has none.
   */
  readonly diagnostics: Diagnostic[] = [];
  /** Elements that data has been filled with so far. */
  elements = 0;
  /** Declarations so far that take their data from a file. */
  files = 0;
  /** Whether the machine has what a form needs, by the forms that have been seen. */
  readonly availableForms = new Map<string, boolean>();
  /** Text of instructions that nothing was wrong with: a trace repeats most of its lines. */
  readonly passed = new Set<string>();
  /** A process has the name of its first task. */
  readonly processes: ReadonlySet<string>;
  /** Tasks that a declaration makes without any code of their own. */
  readonly codeless: ReadonlySet<string>;
  private guest: boolean | undefined;
  private readonly isCutShort: boolean;
  private readonly lines: TextLines;
  private readonly constantScope: Scope;
  /** What was said of names that mean nothing: a name that has gone may be in many lines. */
  private readonly hints = new Map<string, string>();

  constructor(
    readonly trace: Trace,
    readonly names: TraceNames,
    readonly setting: Setting,
    /** Values of constants and addresses of data, as far as they have been checked. */
    readonly constants: Map<string, Value> = new Map(),
  ) {
    this.lines = new TextLines(trace.text);
    this.isCutShort = trace.diagnostics.some(({ code }) => CUT_SHORT.has(code));
    this.processes = new Set(firstTasks(trace, names));
    this.codeless = new Set(codelessTasks(trace, names));
    this.constantScope = {
      name: (name) => this.constants.get(name),
      names: () => names.byName.keys(),
      hint: (name) => this.hintFor('constant', name, () => hintAmong(name, names.byName.keys())),
      processor: setting.processor,
    };
  }

  /** What stands in the trace at `range`. */
  textAt({ line, start, end }: Range): string {
    return this.lines.at(line).slice(start, end);
  }

  get isFull(): boolean {
    return this.diagnostics.length >= LIMITS.problems.most;
  }

  error(range: Range, code: string, message: string): void {
    if (this.isCutShort && UNKNOWN.has(code)) return;
    this.add(errorAt(range, code, message));
  }

  warning(range: Range, code: string, message: string): void {
    this.add(warningAt(range, code, message));
  }

  /** Reports it, unless there are too many already. */
  add(diagnostic: Diagnostic): void {
    if (!this.isFull) this.diagnostics.push(diagnostic);
  }

  /** See `inPlace`. */
  finish(): readonly Diagnostic[] {
    return inPlace(this.diagnostics);
  }

  /** Whether a guest runs in the trace. */
  get hasGuest(): boolean {
    this.guest ??= this.trace.statements.some(
      (statement) => statement.kind === 'event' && statement.event.kind === 'vmenter',
    );
    return this.guest;
  }

  /** What `find` says of a name that stands where something of that kind is wanted, and has no meaning there. */
  hintFor(kind: string, name: string, find: () => string): string {
    const key = `${kind} ${name}`;
    let hint = this.hints.get(key);
    if (hint === undefined) {
      hint = find();
      this.hints.set(key, hint);
    }
    return hint;
  }

  /** The value that `expression` has before anything runs. Throws `ExpressionError`. */
  readonly evaluateConstant = (expression: Expression): Value => evaluate(expression, this.constantScope);

  /** The constant value of `expression`, or undefined when only a run can tell. Reports nothing. */
  tryConstant(expression: Expression): Value | undefined {
    if (expression.kind === 'integer') return expression.value;
    try {
      return this.evaluateConstant(expression);
    } catch (error) {
      if (error instanceof ExpressionError) return undefined;
      throw error;
    }
  }

  /** Runs `check` and reports the `ExpressionError` that it may throw; `range` is for one that has none. */
  reporting<T>(range: Range, check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.error(error.range ?? range, error.code, error.message);
      return undefined;
    }
  }
}

/** Diagnostics in the order in which they were found, in that of the lines; the last one says so where others were left out. */
export function inPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const { most, code } = LIMITS.problems;
  const found = diagnostics.slice(0, most).sort(byPlace);
  const last = found.at(-1);
  if (!last || found.length < most) return found;
  return [...found, errorAt(last.range, code, `Too many problems: those beyond ${grouped(most)} are left out.`)];
}

function* codelessTasks({ statements }: Trace, { byName }: TraceNames): Generator<string> {
  for (const { kind, name, statement } of byName.values()) {
    const syntax = kind === 'task' ? statements[statement] : undefined;
    const declaration = syntax?.kind === 'declaration' ? syntax.declaration : undefined;
    if (declaration?.kind !== 'task') continue;
    const { entry, kthread, exec, core } = declaration;
    if (!entry && !kthread && !exec && !core) yield name.text;
  }
}

function* firstTasks({ statements }: Trace, { byName }: TraceNames): Generator<string> {
  for (const { kind, name, statement } of byName.values()) {
    const syntax = statements[statement];
    const declaration = syntax?.kind === 'declaration' ? syntax.declaration : undefined;
    if (kind === 'task' && !(declaration?.kind === 'task' && declaration.process)) yield name.text;
  }
}
