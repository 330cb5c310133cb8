/** A lesson as data (docs/lessons.md). Lines are zero-based lines of the lesson's file. */

export interface Lesson {
  readonly title: string;
  /** What the page shows, in the order of the text. */
  readonly blocks: readonly LessonBlock[];
}

export type LessonBlock =
  | { readonly kind: 'prose'; readonly line: number; readonly markdown: string }
  | CodeBlock
  | Checkpoint;

/** A part of the trace. All parts together are the trace. */
export interface CodeBlock {
  readonly kind: 'code';
  /** The line of the first line of code. */
  readonly line: number;
  /** Without the end of the last line. */
  readonly text: string;
}

/** Met where the step behind it in the text is about to run for the first time; at the end of the run where there is none. */
export type Checkpoint = PredictCheckpoint | HoldCheckpoint;

interface CheckpointBase {
  /** Of the line with the expression. */
  readonly line: number;
  /** Counted from 1, over all checkpoints of the lesson. */
  readonly number: number;
  readonly expression: string;
  /** Markdown: the question, or what is to be done. */
  readonly text: string;
  /** Markdown, from the faintest to the plainest. */
  readonly hints: readonly string[];
  /** Markdown: said once the checkpoint has been passed. */
  readonly why: string;
}

/** What value will the expression have, once the step has run? */
export interface PredictCheckpoint extends CheckpointBase {
  readonly kind: 'predict';
  /** An expression of numbers and constants. */
  readonly answer: string;
  /** The answers to choose from; empty where one is written. */
  readonly choices: readonly string[];
}

/** The trace is to be changed so that the expression holds there. */
export interface HoldCheckpoint extends CheckpointBase {
  readonly kind: 'hold';
  /** What makes it hold, in place of the part of the trace in front of the checkpoint. */
  readonly solution: CodeBlock;
}

/** What is wrong with a lesson, and where. */
export interface LessonProblem {
  readonly line: number;
  readonly message: string;
}

export function isCheckpoint(block: LessonBlock): block is Checkpoint {
  return block.kind === 'predict' || block.kind === 'hold';
}
