/** Why a trace and the model contradict each other: which single assumption, changed, makes them agree. */
import { finish, type Pausable } from '../machine/pausable';
import {
  type ExplainReport,
  type ExplainSettings,
  explainingTrace,
  USUAL_BUDGET,
} from '../world/explore/explain-trace';
import { loadProgram } from '../world/program/load-program';
import type { LoadTraceOptions } from './trace';

export { ASSUMPTION_KINDS, type AssumptionKind } from '../world/explore/assumptions';
export type { ExplainReport, Explanation } from '../world/explore/explain-trace';

export type ExplainOptions = Partial<ExplainSettings> & Pick<LoadTraceOptions, 'files'>;

/** In pieces. @throws RangeError for a text that does not load. */
export function explaining(
  text: string,
  { files, budget = USUAL_BUDGET, only, isOver }: ExplainOptions = {},
): Pausable<ExplainReport> {
  const load = (changed: string) => loadProgram(changed, files ? { files } : {}).program;
  return explainingTrace(text, load, { budget, only, ...(isOver && { isOver }) });
}

/** All of it at once. @throws RangeError for a text that does not load. */
export function explain(text: string, options: ExplainOptions = {}): ExplainReport {
  return finish(explaining(text, options));
}
