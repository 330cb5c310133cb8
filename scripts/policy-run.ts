/** Runs traces and counts, for the tables of docs/policies.md. */
import '../src/main/iced-on-node';
import { History } from '../src/world/debugger/history/history';
import { loadProgram } from '../src/world/program/load-program';
import { formatOutcomes, type Outcome } from '../src/world/program/outcome';
import type { Program } from '../src/world/program/program';
import type { World } from '../src/world/state/world';

/** The routines that load a task's registers, in the kernels of the model. */
const LOADS: readonly string[] = ['restore_fpregs_from_fpstate', 'copy_kernel_to_fpregs'];

export interface Measured {
  readonly allocs: number;
  readonly most: number;
  readonly last: number;
  readonly nm: number;
  readonly xfdWrites: number;
  readonly restores: number;
  readonly frame: number;
}

/** @param bystander the task whose frame counts. @throws Error where the trace does not run to its end. */
export function measure(text: string, bystander: string): Measured {
  let most = 0;
  let restores = 0;
  const world = runThrough(text, (current) => {
    const { kernel } = current;
    if (!kernel) return;
    most = Math.max(most, kernel.state.counters.buffer_bytes);
    const frame = kernel.state.stack.at(-1);
    const isFirst = frame !== undefined && LOADS.includes(frame.routine) && frame.step === 0;
    if (isFirst && current.flow.phase !== 'boot') restores++;
  });
  const { counters, tasks } = world.kernel!.state; // every row has a kernel
  const { allocs, buffer_bytes, nm, xfd_writes } = counters;
  const frame = tasks.find(({ name }) => name === bystander)?.fpstate.userSize ?? 0;
  return { allocs, most, last: buffer_bytes, nm, xfdWrites: xfd_writes, restores, frame };
}

/** What the last step of a trace did, as outcomes are written; `ok` also for a result that is no error. */
export function outcomesOf(text: string): string {
  let outcomes: readonly Outcome[] = [];
  runThrough(text, ({ flow, step }, { steps }) => {
    if (step === steps.at(steps.length - 1)) outcomes = [...flow.outcomes];
  });
  return formatOutcomes(outcomes.filter((outcome) => outcome.kind !== 'result' || outcome.value < 0n)).join(', ');
}

function runThrough(text: string, look: (world: World, program: Program) => void): World {
  const { program, diagnostics } = loadProgram(text);
  if (!program) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const history = new History(program);
  while (!history.world.ended) {
    history.forward();
    look(history.world, program);
    const error = history.world.happenings.find(({ kind }) => kind === 'error');
    if (error?.kind === 'error') throw new Error(`line ${error.line + 1}: ${error.message}`);
  }
  return history.world;
}
