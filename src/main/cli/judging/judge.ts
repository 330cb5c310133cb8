/** Judges one trace: `test` runs the trace, `check` reads it. Every failure becomes a verdict. */
import {
  checkingTrace,
  checkPolicy,
  type Diagnostic,
  type Happening,
  happeningMessage,
  type Pausable,
  Run,
  Trace,
  TraceError,
} from '../../../library';
import { readTraceFile, STANDARD_INPUT, type TraceFile } from '../arguments/trace-file';
import { putUnder, readVmlinux } from '../arguments/vmlinux-argument';
import { hasErrors } from '../report/diagnostic-text';
import { execute } from '../running/execute';
import { UsageError } from '../usage-error';
import { HappeningCounts } from './happening-counts';
import { type Problem, problemOf, type Verdict } from './verdict';

/** The options of a judge. Options are plain data, so that a thread can receive them. */
export interface JudgeOptions {
  /** Only what is wrong with the text counts, and is told of: errors, or all of it. */
  readonly checkOnly?: 'errors' | 'everything';
  /** A trace that has not ended by then fails. */
  readonly maxSteps?: number;
  /** The same, in seconds. */
  readonly timeout?: number;
  /** The image of a kernel, under whose code traces run. */
  readonly vmlinux?: string;
  /** Deaths, oopses and hangs need not be written. */
  readonly lenient?: boolean;
}

/** Where the judge reads, and what it lets pass meanwhile. */
export interface JudgeHost {
  readonly readInput: () => Uint8Array;
  readonly breathe: () => Promise<void>;
}

type Judged = Pick<Verdict, 'kind' | 'note' | 'problems'> & Partial<Pick<Verdict, 'counts'>>;

/** @param file a path, or `-` for standard input. */
export async function judge(file: string, options: JudgeOptions, host: JudgeHost): Promise<Verdict> {
  const started = performance.now();
  const name = file === STANDARD_INPUT ? '<stdin>' : file;
  const judged = await judgeFile(file, options, host, started).catch(whatWentWrong);
  return { name, counts: {}, ...judged, milliseconds: performance.now() - started };
}

function whatWentWrong(error: unknown): Judged {
  if (error instanceof UsageError)
    return { kind: 'unusable', note: 'unusable', problems: [whole('unusable', error.message)] };
  return mistake(error instanceof Error ? error.message : String(error));
}

/** A verdict on this program. */
export function mistake(reason: string): Judged {
  const message = `internal error: ${reason}. Please report this, with the trace.`;
  return { kind: 'mistake', note: 'internal error', problems: [whole('internal-error', message)] };
}

function whole(code: string, message: string): Problem {
  return { line: null, column: null, severity: 'error', code, message };
}

async function judgeFile(file: string, options: JudgeOptions, host: JudgeHost, started: number): Promise<Judged> {
  const { timeout } = options;
  const isTooLong = (): string | undefined =>
    timeout !== undefined && performance.now() - started > timeout * 1000
      ? `The trace did not end within ${timeout} seconds.`
      : undefined;
  const trace = readTraceFile(file, host.readInput);
  const loaded = inTime(options.checkOnly ? checking(trace) : loading(trace), isTooLong);
  if (loaded instanceof Trace && options.vmlinux !== undefined) putUnder(loaded, readVmlinux(options.vmlinux));
  if (typeof loaded === 'string') return { kind: 'failed', note: 'timeout', problems: [whole('timeout', loaded)] };
  return loaded instanceof Trace ? judgeRun(loaded, options, { ...host, isTooLong }) : judgeText(loaded, options);
}

/** A trace that can run, or the problems that keep it from running. */
type Loaded = Trace | readonly Diagnostic[];

function* checking({ name, text, files }: TraceFile): Pausable<Loaded> {
  return name.endsWith(POLICY) ? checkPolicy(text) : yield* checkingTrace(text, files);
}

/** Files of `kernel policy "FILE"` are known by their name. */
const POLICY = '.xkernel';

function* loading({ name, text, files }: TraceFile): Pausable<Loaded> {
  try {
    return yield* Trace.loading(text, { file: name, files });
  } catch (error) {
    if (error instanceof TraceError) return error.diagnostics;
    throw error;
  }
}

/** The message about a trace that takes too long. */
function inTime(work: Pausable<Loaded>, isTooLong: () => string | undefined): Loaded | string {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    const tooLong = isTooLong();
    if (tooLong !== undefined) return tooLong;
  }
}

/** `test` runs what has no errors: warnings are for `check`. */
function judgeText(diagnostics: readonly Diagnostic[], { checkOnly }: JudgeOptions): Judged {
  const isWrong = hasErrors(diagnostics);
  const shown = checkOnly === 'everything' ? diagnostics : diagnostics.filter(({ severity }) => severity === 'error');
  return { kind: isWrong ? 'failed' : 'passed', note: isWrong ? 'does not parse' : '', problems: shown.map(problemOf) };
}

async function judgeRun(
  trace: Trace,
  { maxSteps, lenient }: JudgeOptions,
  { breathe, isTooLong }: Pick<JudgeHost, 'breathe'> & { isTooLong: () => string | undefined },
): Promise<Judged> {
  const counts = new HappeningCounts();
  const problems: Problem[] = [];
  await execute(new Run(trace, maxSteps === undefined ? {} : { maxSteps }), {
    breathe,
    isTooLong,
    onHappening: (happening) => {
      counts.add(happening);
      const problem = problemIn(happening, lenient === true);
      if (problem !== undefined) problems.push(problem);
    },
  });
  return { kind: problems.length > 0 ? 'failed' : 'passed', note: counts.text, counts: counts.all, problems };
}

/** Why a happening fails a test; undefined for one that does not. */
function problemIn(happening: Happening, lenient: boolean): Problem | undefined {
  const { kind, line, task } = happening;
  const at = { line: line < 0 ? null : line + 1, column: null, severity: 'error', code: kind } as const;
  switch (kind) {
    case 'unwritten': {
      if (lenient) return undefined;
      const outcomes = happening.outcomes.join(', ');
      const who = task === null ? '' : `${task}: `;
      const message = `${who}UNWRITTEN: the step does ${outcomes}. Write \`=> ${outcomes}\` behind it, or test with --lenient.`;
      return { ...at, message };
    }
    case 'expect':
      return happening.ok ? undefined : { ...at, message: happeningMessage(happening) ?? '' };
    case 'divergence':
      return lenient && happening.unwritten ? undefined : { ...at, message: happeningMessage(happening) ?? '' };
    case 'error':
      return { ...at, message: happeningMessage(happening) ?? '' };
    default:
      return undefined;
  }
}
