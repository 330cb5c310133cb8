/** What explorations and explanations say of a trace that nobody debugs. */
import { explainingTrace, USUAL_BUDGET } from '../../world/explore/explain-trace';
import {
  type ExploreProgress,
  type ExploreSettings,
  exploringTrace,
  USUAL_SETTINGS,
} from '../../world/explore/explore-trace';
import type { Load } from '../../world/explore/forks';
import { loadProgram } from '../../world/program/load-program';
import type { Overrides } from '../../world/program/override';
import { inSlices } from '../launch/in-slices';
import { filesFor, loadText, readText, TraceError, tellable } from '../launch/load-trace';
import { baseName } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';
import type { RunHost } from './account-for';
import type { ExplainArguments, Explained, ExploreArguments, Explored, WorkProgress } from './background';

type Settings = Omit<ExploreArguments, 'program' | 'text'>;

export interface Watching {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Omit<WorkProgress, 'request'>) => void;
}

/** A few times a second. */
const PROGRESS_MS = 250;
const EXPLAIN_SECONDS = 60;

/** Rejects with `UserError` for a trace with errors, for settings that cannot be used, and when the work is aborted. */
export async function exploreFor(
  host: RunHost,
  { program: path, text, ...settings }: ExploreArguments & { readonly text: string },
  { signal, onProgress }: Watching,
): Promise<Explored> {
  const load = await loadFor(host, path, text, overridesOf(settings), signal);
  const tell = seldom(host, onProgress);
  let explored: ExploreProgress | undefined;
  const onRun = (progress: ExploreProgress): void => {
    explored = progress;
  };
  const work = exploringTrace(text, load, { ...USUAL_SETTINGS, ...given(settings) }, { name: baseName(path), onRun });
  return inSlices(host, work, { signal, onProgress: (done) => tell({ done, explored }) });
}

/** Rejects with `UserError` for a trace with errors, and when the work is aborted. */
export async function explainFor(
  host: RunHost,
  { program: path, text, only, seconds = EXPLAIN_SECONDS }: ExplainArguments & { readonly text: string },
  { signal, onProgress }: Watching,
): Promise<Explained> {
  if (seconds < 1) throw new UserError('bad-argument', '`seconds` must be at least 1.');
  const load = await loadFor(host, path, text, {}, signal);
  const tell = seldom(host, onProgress);
  const end = host.now() + seconds * 1000;
  const work = explainingTrace(text, load, { budget: USUAL_BUDGET, only, isOver: () => host.now() >= end });
  return inSlices(host, work, { signal, onProgress: (done) => tell({ done }) });
}

/** How changed texts of the trace are loaded, once the trace itself has loaded. */
async function loadFor(
  host: RunHost,
  path: string,
  text: string,
  overrides: Overrides,
  signal: AbortSignal,
): Promise<Load> {
  const { program, diagnostics, overrideProblem } = await loadText(host, path, text, overrides, { signal });
  if (overrideProblem) throw new UserError('bad-argument', overrideProblem.message);
  if (!program) throw new TraceError(path, tellable(diagnostics));
  const files = await filesFor(host, path, await readText(host, text, { signal }), [overrides]);
  return (changed) => loadProgram(changed, { files }).program;
}

function overridesOf({ machine, kernel }: Settings): Overrides {
  return { ...(machine !== undefined && { machine }), ...(kernel !== undefined && { kernel }) };
}

/** Without what is undefined. */
function given(settings: Settings): Partial<ExploreSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)); // of the same members
}

function seldom<T>({ now }: Pick<RunHost, 'now'>, tell: (value: T) => void): (value: T) => void {
  let last = now();
  return (value) => {
    if (now() - last < PROGRESS_MS) return;
    last = now();
    tell(value);
  };
}
