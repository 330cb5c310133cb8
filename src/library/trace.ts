/** A trace as users of the library hold it: loaded once, run and debugged any number of times. */
import type { TraceFiles } from '../language/data/data-bytes';
import type { Diagnostic } from '../language/errors/diagnostic';
import { parseTrace } from '../language/parser';
import { finish, type Pausable } from '../machine/pausable';
import { checkingProgram, loadingTrace as loadingProgram } from '../world/program/load-program';
import { checkPolicyText } from '../world/program/policy-file';
import { keepProgram, programOf } from './program-of';
import { isError, optionError, TraceError } from './trace-error';

export type { Pausable } from '../machine/pausable';

export interface LoadTraceOptions {
  /** What messages call the trace; `trace.xtrace` unless given. */
  readonly file?: string;
  /** Another machine, as a line `machine ...` has it: `granite-rapids cpus=2 -xfd`. */
  readonly machine?: string;
  /** Another kernel, as a line `kernel ...` has it: `linux version=6.12`. */
  readonly kernel?: string;
  /** The files beside the trace, for `data NAME = file "..."`. Without them such a line is an error. */
  readonly files?: TraceFiles;
}

/** A trace that has been checked and assembled. It never changes: `new Run(trace)` and `new Debugger(trace)` begin anew. */
export class Trace {
  private constructor(
    /** What messages call it. */
    readonly file: string,
    readonly text: string,
    /** What is worth knowing about the text and keeps nothing from running. */
    readonly warnings: readonly Diagnostic[],
  ) {}

  /** Zero-based lines on which execution can stop, ascending. */
  get stepLines(): readonly number[] {
    return programOf(this).steps.lines;
  }

  /** Logical processors of its machine. */
  get cpuCount(): number {
    return programOf(this).cpuCount;
  }

  /**
   * Loads in pieces: each `next()` does a few milliseconds of work and yields the share that is done, from 0 to 1.
   *
   * @throws TraceError when the text or an option has an error.
   */
  static *loading(text: string, { file = 'trace.xtrace', ...options }: LoadTraceOptions = {}): Pausable<Trace> {
    const { program, diagnostics, overrideProblem } = yield* loadingProgram(parseTrace(text), options);
    if (overrideProblem) throw optionError(overrideProblem.keyword, overrideProblem.message);
    if (!program || diagnostics.some(isError)) throw new TraceError(file, diagnostics);
    const trace = new Trace(file, text, diagnostics);
    keepProgram(trace, program);
    return trace;
  }
}

/** Reads, checks and assembles a trace. @throws TraceError when the text or an option has an error. */
export function loadTrace(text: string, options?: LoadTraceOptions): Trace {
  return finish(Trace.loading(text, options));
}

/** All that is wrong with a text or worth knowing about it, in its order. Nothing is run, and no data file is read. */
export function checkTrace(text: string, files?: TraceFiles): readonly Diagnostic[] {
  return finish(checkingTrace(text, files));
}

/** All that is wrong with the text of a policy, as `kernel policy "FILE"` reads it. */
export function checkPolicy(text: string): readonly Diagnostic[] {
  return checkPolicyText(text);
}

/** The same as `checkTrace`, in pieces. */
export function checkingTrace(text: string, files?: TraceFiles): Pausable<readonly Diagnostic[]> {
  return checkingProgram(parseTrace(text), files);
}
