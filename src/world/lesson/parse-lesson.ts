/** Reads a lesson: prose, parts of a trace, checkpoints with their answers, hints and solutions (docs/lessons.md). */
import { ExpressionError } from '../../language/errors/expression-error';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import type { CodeBlock, HoldCheckpoint, Lesson, LessonBlock, LessonProblem, PredictCheckpoint } from './lesson';
import { type Piece, splitFences } from './split-fences';

type Fence = Piece & { readonly kind: 'fence' };

export interface ParsedLesson {
  /** What could be read: with a problem it is not whole. */
  readonly lesson: Lesson;
  readonly problems: readonly LessonProblem[];
}

export function parseLesson(text: string): ParsedLesson {
  const reader = new LessonReader();
  for (const piece of splitFences(text)) reader.read(piece);
  return reader.finish();
}

/** The words that begin a line of a checkpoint. */
const KEYS = ['answer', 'choice', 'hint', 'why'] as const;
type Key = (typeof KEYS)[number];
const KEY_LINE = new RegExp(`^(${KEYS.join('|')}):\\s*(.*)$`);

/** What a checkpoint's opening fence says. */
const DIRECTIVE = /^(predict|make this hold):?(?:\s+(.*))?$/;

interface Body {
  readonly text: string;
  readonly values: Readonly<Record<Key, readonly string[]>>;
}

class LessonReader {
  private readonly blocks: LessonBlock[] = [];
  private readonly problems: LessonProblem[] = [];
  private count = 0;
  /** The task that its solution has yet to follow. */
  private open: Omit<HoldCheckpoint, 'solution'> | undefined;

  read(piece: Piece): void {
    if (piece.kind === 'prose') {
      this.demandSolution();
      this.blocks.push({ kind: 'prose', line: piece.line, markdown: piece.text });
    } else {
      this.readFence(piece);
    }
  }

  finish(): ParsedLesson {
    this.demandSolution();
    const [first] = this.blocks;
    const title = first?.kind === 'prose' ? /^# +(.+?)\s*$/m.exec(first.markdown)?.[1] : undefined;
    if (title === undefined) this.report(0, 'A lesson begins with its title: `# Title`.');
    if (!this.blocks.some(({ kind }) => kind === 'code')) {
      this.report(0, 'A lesson has a trace: put its lines between ```xtrace and ```.');
    }
    return { lesson: { title: title ?? '', blocks: this.blocks }, problems: this.problems };
  }

  private readFence(fence: Fence): void {
    const { line, info, lines, isClosed } = fence;
    if (!isClosed) this.report(line, 'This block is never closed: end it with a line ```.');
    const code: CodeBlock = { kind: 'code', line: line + 1, text: lines.join('\n') };
    if (info === 'solution') return this.readSolution(code);
    this.demandSolution();
    const [, directive, expression = ''] = DIRECTIVE.exec(info) ?? [];
    if (directive === 'predict') this.readPredict(fence, expression);
    else if (directive !== undefined) this.readHold(fence, expression);
    else if (info === 'xtrace') this.blocks.push(code);
    else this.blocks.push({ kind: 'prose', line, markdown: [`\`\`\`${info}`, ...lines, '```'].join('\n') });
  }

  private readPredict({ line, lines }: Fence, expression: string): void {
    const { text, values } = this.readBody(line + 1, lines);
    this.demandExpression(line, expression, 'predict EXPR');
    const [answer = '', second] = values.answer;
    if (answer === '' || second !== undefined)
      this.report(line, 'A prediction has one answer: a line `answer: VALUE`.');
    else this.demandExpression(line, answer, 'answer: VALUE');
    if (text === '') this.report(line, 'Ask the question below `predict`.');
    const choices = values.choice;
    if (choices.length > 0 && !choices.includes(answer)) {
      this.report(
        line,
        `The answer ${answer} is none of the choices: one \`choice:\` is the answer, in the same words.`,
      );
    }
    this.blocks.push({
      kind: 'predict',
      ...this.base(line, expression, text, values),
      answer,
      choices,
    } satisfies PredictCheckpoint);
  }

  private readHold({ line, lines }: Fence, expression: string): void {
    const { text, values } = this.readBody(line + 1, lines);
    this.demandExpression(line, expression, 'make this hold: EXPR');
    if (text === '') this.report(line, 'Say below `make this hold` what is to be done.');
    for (const key of ['answer', 'choice'] as const) {
      if (values[key].length > 0)
        this.report(line, `\`${key}:\` belongs to \`predict\`: what is to hold has a solution.`);
    }
    if (!this.blocks.some(({ kind }) => kind === 'code')) {
      this.report(line, 'What is to hold stands behind a part of the trace, which the reader changes.');
    }
    this.open = { kind: 'hold', ...this.base(line, expression, text, values) };
  }

  private readSolution(solution: CodeBlock): void {
    if (!this.open) return this.report(solution.line - 1, 'A solution follows `make this hold: EXPR`.');
    this.blocks.push({ ...this.open, solution });
    this.open = undefined;
  }

  private demandSolution(): void {
    if (!this.open) return;
    const message =
      'What is to hold is followed by its solution: a block ```solution with the lines in place of the part above.';
    this.report(this.open.line, message);
    this.open = undefined;
  }

  private base(line: number, expression: string, text: string, values: Body['values']) {
    return { line, number: ++this.count, expression, text, hints: values.hint, why: values.why.join('\n\n') };
  }

  /** A line that begins with a key begins its text, which goes on to the next key. */
  private readBody(from: number, lines: readonly string[]): Body {
    const values: Record<Key, string[]> = { answer: [], choice: [], hint: [], why: [] };
    const text: string[] = [];
    let into = text;
    for (const [index, line] of lines.entries()) {
      const [, key, rest = ''] = KEY_LINE.exec(line) ?? [];
      if (key === undefined) {
        if (into === text) text.push(line);
        else into.push(`${into.pop() ?? ''}\n${line}`.trimEnd());
        continue;
      }
      into = values[key as Key]; // the pattern has no other words
      into.push(rest.trimEnd());
      if (rest === '' && lines[index + 1] === undefined)
        this.report(from + index, `Nothing stands behind \`${key}:\`.`);
    }
    return { text: text.join('\n').trim(), values };
  }

  private demandExpression(line: number, expression: string, syntax: string): void {
    if (expression === '') return this.report(line, `Write the expression: \`${syntax}\`.`);
    try {
      parseExpressionText(expression);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.report(line, `\`${expression}\`: ${error.message}`);
    }
  }

  private report(line: number, message: string): void {
    this.problems.push({ line, message });
  }
}
