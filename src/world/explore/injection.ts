/** What may come between two steps of a trace, as lines of a trace. */

/** The kinds of `xtrace explore --vary`. */
export const VARIATIONS = {
  preempt:
    'another task gets the CPU within the kernel, wherever Linux can be preempted, and runs through to user mode',
  interleave: 'another task runs in user mode between two steps',
  'alloc-fail': 'the allocation of a buffer fails',
  'page-fault': 'a page that a step needs is away, once',
  signal: 'a signal that the task has a handler for',
  migrate: 'the task goes on on another CPU',
  interrupt: 'an interrupt uses the registers, between kernel_fpu_begin and kernel_fpu_end',
  without: 'the kernel forgets one step of one routine, from the start on',
} as const satisfies Readonly<Record<string, string>>;

export type Variation = keyof typeof VARIATIONS;

/** Injections that a kernel meets every day: what a trace expects holds in spite of them. */
export const EVERYDAY: readonly Variation[] = ['preempt', 'interleave', 'migrate', 'interrupt'];

/** What `explore` varies unless it is told: all that a correct kernel copes with. */
export const BY_DEFAULT: readonly Variation[] = [...EVERYDAY, 'alloc-fail', 'page-fault', 'signal'];

export interface Injection {
  readonly variation: Variation;
  /** The line before which the injection comes, each time that the trace gets there. Zero-based. */
  readonly line: number;
  /** As they are written there. */
  readonly text: readonly string[];
  /** In words, for a story: `B preempts the kernel at handle_signal.done`. */
  readonly story: string;
}
