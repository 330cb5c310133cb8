/** What a recording says as a whole, before any of it is written down: who there is, and whose switches are recorded. */
import type { Observation } from '../observation';

export interface Survey {
  /** The name of each task in the trace, by its thread ID; for every task but idle. */
  readonly names: ReadonlyMap<number, string>;
  /** Tasks with user state; all others are kernel threads. */
  readonly users: ReadonlySet<number>;
  /** Tasks whose beginning is recorded. */
  readonly forked: ReadonlySet<number>;
  /** Tasks with user state whose switches are all recorded: some are, or they are children of one of these. */
  readonly followed: ReadonlySet<number>;
  /** How many CPUs there are at least. */
  readonly cpus: number;
}

const IDLE_PID = 0;

export function survey(observations: readonly Observation[]): Survey {
  const comms = new Map<number, string>();
  const [users, forked, left, entered] = [new Set<number>(), new Set<number>(), new Set<number>(), new Set<number>()];
  const parents = new Map<number, number>();
  let cpus = 1;
  for (const observation of observations) {
    const { pid, comm, cpu } = observation;
    cpus = Math.max(cpus, cpu + 1);
    comms.set(pid, comm);
    if (USER_FACTS.has(observation.kind)) users.add(pid);
    // A task is never made with the number of idle: such a line is damaged.
    if (observation.kind === 'fork' && observation.childPid !== IDLE_PID) {
      comms.set(observation.childPid, observation.childComm);
      if (users.has(pid)) {
        forked.add(observation.childPid);
        users.add(observation.childPid);
        parents.set(observation.childPid, pid);
      }
    }
    if (observation.kind === 'switch') {
      left.add(observation.prevPid);
      entered.add(observation.nextPid);
      comms.set(observation.nextPid, observation.nextComm);
    }
  }
  comms.delete(IDLE_PID);
  users.delete(IDLE_PID);
  const names = new Map([...comms].map(([pid, comm]) => [pid, nameOf(comm, pid)]));
  // What perf records of a process has the switches from its tasks, and none to them.
  const isOneSided = [...entered].some((pid) => !users.has(pid)) && [...left].every((pid) => users.has(pid));
  const followed = isOneSided ? new Set<number>() : followedBy(users, left, parents);
  return { names, users, forked, followed, cpus };
}

/** A buffer may be limited to some tasks and those that they make (`set_event_pid`, `event-fork`). */
function followedBy(users: ReadonlySet<number>, left: ReadonlySet<number>, parents: ReadonlyMap<number, number>) {
  const followed = new Set([...users].filter((pid) => left.has(pid)));
  // Parents come before their children.
  for (const [child, parent] of parents) if (followed.has(parent)) followed.add(child);
  return followed;
}

/** What only a task with user state does. */
const USER_FACTS: ReadonlySet<string> = new Set([
  ...['fpu', 'fpstate', 'exec', 'clone', 'first-use', 'deliver', 'call', 'return', 'guest-entry'],
]);

/** A name of the language: `amxtest-96` becomes `amxtest_96`. */
function nameOf(comm: string, pid: number): string {
  const word = comm.replace(/\W+/g, '_').replace(/^_+|_+$/g, '');
  return `${/^[A-Za-z]/.test(word) ? word : `task_${word}`}_${pid}`.replaceAll('__', '_');
}
