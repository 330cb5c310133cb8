/** What the events do that are about what surrounds tasks: `seccomp`, `hotplug` and `suspend`. */
import { LEAST_ANSWER } from '../../../kernel/model/tasks/seccomp';
import { isAlive, type SeccompAnswer } from '../../../kernel/state/task';
import { ExpressionError } from '../../../language/errors/expression-error';
import type { Event } from '../../../language/tree/event';
import { evaluateIn } from '../../scope/evaluate-in';
import type { World } from '../../state/world';
import { describeDeadTask } from '../death';
import { enterKernel, requireTask } from '../kernel-work';
import { fail } from '../step-end';
import { sinceWhen, stuckCpu } from '../stuck';
import { isInGuest } from './guest-events';

const BOOT_CPU = 0;

/** False after ending the run with a message. */
export function addSeccompFilter(world: World, { task, syscall, answer }: Event & { kind: 'seccomp' }): boolean {
  const { kernel } = world;
  const living = kernel?.state.tasks.some((candidate) => candidate.name === task.text && isAlive(candidate));
  if (!living) fail(world, 'no-such-task', describeDeadTask(world, task.text));
  else kernel?.addSeccompFilter(task.text, syscall.text, answerOf(world, answer));
  return living === true;
}

function answerOf(world: World, answer: (Event & { kind: 'seccomp' })['answer']): SeccompAnswer {
  if (answer === 'kill') return 'kill';
  const value = evaluateIn(world, answer);
  if (typeof value === 'bigint' && value <= 0n && value >= LEAST_ANSWER) return value;
  throw new ExpressionError('not-an-answer', `A filter answers 0 or an error such as -EPERM, not ${value}.`);
}

/** @param index of a CPU that the machine has. */
export function hotplug(world: World, index: number, online: boolean): void {
  if (online || mayGo(world, index)) enterKernel(world, 'complete', (entry) => entry.hotplug(index, online));
}

export function suspend(world: World): void {
  const { flow } = world;
  if (flow.cpu !== BOOT_CPU) {
    const message = `The machine is suspended by a task on the boot CPU, and the trace is on CPU ${flow.cpu}: write \`cpu 0\` first.`;
    return fail(world, 'cannot-suspend', message);
  }
  if (!requireTask(world) || isInGuest(world, 'suspend') || isBusy(world, BOOT_CPU, 'cannot-suspend')) return;
  const others = world.cpus.map(({ index }) => index).filter((index) => index !== BOOT_CPU);
  if (others.some((index) => isBusy(world, index, 'cannot-suspend'))) return;
  enterKernel(world, 'complete', (entry) => entry.suspend());
}

/** Whether a CPU can be taken away; false after ending the run with a message. */
function mayGo(world: World, index: number): boolean {
  const { flow, kernel } = world;
  if (index !== flow.cpu) return !isBusy(world, index, 'cannot-unplug');
  const isLast = kernel?.state.cpus.every(({ online }, other) => other === index || !online);
  const remedy = world.cpus.length > 1 ? '`hotplug` another one `on`, and write `cpu N`' : 'write `machine ... cpus=2`';
  const message = isLast
    ? `CPU ${index} is the last one that is up: ${remedy} first.`
    : `The trace is on CPU ${index}: write \`cpu N\` to go on with another one first.`;
  fail(world, 'cannot-unplug', message);
  return false;
}

/** True after ending the run with a message: kernel code of the trace is at work there, or nothing is any more. */
function isBusy(world: World, index: number, code: 'cannot-unplug' | 'cannot-suspend'): boolean {
  const stuck = stuckCpu(world, index);
  const what = stuck
    ? `is stuck ${sinceWhen(stuck)}, and lets nobody stop it`
    : world.kernel?.on(index).inKernelSection && 'is in kernel code of the trace: end that first';
  if (!what) return false;
  fail(world, code, `CPU ${index} ${what}.`);
  return true;
}
