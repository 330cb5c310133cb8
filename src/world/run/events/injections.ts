/** What a trace does to the kernel and the memory from outside: failures, preemption, steps left out. */
import { ExpressionError } from '../../../language/errors/expression-error';
import { takenOutText } from '../../../language/events/routine-steps';
import { toLinear } from '../../../machine/architecture/linear-address';
import { evaluateIn } from '../../scope/evaluate-in';
import { complete } from '../step-end';
import { after, type Executors, needsKernel, number } from './event-executor';

/** The events that make something go another way. */
export const INJECTIONS: Executors<'inject-alloc-fail' | 'inject-preempt' | 'inject-page-fault' | 'without' | 'with'> =
  {
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
      world.kernel?.setWithout(takenOutText(event), true);
      complete(world, after(step));
    },

    with: (world, event, step) => {
      world.kernel?.setWithout(takenOutText(event), false);
      complete(world, after(step));
    },
  };
