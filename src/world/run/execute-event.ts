/** What each event of a trace does when it executes; one row an event. */

import { IDLE } from '../../kernel/state/constants';
import { hindrance, isAlive, type Task } from '../../kernel/state/state';
import { ExpressionError } from '../../language/errors/expression-error';
import type { Event, Expression } from '../../language/syntax/syntax';
import { namedConstant } from '../../language/vocabulary/constants';
import { syscallRow, takesText } from '../../language/vocabulary/syscalls';
import { toLinear } from '../../machine/architecture/linear-address';
import type { Step } from '../program/step';
import { evaluateIn } from '../scope/evaluate-in';
import type { World } from '../state/world';
import { describeDeadTask } from './death';
import { judgeExpectation } from './expectation';
import {
  enterGuest,
  getGuestXsave,
  isInGuest,
  leaveGuest,
  setGuestCpuid,
  setGuestMsr,
  setGuestXcr0,
  setGuestXsave,
} from './guest-events';
import { describeHindrance, enterKernel, requireTask, returnsToUserFirst } from './kernel-work';
import { observe } from './observe';
import { popRestorer } from './pop-restorer';
import { print } from './print';
import { complete, fail } from './step-end';
import { sinceWhen, stuckCpu } from './stuck';
import { addSeccompFilter, hotplug, suspend } from './system-events';

type EventStep = Step & { readonly kind: 'event' };
/** Nobody reads what it would point to. */
const NO_POINTER = 0n;

type Executor<K extends Event['kind']> = (world: World, event: Event & { kind: K }, step: EventStep) => void;

export function executeEvent(world: World, step: EventStep): void {
  if (returnsToUserFirst(world)) return;
  const execute = EXECUTORS[step.event.kind] as Executor<Event['kind']>; // the key chose the row
  try {
    execute(world, step.event, step);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    fail(world, error.code, error.message);
  }
}

/** The `end` of a block: around again, or on. */
export function executeEnd(world: World, step: Step & { readonly kind: 'end' }): void {
  const { flow, program } = world;
  const begin = program.steps[step.block];
  if (begin?.kind === 'event' && begin.event.kind === 'ring0') return endRing0(world, step);
  const loop = flow.loops.at(-1);
  if (!loop || loop.step !== step.block) return complete(world, after(step));
  loop.round++;
  if (loop.round < loop.count) return complete(world, program.steps[step.block + 1]!.address); // a block has an end
  flow.loops.pop();
  complete(world, after(step));
}

function endRing0(world: World, step: Step): void {
  if (world.kernel) {
    enterKernel(world, 'stay', (entry) => entry.leaveKernelSection());
    return;
  }
  world.cpu.cpl = world.flow.ring0Cpl ?? 0;
  world.flow.ring0Cpl = null;
  complete(world, after(step));
}

function after(step: Step): number {
  return step.address + step.size;
}

function number(world: World, expression: Expression, what: string): number {
  const value = evaluateIn(world, expression);
  const result = typeof value === 'bigint' ? Number(value) : value;
  if (typeof result !== 'number' || !Number.isSafeInteger(result) || result < 0) {
    throw new ExpressionError('not-a-count', `${what} must be a whole number that is not negative, not ${value}.`);
  }
  return result;
}

/** The number of a CPU that the machine has; undefined after ending the run with a message. */
function cpuNumber(world: World, expression: Expression): number | undefined {
  const index = number(world, expression, 'The CPU');
  if (index < world.cpus.length) return index;
  const message = `There is no CPU ${index}: the machine has ${world.cpus.length}. Write \`machine ... cpus=${index + 1}\`.`;
  fail(world, 'no-cpu', message);
  return undefined;
}

/** Only one policy has calls for in-kernel use of tiles. */
function kernelAmx(world: World, event: string, which: 'begin' | 'end'): void {
  if (!needsKernel(world, event)) return;
  enterKernel(world, 'stay', (entry) => {
    if (entry.kernelAmx(which)) return;
    const { name } = world.program.policy;
    fail(world, 'no-kernel-amx', `\`kernel ${name}\` has no such call: \`${event}\` needs \`kernel explicit\`.`);
  });
}

/** Completes an event that needs a kernel policy, or says that there is none. */
function needsKernel(world: World, what: string): boolean {
  if (world.kernel) return true;
  fail(world, 'no-kernel', `\`${what}\` needs a kernel, and this trace has \`kernel none\`.`);
  return false;
}

