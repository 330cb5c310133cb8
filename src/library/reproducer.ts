/** A trace as a C program: what `xtrace export --c` writes. */
import { finish, type Pausable } from '../machine/pausable';
import { isNoReproducer, reproducing as making, type Reproducer } from '../world/reproducer/reproducer';
import type { LoadTraceOptions } from './trace';
import { TraceError } from './trace-error';

export type { LeftOut, Reproducer } from '../world/reproducer/reproducer';

export interface ReproducerOptions extends LoadTraceOptions {
  /** The program ends before this step, counted from 1, and checks general registers there. */
  readonly step?: number;
}

/**
 * A trace as a C program in the style of the selftests of the kernel, with what of the trace it leaves out.
 *
 * @throws TraceError when the text has an error, or cannot be a program; then it has no diagnostics but that one.
 */
export function reproducer(text: string, options: ReproducerOptions = {}): Reproducer {
  return finish(reproducing(text, options));
}

/** The same in pieces. */
export function* reproducing(
  text: string,
  { file = 'trace.xtrace', ...options }: ReproducerOptions = {},
): Pausable<Reproducer> {
  const made = yield* making(text, { ...options, name: file });
  if (!isNoReproducer(made)) return made;
  const none = {
    code: 'no-program',
    severity: 'error',
    message: made.problem,
    range: { line: 0, start: 0, end: 0 },
  } as const;
  throw new TraceError(file, made.diagnostics.length > 0 ? made.diagnostics : [none]);
}
