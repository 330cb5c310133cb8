/** The answer to `xtrace/views`: registers, tasks and tiles, with what changed since the stop before. */
import type { Debuggee } from '../state/debuggee';
import { registersView } from './registers';
import { tasksView } from './tasks';
import { tilesView } from './tiles';
import type { Verdict, ViewsSnapshot } from './views';

export function viewsSnapshot(debuggee: Debuggee, running: boolean): ViewsSnapshot {
  const { state, before, engine, program } = debuggee;
  const text = running ? debuggee.settledText : debuggee.timeText;
  const { step, furthest } = engine.time;
  const cpu = state.cpus[state.current]!; // `cpu N` checks N
  const cpuBefore = before?.cpus[state.current];
  return {
    time: { step, furthest, text, ...(engine.world.ended ? { verdict: verdictOf(debuggee) } : {}) },
    running,
    registers: registersView(state, before),
    tasks: tasksView(program, state, before),
    tiles: tilesView(cpu),
    ...(cpuBefore ? { previousTiles: tilesView(cpuBefore) } : {}),
  };
}

export function verdictOf({ engine: { verdict, failed } }: Debuggee): Verdict {
  return { text: verdict, failed };
}
