/** How far somebody has come in a lesson. Lives as long as the window. */

import type { Judgement } from '../../world/lesson/judge-checkpoint';
import type { Checkpoint } from '../../world/lesson/lesson';
import type { Lessons } from '../../world/lesson/lessons';

export interface CheckpointProgress {
  readonly state: 'open' | 'passed' | 'skipped';
  readonly given: string;
  readonly verdict: string;
  readonly hints: number;
  readonly isSolutionShown: boolean;
}

const BEGINNING: CheckpointProgress = { state: 'open', given: '', verdict: '', hints: 0, isSolutionShown: false };

export class Progress {
  private readonly known = new Map<number, CheckpointProgress>();

  of(number: number): CheckpointProgress {
    return this.known.get(number) ?? BEGINNING;
  }

  answered(checkpoint: Checkpoint, given: string, judgeAnswer: Lessons['judgeAnswer']): void {
    if (checkpoint.kind !== 'predict') return;
    const answer = judgeAnswer(given, checkpoint.answer);
    const verdict = {
      right: () => '',
      wrong: () => `It is not ${given}.`,
      unclear: () => (answer.kind === 'unclear' ? answer.message : ''),
    }[answer.kind]();
    this.change(checkpoint.number, { given, verdict, ...(answer.kind === 'right' && { state: 'passed' }) });
  }

  judged({ number, expression }: Checkpoint, judgement: Judgement): void {
    const holds = judgement.kind === 'judged' && judgement.holds;
    this.change(number, {
      verdict: holds ? '' : verdictText(expression, judgement),
      ...(holds && { state: 'passed' }),
    });
  }

  hinted(number: number): void {
    this.change(number, { hints: this.of(number).hints + 1 });
  }

  solutionShown(number: number): void {
    this.change(number, { isSolutionShown: true });
  }

  skipped(number: number): void {
    this.change(number, { state: 'skipped', verdict: '' });
  }

  restart(): void {
    this.known.clear();
  }

  private change(number: number, change: Partial<CheckpointProgress>): void {
    this.known.set(number, { ...this.of(number), ...change });
  }
}

function verdictText(expression: string, judgement: Judgement): string {
  switch (judgement.kind) {
    case 'judged':
      return `It does not hold yet: ${judgement.text}.`;
    case 'refused':
      return `Line ${judgement.line + 1} of the trace: ${judgement.message}`;
    case 'gone':
      return 'The comment of this checkpoint is no longer in the trace, so its place is not known. Undo, or begin the lesson again.';
    case 'missed':
      return `The run does not come here.${judgement.why === '' ? '' : ` ${judgement.why}`}`;
    case 'valueless':
      return `${expression} has no value here: ${judgement.message}`;
  }
}
