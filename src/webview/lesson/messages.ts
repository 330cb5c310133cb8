/** What a page of a lesson shows, and what can be done there. `html` is what VS Code makes of Markdown. */

export interface LessonContent {
  /** What is wrong with the lesson itself, a line each. */
  readonly problems: readonly string[];
  /** Up to the first checkpoint that is still open. */
  readonly blocks: readonly BlockView[];
  /** Whether something comes behind that checkpoint. */
  readonly hasMore: boolean;
  readonly stage: 'idle' | 'stopped' | 'running' | 'ended';
  /** The step that the debugger has done last. */
  readonly last?: StepView;
  /** The one that it is about to do. */
  readonly next?: StepView;
}

export interface StepView {
  readonly source: string;
  readonly does: string;
  readonly did: readonly string[];
}

export type BlockView =
  | { readonly kind: 'prose'; readonly html: string }
  | { readonly kind: 'code'; readonly lines: readonly CodeLine[] }
  | CheckpointView;

interface CodeLine {
  readonly text: string;
  /** The debugger is at it. */
  readonly isHere: boolean;
}

export interface CheckpointView {
  readonly kind: 'predict' | 'hold';
  readonly number: number;
  readonly expression: string;
  readonly html: string;
  /** Those that have been asked for. */
  readonly hints: readonly string[];
  readonly hintsLeft: number;
  readonly state: 'open' | 'passed' | 'skipped';
  /** Of a prediction: the answers to choose from. */
  readonly choices: readonly string[];
  /** What was answered last. */
  readonly given: string;
  /** What is to be said of that, or of the last check; empty for nothing. */
  readonly verdict: string;
  /** The debugger stands there, in front of the step that is asked about. */
  readonly isHere: boolean;
  /** Once it is over: what was right, and why. */
  readonly answer?: string;
  readonly why?: string;
  /** Once it has been asked for. */
  readonly solution?: string;
}

/** The numbers are those of checkpoints. */
export interface LessonActions {
  /** Debugs the trace from its beginning. */
  readonly start: Record<never, never>;
  readonly step: Record<never, never>;
  readonly back: Record<never, never>;
  /** To the step of the checkpoint, forward or back. */
  readonly go: { readonly number: number };
  readonly answer: { readonly number: number; readonly text: string };
  readonly hint: { readonly number: number };
  /** Runs the trace as it is now up to there. */
  readonly check: { readonly number: number };
  readonly solution: { readonly number: number };
  readonly skip: { readonly number: number };
  /** Forgets all answers, and gives the trace its first text. */
  readonly restart: Record<never, never>;
  readonly showTrace: Record<never, never>;
}
