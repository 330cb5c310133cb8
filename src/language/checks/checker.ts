/** What all checks share: the trace's names, the machine and kernel it asks for, and where to report. */
import { byPlace, type Diagnostic, errorAt, type Range, warningAt } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { grouped, LIMITS } from '../errors/limits';
import { evaluate } from '../expressions/evaluate';
import { hintAmong } from '../expressions/resolve-name';
import { misreadNames } from '../syntax/misread';
import { type Lines, TextLines } from '../syntax/text-lines';
import type { Expression } from '../tree/expression';
import type { Trace } from '../tree/statement';
import type { Scope, Value } from '../vocabulary/value';
import { ASKED, AskedSetting, FormsOnMachine } from './asked';
import type { Setting } from './check-context';
import { hasForm } from './form-features';
import { KIND_TEXT, type TraceNames } from './trace-names';

/** What checkers of one text share, each of which reports steps of its own. */
interface Shared {
  /** Values of constants and addresses of data, as far as they have been checked. */
  readonly constants: Map<string, Value>;
  /** What was said of names that mean nothing: a name that has gone may be in many lines. */
  readonly hints: Map<string, string>;
  readonly lines: Lines;
  /** Names whose declarations could not be read. */
  readonly misread: ReadonlySet<string>;
}

/** After these the rest of a trace, or of what a line of it stands for, was not read: what it declares is not known. */
const CUT_SHORT: ReadonlySet<string> = new Set(['too-many-problems', 'expansion-too-long', 'expansion-too-deep']);

/** What is said of a name that nobody has declared. */
const UNKNOWN: ReadonlySet<string> = new Set(
  ['name', 'process', ...Object.keys(KIND_TEXT)].map((kind) => `unknown-${kind}`),
);

function sharedOf({ text, diagnostics }: Trace): Shared {
  const lines = new TextLines(text);
  return { constants: new Map(), hints: new Map(), lines, misread: misreadNames(diagnostics, lines) };
}

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
  /** Notes what the check of a step asks of it. */
  readonly setting: AskedSetting;
  readonly constants: Map<string, Value>;
  /** Whether the machine has what a form needs. */
  readonly forms: FormsOnMachine;
  /** What the check has asked of the setting, by the text of instructions that nothing was wrong with: a trace repeats most of its lines. */
  readonly passed = new Map<string, number>();
  private firstTasks: ReadonlySet<string> | undefined;
  private codelessTasks: ReadonlySet<string> | undefined;
  private guest: boolean | undefined;
  private readonly isCutShort: boolean;
  private readonly shared: Shared;
  private readonly constantScope: Scope;

  constructor(
    readonly trace: Trace,
    readonly names: TraceNames,
    private readonly given: Setting,
    shared?: Shared,
  ) {
    this.shared = shared ?? sharedOf(trace);
    const setting = new AskedSetting(given);
    const { constants } = this.shared;
    this.setting = setting;
    this.constants = constants;
    this.forms = new FormsOnMachine((form) => hasForm(given.processor, form));
    this.isCutShort = trace.diagnostics.some(({ code }) => CUT_SHORT.has(code));
    this.constantScope = {
      name: (name) => {
        setting.noteValue();
        return constants.get(name);
      },
      names: () => names.byName.keys(),
      hint: (name) => this.hintFor('constant', name, () => hintAmong(name, names.byName.keys())),
      get processor() {
        return setting.processor;
      },
    };
  }

  /** A checker of more steps with the same names, which stand in `lines` and are part of `trace`. It reports them alone. */
  besides(trace: Trace, lines: Lines): Checker {
    return new Checker(trace, this.names, this.given, { ...this.shared, lines });
  }

  /** Tasks that are the first of a process, which has their name. */
  get processes(): ReadonlySet<string> {
    this.firstTasks ??= new Set(firstTasks(this.trace, this.names));
    return this.firstTasks;
  }

  /** Tasks that a declaration makes without any code of their own. */
  get codeless(): ReadonlySet<string> {
    this.codelessTasks ??= new Set(codelessTasks(this.trace, this.names));
    return this.codelessTasks;
  }

  /** Bits of `ASKED`: what the machine of another checker has otherwise, and whether only one of them has a kernel. */
  settingChanges({ given }: Checker): number {
    const own = this.given;
    return (
      (own.processor.isSameAs(given.processor) ? 0 : ASKED.processor) |
      (own.cpuCount === given.cpuCount ? 0 : ASKED.cpuCount) |
      (own.hasNoKernel === given.hasNoKernel ? 0 : ASKED.noKernel)
    );
  }

  /** By their numbers here, 1 for forms that one of the two machines has and the other has not. */
  formsOtherThanOn({ given }: Checker): Uint8Array {
    return this.forms.differencesFrom((form) => hasForm(given.processor, form));
  }

  /** What stands in the trace at `range`. */
  textAt({ line, start, end }: Range): string {
    return this.shared.lines.at(line).slice(start, end);
  }

  get isFull(): boolean {
    return this.diagnostics.length >= LIMITS.problems.most;
  }

  error(range: Range, code: string, message: string): void {
    if (UNKNOWN.has(code) && (this.isCutShort || this.isMisread(range))) return;
    this.add(errorAt(range, code, message));
  }

  /** Names whose declarations could not be read: nobody is told that they are not there. */
  get misread(): ReadonlySet<string> {
    return this.shared.misread;
  }

  private isMisread(range: Range): boolean {
    const { misread } = this;
    return misread.size > 0 && misread.has(this.textAt(range));
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
    const { hints } = this.shared;
    let hint = hints.get(key);
    if (hint === undefined) {
      hint = find();
      hints.set(key, hint);
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
