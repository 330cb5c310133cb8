/**
 * In what context the steps of a routine run: whether the kernel can be preempted there. What a line says it does with locks
 * and interrupts is what counts from the next step on, so that the source a debugger shows is the whole truth.
 */
import { tableOf } from '../../machine/table';

/** The reason why no other task can get the CPU; `preemptible` if another task can. */
export type ContextName = 'preemptible' | 'fpregs' | 'preempt' | 'irqs';

export interface StepContext {
  /** As lists show it: `fpregs locked`. */
  readonly title: string;
  readonly preemptible: boolean;
  /** A clause that says why not; empty where it is. */
  readonly why: string;
}

export const CONTEXTS: Readonly<Record<ContextName, StepContext>> = {
  preemptible: { title: 'preemptible', preemptible: true, why: '' },
  fpregs: {
    title: 'fpregs locked',
    preemptible: false,
    why: 'between fpregs_lock() and fpregs_unlock() neither another task nor a soft interrupt gets the CPU',
  },
  preempt: {
    title: 'preemption off',
    preemptible: false,
    why: 'between preempt_disable() and preempt_enable() no other task gets the CPU',
  },
  irqs: {
    title: 'interrupts off',
    preemptible: false,
    why: 'with interrupts off there is no interrupt that could lead to another task',
  },
};

/** What each word of a line begins or ends. */
const WORDS = tableOf<{ readonly begins?: ContextName; readonly ends?: ContextName }>({
  'fpregs_lock()': { begins: 'fpregs' },
  'fpregs_unlock()': { ends: 'fpregs' },
  'preempt_disable()': { begins: 'preempt' },
  'preempt_enable()': { ends: 'preempt' },
  'local_irq_disable()': { begins: 'irqs' },
  'local_irq_enable()': { ends: 'irqs' },
});
const WORD = /\b(?:fpregs_(?:un)?lock|preempt_(?:dis|en)able|local_irq_(?:dis|en)able)\(\)/g;

interface Line {
  readonly code: string;
  /** Where jumps lead to a step, or where a lock is none of the text. */
  readonly context?: ContextName;
}

/** Of each step, at its beginning. @param outer in which the routine is called. */
export function contextsOf(steps: readonly Line[], outer: ContextName = 'preemptible'): readonly ContextName[] {
  let now = outer;
  return steps.map(({ code, context }) => {
    const begin = context ?? now;
    now = contextBehind(code, begin, outer);
    return begin;
  });
}

/** What a line leaves: in an `outer` context that it does not end itself, that. */
export function contextBehind(code: string, before: ContextName, outer: ContextName): ContextName {
  let now = before;
  for (const [word] of code.matchAll(WORD)) {
    const { begins, ends } = WORDS[word] ?? {};
    now = begins ?? (ends === outer ? 'preemptible' : outer);
  }
  return now;
}
