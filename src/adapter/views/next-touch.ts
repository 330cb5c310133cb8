/**
 * What happens when a task next touches a component that XFD can cover, as its kernel's #NM handler decides it: the permission
 * of its process, room in its buffer, memory for a larger one. See the policies' `exc_device_not_available`. Where the trace
 * has taken a step out of that handler, the answer names the step.
 */
import { parseBytes } from '../../kernel/model/memory/memory-budget';
import { kernelSize } from '../../kernel/model/xstate/xstate-features';
import type { KernelState } from '../../kernel/state/state';
import { isAlive, type Task } from '../../kernel/state/task';
import { componentsIn } from '../../machine/architecture/component';
import type { Processor } from '../../machine/processor/processor';
import { tableOf } from '../../machine/table';
import type { Program } from '../../world/program/program';

export interface NextTouch {
  /** `XTILEDATA`. */
  readonly component: string;
  /** `#NM, then 10752 bytes`, `SIGILL: no permission`. */
  readonly text: string;
  /** `open` where the trace has taken steps out of the kernel: what comes of that is for the run to show. */
  readonly outcome: 'works' | 'grows' | 'dies' | 'open';
}

/** The kernel that the trace runs on. */
export type Ruling = Pick<Program, 'policy' | 'policyOptions'>;

interface Case {
  readonly options: Ruling['policyOptions'];
  readonly kernel: KernelState;
  readonly processor: Processor;
  readonly task: Task;
  readonly component: bigint;
}

type Answer = Omit<NextTouch, 'component'>;

/** By policy; one that arms nothing has no row. */
const WHEN_ARMED = tableOf<(which: Case) => Answer>({
  linux: (which) => {
    const { kernel, task, component } = which;
    const process = kernel.processes[task.process];
    if (((process?.perm ?? 0n) & component) === 0n) return { text: 'SIGILL: no permission', outcome: 'dies' };
    return growth(which, process?.permSizes.size ?? 0, 'SIGSEGV: no memory for the buffer');
  },
  'linux-rfc-2020': (which) => {
    const size = kernelSize(which.processor, which.task.fpstate.xfeatures | which.component);
    return growth(which, size, 'the kernel dies: no memory for the buffer');
  },
  explicit: () => ({ text: 'SIGILL: not asked for', outcome: 'dies' }),
});

/** A kernel that leaves a component disarmed without room for it loses the component at the next switch. */
function whenDisarmed({ task, component }: Case): Answer {
  const hasRoom = (task.fpstate.xfeatures & component) !== 0n;
  if (hasRoom) return { text: 'no #NM: its buffer has room', outcome: 'works' };
  return { text: 'no #NM, though its buffer has no room', outcome: 'open' };
}

function whenArmed(policy: Ruling['policy'], which: Case): Answer {
  const missing = takenOut(policy, which.kernel);
  if (missing.length > 0) return { text: `#NM, in a kernel without ${missing.join(', ')}`, outcome: 'open' };
  if (policy.isWritten) return { text: `#NM, as ${policy.name} has it`, outcome: 'open' };
  return WHEN_ARMED[policy.name]?.(which) ?? whenDisarmed(which);
}

const HANDLER = 'exc_device_not_available';

/** What the trace has taken out of the handler, and out of what the handler calls: `ROUTINE.STEP` names. */
function takenOut({ routines }: Ruling['policy'], { without }: KernelState): readonly string[] {
  if (without.length === 0) return [];
  const reached = routinesFrom(routines, HANDLER);
  return without.filter((step) => reached.has(step.slice(0, step.indexOf('.'))));
}

/**
 * A routine with all that it may call, by the names that stand in the lines of its pseudo-C. A line may name the wrapper of a
 * routine, whose name lacks the underscores: `xfd_enable_feature` for `__xfd_enable_feature`.
 */
function routinesFrom(routines: Ruling['policy']['routines'], first: string): ReadonlySet<string> {
  const byName = new Map<string, Ruling['policy']['routines'][number]>(routines.map((each) => [each.name, each]));
  const reached = new Set([first]);
  // What is added while the set is walked is walked as well.
  for (const name of reached) {
    const words = byName.get(name)?.steps.flatMap(({ code }) => code.match(/\w+/g) ?? []) ?? [];
    for (const name of words.flatMap((word) => [word, `__${word}`])) if (byName.has(name)) reached.add(name);
  }
  return reached;
}

/** Whether `vzalloc` grants it: see `src/kernel/model/memory/buffers.ts`. */
function growth({ kernel, options }: Case, size: number, failure: string): Answer {
  const { allocFailures, counters } = kernel;
  const budget = parseBytes(options.memory);
  const isOver = budget !== null && counters.buffer_bytes + size > budget;
  if (allocFailures > 0 || (isOver && options.oom !== 'on')) return { text: `#NM, then ${failure}`, outcome: 'dies' };
  if (isOver) return { text: `#NM, then the OOM killer makes room for ${size} bytes`, outcome: 'dies' };
  return { text: `#NM, then ${size} bytes`, outcome: 'grows' };
}

/** Empty for a task that is over, or that has no business with these components. `xfd`: IA32_XFD while the task runs. */
export function nextTouches(
  { policy, policyOptions }: Ruling,
  kernel: KernelState,
  processor: Processor,
  xcr0: bigint,
  task: Task,
  xfd: bigint,
): readonly NextTouch[] {
  if (task.kthread || !isAlive(task)) return [];
  return componentsIn(processor.xfdSupported & xcr0).map(({ index, id }): NextTouch => {
    const which = { options: policyOptions, kernel, processor, task, component: 1n << BigInt(index) };
    const isArmed = (xfd & which.component) !== 0n;
    return { component: id, ...(isArmed ? whenArmed(policy, which) : whenDisarmed(which)) };
  });
}
