/**
 * The trace of a lesson: its parts, with a comment where each checkpoint is. The comment moves with the lines around it when
 * the reader edits the trace, so that the checkpoint is found again.
 */
import { type Checkpoint, type CodeBlock, type HoldCheckpoint, isCheckpoint, type Lesson } from './lesson';

export interface LessonTrace {
  readonly text: string;
  /** The line of the lesson for each line of the trace. */
  readonly lessonLines: readonly number[];
  /** The first line of each part in the trace, by the part's line in the lesson. */
  readonly parts: ReadonlyMap<number, number>;
}

/** With `solved`, that checkpoint's solution stands in place of the part in front of it. */
export function traceOfLesson({ blocks }: Lesson, solved?: HoldCheckpoint): LessonTrace {
  const lines: string[] = [];
  const lessonLines: number[] = [];
  const parts = new Map<number, number>();
  const add = (line: number, text: string): void => {
    lines.push(text);
    lessonLines.push(line);
  };
  const changed = solved && blocks.slice(0, blocks.indexOf(solved)).findLast(({ kind }) => kind === 'code');
  for (const block of blocks) {
    if (isCheckpoint(block)) add(block.line, markOf(block));
    else if (block.kind === 'code') {
      parts.set(block.line, lines.length);
      addCode(block === changed ? solved!.solution : block, add); // there is nothing to change without it
    }
  }
  return { text: `${lines.join('\n')}\n`, lessonLines, parts };
}

function addCode({ line, text }: CodeBlock, add: (line: number, text: string) => void): void {
  for (const [index, source] of text.split('\n').entries()) add(line + index, source);
}

function markOf({ number, kind, expression }: Checkpoint): string {
  return `; checkpoint ${number}: ${kind === 'predict' ? 'predict' : 'make this hold:'} ${expression}`;
}

/** The line of a checkpoint's comment in a trace as the reader has it, zero-based; -1 where it is gone. */
export function lineOfMark(trace: string, { number }: Checkpoint): number {
  const mark = new RegExp(`^\\s*; checkpoint ${number}:`);
  return trace.split('\n').findIndex((line) => mark.test(line));
}
