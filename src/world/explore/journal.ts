/** The run of the trace as it stands: where something could have come between, and what the kernel did at each line. */
import { hindrance, isAlive, isSwitchable, type Task } from '../../kernel/state/task';
import { FLAG } from '../../machine/architecture/bits';
import { programRun } from '../run/program-run';
import { codePlaceHere } from './code-places';
import { lineAt } from './line-at';
import type { Problem } from './problem';
import { placesInRun, type RunPlace } from './run-places';
import type { Walk } from './walk';

/** The flow has got to a line. */
export interface Arrival {
  /** Zero-based. */
  readonly line: number;
  /** The task that runs there in user mode; null where kernel code does, a guest, or nobody. */
  readonly user: string | null;
  /** The task on the CPU, whatever it does. */
  readonly current: string | null;
  /** Nobody has the CPU, and nothing of the kernel is under way there. */
  readonly isIdle: boolean;
  readonly cpu: number;
  /** Online CPUs that nobody runs on. */
  readonly idle: readonly number[];
  /** Tasks that could get the CPU. */
  readonly ready: readonly string[];
  /** Signals that the task would have a handler run for. */
  readonly signals: readonly number[];
  /** `ROUTINE.STEP` of every step of the kernel until the next arrival, once each, in order. */
  readonly places: readonly string[];
  /** Of a real kernel's code until then: where it could have been preempted, once each, in order. */
  readonly code: readonly string[];
  /** Buffers that were allocated until then. */
  readonly allocated: number;
  /** Of a program that ran until then: where it could have been interrupted. Empty where none did. */
  readonly within: readonly RunPlace[];
}

export interface Journal {
  readonly arrivals: readonly Arrival[];
  /** What is wrong without anything in between. */
  readonly problems: readonly Problem[];
  readonly moments: number;
  /** Whether it came to an end within the limit. */
  readonly ended: boolean;
}

/** Moments that a trace may have; one with more is explored as far as that. */
const MOST_MOMENTS = 2_000_000;

/** @param onArrival called before the step of each arrival. */
export function keepJournal(walk: Walk, onArrival: (line: number) => void = () => {}): Journal {
  const arrivals: Arrival[] = [];
  const problems: Problem[] = [];
  let open: Open | undefined;
  const close = (): void => {
    if (!open) return;
    const allocated = allocsOf(walk) - open.allocs;
    const within = placesInRun(open.entries, walk.world.flow.steps - open.steps);
    arrivals.push({ ...open.arrival, places: [...open.places], code: [...open.code], allocated, within });
    open = undefined;
  };
  while (!walk.world.ended && walk.moments < MOST_MOMENTS) {
    const line = lineAt(walk.world);
    if (line !== undefined) {
      close();
      onArrival(line);
      const { steps } = walk.world.flow;
      open = {
        arrival: arrivalAt(walk, line),
        places: new Set(),
        code: new Set(),
        allocs: allocsOf(walk),
        entries: [],
        steps,
      };
    }
    const active = walk.world.kernel?.active === true;
    const code = open && active ? codePlaceHere(walk.world) : undefined;
    if (code !== undefined) open?.code.add(code);
    problems.push(...walk.advance(false));
    if (open && !active && walk.world.kernel?.active) noteEntry(open, walk);
    if (active && walk.place !== null) open?.places.add(walk.place);
  }
  close();
  return { arrivals, problems, moments: walk.moments, ended: walk.world.ended };
}

/** What has been seen since the last arrival. */
interface Open {
  readonly arrival: Arrival;
  readonly places: Set<string>;
  readonly code: Set<string>;
  readonly allocs: number;
  /** A program's entries into the kernel. */
  readonly entries: RunPlace[];
  readonly steps: number;
}

function noteEntry({ entries, steps }: Open, { world }: Walk): void {
  const { kernel, currentTask: task } = world;
  const leader = kernel?.state.tasks[programRun(world)?.task ?? -1]?.name;
  if (!task || leader === undefined) return;
  entries.push({ leader, task: task.name, after: world.flow.steps - steps, signals: signalsFor(world, task) });
}

function allocsOf({ world }: Walk): number {
  return world.kernel?.state.counters.allocs ?? 0;
}

function arrivalAt({ world }: Walk, line: number): Arrival {
  const { kernel, flow, entry, currentTask: current } = world;
  const inKernel = entry?.inKernelSection !== false;
  // An interrupt and a switch clear RFLAGS.TF; what the trace writes in their place does not.
  const isFree = !inKernel && (world.cpu.rflags & FLAG.TF) === 0;
  const inUserCode = current !== undefined && isFree && !entry?.inGuest && !current.kthread;
  const tasks = kernel?.state.tasks ?? [];
  return {
    line,
    user: inUserCode && !current.vcpu?.parked ? current.name : null,
    current: current?.name ?? null,
    isIdle: current === undefined && isFree,
    cpu: flow.cpu,
    idle: (kernel?.state.cpus ?? []).flatMap((percpu, index) =>
      percpu.online && percpu.current === null && index !== flow.cpu ? [index] : [],
    ),
    ready: tasks.filter(isSwitchable).map(({ name }) => name),
    signals: current ? signalsFor(world, current) : [],
    places: [],
    code: [],
    allocated: 0,
    within: [],
  };
}

function signalsFor({ kernel }: Walk['world'], task: Task): readonly number[] {
  const actions = kernel?.state.processes[task.process]?.actions ?? {};
  if (!isAlive(task) || hindrance(task) || task.tracer !== null) return [];
  return Object.entries(actions).flatMap(([number, { handler }]) => {
    const signal = Number(number);
    const isBlocked = ((task.blocked >> BigInt(signal - 1)) & 1n) === 1n;
    return typeof handler === 'number' && handler > 1 && !isBlocked ? [signal] : [];
  });
}
