/** Events about who runs: `cpu`, `switch`, `run` and `signal`. */
import { IDLE } from '../../../kernel/state/constants';
import { hindrance, isAlive, type Task } from '../../../kernel/state/task';
import { namedConstant } from '../../../language/vocabulary/constants';
import type { World } from '../../state/world';
import { describeDeadTask } from '../death';
import { describeHindrance, enterKernel, requireTask } from '../kernel-work';
import { takeStack } from '../program-run';
import { complete, fail } from '../step-end';
import { sinceWhen, stuckCpu } from '../stuck';
import { newTurn } from '../turn-time';
import { after, cpuNumber, type Executors, needsKernel, number } from './event-executor';

/** The events that choose a CPU or a task, or reach one. */
export const TASK_EVENTS: Executors<'cpu' | 'switch' | 'run' | 'signal'> = {
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
    if (task && runsProgram(world, task)) {
      const message = `${name} runs a program: the lines of the trace are none of its code. Write \`run ${name}\`.`;
      return fail(world, 'runs-program', message);
    }
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
    const outer = world.flow.activations;
    const turn = runsProgram(world, task) ? newTurn(task.id) : null;
    world.flow.run = { from: step.address, task: task.id, left, hasYielded: false, outcomes: [], outer, turn };
    if (turn) takeStack(world.flow, task.id);
    world.flow.stepTask = task.id;
    enterKernel(world, 'begin-run', (entry) => {
      if (world.currentTask?.id !== task.id) entry.switchTo(name);
    });
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
};

function runsProgram({ kernel }: World, { process }: Task): boolean {
  return kernel?.state.processes[process]?.program?.family != null;
}

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

/** Why the task cannot run, and which task must do what first. */
function failHindered(world: World, task: Task): void {
  const message = describeHindrance(world, task);
  if (task.stopped) fail(world, 'task-stopped', message);
  else fail(world, 'task-waiting', message);
}
