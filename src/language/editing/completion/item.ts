/** What a completion offers, and the place of a trace that it is offered for. */
import type { CheckContext } from '../../checks/check-context';
import type { TraceNames } from '../../checks/trace-names';
import type { Token } from '../../syntax/token';
import type { Trace } from '../../tree/statement';

export type CompletionKind =
  | 'keyword'
  | 'instruction'
  | 'register'
  | 'value'
  | 'member'
  | 'function'
  | 'constant'
  | 'data'
  | 'task'
  | 'label'
  | 'proc'
  | 'type'
  | 'option'
  | 'exception'
  | 'file';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A few words beside the label. */
  readonly detail?: string;
  readonly documentation?: string;
}

/** The place of completion, taken apart. */
export interface CompletionPlace {
  /** Of the statement, up to the word that is being written. */
  readonly tokens: readonly Token[];
  readonly trace: Trace;
  readonly names: TraceNames;
  readonly context: CheckContext;
}
