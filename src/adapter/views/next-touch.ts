/**
 * What happens when a task next touches a component that XFD can cover, as its kernel's #NM handler decides it: the permission
 * of its process, room in its buffer, memory for a larger one. See the policies' `exc_device_not_available`.
 */
import { parseBytes } from '../../kernel/model/memory/memory-budget';
import { kernelSize } from '../../kernel/model/xstate/xstate-features';
import { isAlive, type KernelState, type Task } from '../../kernel/state/state';
import { componentsIn } from '../../machine/architecture/component';
import type { Processor } from '../../machine/processor/processor';
import type { Program } from '../../world/program/program';

export interface NextTouch {
  /** `XTILEDATA`. */
  readonly component: string;
  /** `#NM, then 10752 bytes`, `SIGILL: no permission`. */
  readonly text: string;
  readonly outcome: 'works' | 'grows' | 'dies';
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
const WHEN_ARMED: Readonly<Record<string, (which: Case) => Answer>> = {
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
};

/** Whether `vzalloc` grants it: see `src/kernel/model/memory/buffers.ts`. */
function growth({ kernel, options }: Case, size: number, failure: string): Answer {
  const { allocFailures, counters } = kernel;
  const budget = parseBytes(options.memory);
  const isOver = budget !== null && counters.buffer_bytes + size > budget;
  if (allocFailures > 0 || (isOver && options.oom !== 'on')) return { text: `#NM, then ${failure}`, outcome: 'dies' };
  if (isOver) return { text: `#NM, then the OOM killer makes room for ${size} bytes`, outcome: 'dies' };
  return { text: `#NM, then ${size} bytes`, outcome: 'grows' };
}

/** Empty for a task that is over, or that has no business with these components. */
export function nextTouches(
  { policy, policyOptions }: Ruling,
  kernel: KernelState,
  processor: Processor,
  xcr0: bigint,
  task: Task,
): readonly NextTouch[] {
  if (task.kthread || !isAlive(task)) return [];
  return componentsIn(processor.xfdSupported & xcr0).map(({ index, id }): NextTouch => {
    const which = { options: policyOptions, kernel, processor, task, component: 1n << BigInt(index) };
    const armed = (task.fpstate.xfd & which.component) !== 0n;
    const answer = armed ? WHEN_ARMED[policy.name]?.(which) : undefined;
    return { component: id, ...(answer ?? { text: 'no #NM: its buffer has room', outcome: 'works' }) };
  });
}
