/** The steps of a laid-out trace: instructions, events, and the ends of blocks and procs. */
import { eventForm } from '../../language/events';
import type { Event } from '../../language/tree/event';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Execute, Instruction } from '../../machine/cpu/instruction';
import type { ExpectedOutcome } from './outcome';

interface StepBase {
  readonly index: number;
  /** Zero-based. */
  readonly line: number;
  readonly address: LinearAddress;
  /** Bytes that it takes in the code: an event has a one-byte placeholder. */
  readonly size: number;
  /** The proc that it is in, or null for the flow. */
  readonly proc: string | null;
  /** What `=>` says; null without one. */
  readonly expected: readonly ExpectedOutcome[] | null;
}

export type Step =
  | (StepBase & {
      readonly kind: 'instruction';
      readonly instruction: Instruction;
      readonly execute: Execute;
      /** Without `=>`, and no call or return: when it is done, the flow just goes on where RIP points. */
      readonly plain: boolean;
    })
  | (StepBase & { readonly kind: 'event'; readonly event: Event })
  /** The `end` of a `repeat` or `ring0`; `block` is the step index of its beginning. */
  | (StepBase & { readonly kind: 'end'; readonly block: number })
  /** Behind the last step of a proc or of the flow. */
  | (StepBase & { readonly kind: 'past-end' });

export type InstructionStep = Step & { readonly kind: 'instruction' };

/** Whether a line stands for it: what happens in others belongs to the step that led there. */
export function hasLine(step: Step | undefined): step is Step {
  return step !== undefined && step.index >= 0;
}

/** Whether it is a handler's return to what it interrupted, as the trace writes it or by the restorer. */
export function isSigreturn(step: Step | undefined): boolean {
  return step?.kind === 'event' && step.event.kind === 'syscall' && step.event.name.text === 'rt_sigreturn';
}

/** Whether it looks at registers and changes nothing. */
export function isLook(step: Step | undefined): boolean {
  return step?.kind === 'event' && eventForm(step.event.kind).looks === true;
}
