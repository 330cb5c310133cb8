/** Lessons for a page that shows them: their content, their traces, and whether an answer is right. */
import { judgeAnswer } from './answers';
import { lineOfMark, traceOfLesson } from './lesson-trace';
import { parseLesson } from './parse-lesson';

export interface Lessons {
  readonly parse: typeof parseLesson;
  readonly traceOf: typeof traceOfLesson;
  readonly lineOfMark: typeof lineOfMark;
  readonly judgeAnswer: typeof judgeAnswer;
}

export const LESSONS: Lessons = { parse: parseLesson, traceOf: traceOfLesson, lineOfMark, judgeAnswer };
