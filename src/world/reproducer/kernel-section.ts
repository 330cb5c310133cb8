/** What stands between `kernel_fpu_begin` and `kernel_fpu_end`: the kernel computes there, and a program must not. */
import type { Event } from '../../language/tree/event';
import type { Step } from '../program/step';
import type { Steps } from '../program/steps';

const LOOKS: ReadonlySet<Event['kind']> = new Set(['expect', 'observe', 'print']);

/** The `kernel_fpu_end` of a section of instructions and of what only looks at them; undefined of any other. */
export function sectionEnd(steps: Steps, begin: Step): Step | undefined {
  for (let index = begin.index + 1; ; index++) {
    const step = steps.at(index);
    if (!step || step.proc !== begin.proc) return undefined;
    if (step.kind !== 'event') continue;
    if (step.event.kind === 'kernel_fpu_end') return step;
    if (!LOOKS.has(step.event.kind)) return undefined;
  }
}
