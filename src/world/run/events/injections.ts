/** What a trace does to the kernel and the memory from outside: failures, preemption, steps left out. */
import { ExpressionError } from '../../../language/errors/expression-error';
import { kernelPlaceText } from '../../../language/events/routine-steps';
import type { KernelPlace } from '../../../language/tree/event';
import { toLinear } from '../../../machine/architecture/linear-address';
import { evaluateIn } from '../../scope/evaluate-in';
import type { World } from '../../state/world';
import { complete } from '../step-end';
import { after, type Executors, needsKernel, number } from './event-executor';

/** @throws ExpressionError for a place in code that this kernel does not have. */
function preemptedPlace({ program: { policy } }: World, place: KernelPlace): string {
  const { routine, step } = place;
  const written = kernelPlaceText(place);
  if (step && policy.routines.some(({ name }) => name === routine.text)) return written;
  // A function is where its first instruction is.
  const text = written.includes('+') ? written : `${written}+0x0`;
  if (!policy.vmlinux) {
    const remedy = 'Run it under the image of a kernel: `--vmlinux PATH`, or `kernel vmlinux "FILE"` in the trace.';
    throw new ExpressionError(
      'unknown-kernel-function',
      `\`kernel ${policy.name}\` has no code that could be preempted at ${text}. ${remedy}`,
    );
  }
  const [name = ''] = text.split('+');
  if (policy.vmlinux.find(name) !== undefined) return text;
  throw new ExpressionError(
    'unknown-kernel-function',
    `The image has no function \`${name}\`: it may be inlined everywhere.`,
  );
}

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
      world.kernel.injectPreemption(event.task.text, preemptedPlace(world, event));
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
      world.kernel?.setWithout(kernelPlaceText(event), true);
      complete(world, after(step));
    },

    with: (world, event, step) => {
      world.kernel?.setWithout(kernelPlaceText(event), false);
      complete(world, after(step));
    },
  };
