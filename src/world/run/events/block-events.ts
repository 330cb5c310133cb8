/** Blocks: `repeat` and `ring0`, and the `end` that closes them. */
import type { Step } from '../../program/step';
import type { World } from '../../state/world';
import { enterKernel } from '../kernel-work';
import { complete } from '../step-end';
import { after, type Executors, number } from './event-executor';

/** The events that begin a block. */
export const BLOCK_EVENTS: Executors<'repeat' | 'ring0'> = {
  repeat: (world, event, step) => {
    const count = BigInt(number(world, event.count, 'The number of rounds'));
    const end = world.program.steps.endOf(step.index);
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
};

/** The `end` of a block: around again, or on. */
export function executeEnd(world: World, step: Step & { readonly kind: 'end' }): void {
  const { flow, program } = world;
  const begin = program.steps.at(step.block);
  if (begin?.kind === 'event' && begin.event.kind === 'ring0') return endRing0(world, step);
  const loop = flow.loops.at(-1);
  if (!loop || loop.step !== step.block) return complete(world, after(step));
  loop.round++;
  if (loop.round < loop.count) return complete(world, program.steps.at(step.block + 1)!.address); // a block has an end
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
