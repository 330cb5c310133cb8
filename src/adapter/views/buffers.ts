/** The answer to `xtrace/buffers`: what the Buffer map shows. */
import type { Debuggee } from '../state/debuggee';
import { type AreaView, comparedAreas } from './areas';

export interface BuffersView {
  /** All tasks that have a buffer, by name. */
  readonly tasks: readonly string[];
  /** Whose areas these are; null where there is no task, and for one that is gone. */
  readonly task: string | null;
  readonly areas: readonly ComparedArea[];
}

/** An area, and how it was at the stop before, where it had another size or place then. */
export type ComparedArea = AreaView & { readonly before?: AreaView };

export function buffersView({ state, before, program }: Debuggee, name: string | undefined): BuffersView {
  const tasks = state.kernel?.tasks.filter(({ fpstate }) => fpstate.size > 0) ?? [];
  const current = state.kernel?.cpus[state.current]?.current;
  const task = tasks.find((candidate) => candidate.name === name) ?? tasks.find(({ id }) => id === current) ?? tasks[0];
  return {
    tasks: tasks.map((candidate) => candidate.name),
    task: task?.name ?? null,
    areas: task ? comparedAreas(state, before, task, program.processor) : [],
  };
}
