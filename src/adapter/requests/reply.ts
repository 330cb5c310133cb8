/** How a request is declared: a check of its arguments, and a function that answers. */
import type { Adapter } from '../adapter';
import type { Check } from '../protocol/checked';
import type { Job } from '../protocol/request-queue';

export interface Reply {
  readonly body?: object;
  /** Runs once the response is sent: whatever sends events. */
  readonly after?: () => void;
  /** `after` moves the trace, or lets it stop once more, and the request does not say so by itself. */
  readonly moves?: true;
}

export type Answer = Reply | Promise<Reply>;

/** Answers raw arguments; throws `UserError` or `ExpressionError` for the user. */
export type Handler = (adapter: Adapter, rawArguments: unknown, job: Job) => Answer;

export function request<T>(check: Check<T>, answer: (adapter: Adapter, args: T, job: Job) => Answer): Handler {
  // Clients leave the arguments out altogether when there are none.
  return (adapter, raw, job) => answer(adapter, check(raw ?? {}, 'arguments'), job);
}