const EXECUTORS: { readonly [K in Event['kind']]: Executor<K> } = {
  cpu: (world, event, step) => {
    const index = cpuNumber(world, event.index);
    if (index === undefined) return;
    if (world.kernel?.state.cpus[index]?.online === false) {
      return fail(world, 'cpu-offline', `CPU ${index} is down: write \`hotplug ${index} on\` first.`);
    }
    world.flow.cpu = index;
    complete(world, after(step));
  },

  switch: (world, event) => {
    if (!needsKernel(world, 'switch')) return;
    const name = event.task.text;
    const task = world.kernel?.state.tasks.find((candidate) => candidate.name === name && isAlive(candidate));
    if (name !== IDLE && !task) return fail(world, 'no-such-task', describeDeadTask(world, name));
    if (task && isElsewhere(world, task)) return;
    if (task && hindrance(task)) return failHindered(world, task);
    world.flow.stepTask = null;
    enterKernel(world, 'complete', (entry) => entry.switchTo(name));
  },

  run: (world, event, step) => {
    if (!needsKernel(world, 'run')) return;
    const name = event.task.text;
    const task = world.kernel?.state.tasks.find((candidate) => candidate.name === name && isAlive(candidate));
    if (!task) return fail(world, 'no-such-task', describeDeadTask(world, name));
    if (hindrance(task)) return failHindered(world, task);
    if (isElsewhere(world, task)) return;
    if (task.vcpu?.parked) {
      return fail(world, 'in-guest', `${name} is inside its guest: \`switch ${name}\`, then write the guest’s code.`);
    }
    if (world.flow.run)
      return fail(world, 'nested-run', '`run` inside code that `run` executes: let the flow switch instead.');
    const left = event.count ? number(world, event.count, 'The number of instructions') : null;
    world.flow.run = { from: step.address, task: task.id, left, outcomes: [], outer: world.flow.activations };
    world.flow.stepTask = task.id;
    enterKernel(world, 'begin-run', (entry) => {
      if (world.currentTask?.id !== task.id) entry.switchTo(name);
    });
  },

  repeat: (world, event, step) => {
    const count = BigInt(number(world, event.count, 'The number of rounds'));
    const end = world.program.steps.find((candidate) => candidate.kind === 'end' && candidate.block === step.index);
    if (count === 0n && end) return complete(world, after(end));
    world.flow.loops.push({ step: step.index, counter: event.counter?.text ?? null, count, round: 0n });
    complete(world, after(step));
  },

  ring0: (world, _event, step) => {
    if (world.kernel) {
      world.flow.stepTask = null;
      return enterKernel(world, 'stay', (entry) => entry.enterKernelSection());
    }
    world.flow.ring0Cpl = world.cpu.cpl;
    world.cpu.cpl = 0;
    complete(world, after(step));
  },

  idt: (world, event, step) => {
    if (world.entry && !world.entry.inGuest)
      return fail(world, 'idt-under-kernel', '`idt` is for `kernel none`: this kernel has handlers of its own.');
    const symbol = world.program.symbols.get(event.proc.text);
    if (symbol?.kind === 'proc') world.flow.idt[event.exception] = symbol.address;
    complete(world, after(step));
  },

  kernel_fpu_begin: (world, event) => {
    if (needsKernel(world, event.kind)) enterKernel(world, 'stay', (entry) => entry.kernelFpuBegin());
  },
  kernel_fpu_end: (world, event) => {
    if (needsKernel(world, event.kind)) enterKernel(world, 'stay', (entry) => entry.kernelFpuEnd());
  },
  kernel_amx_begin: (world, event) => kernelAmx(world, event.kind, 'begin'),
  kernel_amx_end: (world, event) => kernelAmx(world, event.kind, 'end'),
  kvm_set_cpuid2: (world, event) => {
    if (needsKernel(world, event.kind)) setGuestCpuid(world, event);
  },
  kvm_get_xsave2: (world, event) => {
    if (needsKernel(world, event.kind)) getGuestXsave(world, event);
  },
  kvm_set_xsave: (world, event) => {
    if (needsKernel(world, event.kind)) setGuestXsave(world, event);
  },
  kvm_set_xcrs: (world, event) => {
    if (needsKernel(world, event.kind)) setGuestXcr0(world, event);
  },
  kvm_set_msrs: (world, event) => {
    if (needsKernel(world, event.kind)) setGuestMsr(world, event);
  },
  vmenter: (world, event) => {
    if (needsKernel(world, event.kind)) enterGuest(world);
  },
  vmexit: (world, event) => {
    if (needsKernel(world, event.kind)) leaveGuest(world);
  },
  observe: (world, event, step) => {
    observe(world, event.facts);
    complete(world, after(step));
  },

  signal: (world, event) => {
    if (!needsKernel(world, 'signal')) return;
    if (!event.task && !requireTask(world)) return;
    const name = event.task?.text ?? world.currentTask?.name ?? '';
    const task = world.kernel?.state.tasks.find((candidate) => candidate.name === name && isAlive(candidate));
    if (!task) return fail(world, 'no-such-task', describeDeadTask(world, name));
    const number = Number(namedConstant(event.name.text)?.value ?? 0);
    enterKernel(world, 'complete', (entry) => entry.sendSignal(name, number));
  },

  syscall: (world, event, step) => {
    if (!needsKernel(world, 'syscall')) return;
    if (!requireTask(world) || isInGuest(world, 'syscall')) return;
    const policy = world.program.policy;
    const name = event.name.text;
    if (!Object.hasOwn(policy.entries.syscalls, name)) {
      return fail(world, 'not-supported', `\`kernel ${policy.name}\` has no system call ${name}.`);
    }
    const row = syscallRow(name);
    const args = event.arguments.map((argument, index) => {
      const value = evaluateIn(world, argument);
      if (typeof value === 'bigint') return BigInt.asUintN(64, value);
      if (typeof value === 'string' && row && takesText(row, index)) return NO_POINTER;
      throw new ExpressionError('bad-argument', `An argument of ${name} is not an integer.`);
    });
    if (name === 'rt_sigreturn') popRestorer(world);
    enterKernel(world, 'complete', (entry) =>
      entry.syscall({ name, arguments: args, returnAddress: after(step), ...(event.as && { as: event.as.text }) }),
    );
  },

  seccomp: (world, event, step) => {
    if (needsKernel(world, 'seccomp') && addSeccompFilter(world, event)) complete(world, after(step));
  },

  hotplug: (world, event) => {
    if (!needsKernel(world, 'hotplug')) return;
    const index = cpuNumber(world, event.index);
    if (index !== undefined) hotplug(world, index, event.online);
  },

  suspend: (world) => {
    if (needsKernel(world, 'suspend')) suspend(world);
  },

  'inject-alloc-fail': (world, event, step) => {
    if (!needsKernel(world, 'inject alloc-fail') || !world.kernel) return;
    world.kernel.injectAllocationFailures(event.count ? number(world, event.count, 'The count') : 1);
    complete(world, after(step));
  },

  'inject-preempt': (world, event, step) => {
    if (!needsKernel(world, 'inject preempt') || !world.kernel) return;
    world.kernel.injectPreemption(event.task.text, `${event.routine.text}.${event.step.text}`);
    complete(world, after(step));
  },

  'inject-page-fault': (world, event, step) => {
    const value = evaluateIn(world, event.address);
    const address = typeof value === 'bigint' ? toLinear(value) : undefined;
    if (address === undefined) throw new ExpressionError('bad-address', `${value} is not an address.`);
    world.memory.injectFault(address, event.count ? number(world, event.count, 'The count') : 1);
    complete(world, after(step));
  },

  without: (world, event, step) => {
    world.kernel?.setWithout(`${event.routine.text}.${event.step.text}`, true);
    complete(world, after(step));
  },
  with: (world, event, step) => {
    world.kernel?.setWithout(`${event.routine.text}.${event.step.text}`, false);
    complete(world, after(step));
  },

  reclaim: (world, event) => {
    if (!needsKernel(world, 'reclaim')) return;
    enterKernel(world, 'complete', (entry) => {
      if (entry.reclaim(event.task?.text)) return;
      fail(
        world,
        'cannot-reclaim',
        'This kernel never gives buffers back: `reclaim` needs `kernel linux-rfc-2020 reclaim=on`.',
      );
    });
  },

  expect: (world, event, step) => {
    world.note(judgeExpectation(world, event));
    complete(world, after(step));
  },

  print: (world, event, step) => {
    world.note({ kind: 'print', text: print(world, event.values) });
    complete(world, after(step));
  },

  stop: (world, _event, step) => {
    world.note({ kind: 'stop' });
    complete(world, after(step));
  },
};

/** True after ending the run with a message: the task runs on another CPU. */
function isElsewhere(world: World, { name, cpu }: Task): boolean {
  if (cpu === null || cpu === world.flow.cpu) return false;
  const stuck = stuckCpu(world, cpu);
  const message = stuck
    ? `${name} is on CPU ${cpu}, which is stuck ${sinceWhen(stuck)}: nothing takes it away from there.`
    : `${name} runs on CPU ${cpu}. Switch that CPU to another task first.`;
  fail(world, 'task-elsewhere', message);
  return true;
}

/** The task cannot run: says who must do what. */
function failHindered(world: World, task: Task): void {
  const message = describeHindrance(world, task);
  if (task.stopped) fail(world, 'task-stopped', message);
  else fail(world, 'task-waiting', message);
}
