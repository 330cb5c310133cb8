/** A cursor over the tokens of one line: what all of the parser is written with. */

import { type Diagnostic, errorAt, type Range } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { LIMITS } from '../errors/limits';
import { didYouMean } from '../errors/nearest';
import type { Name } from '../tree/name';
import type { Token } from './token';

/** Thrown inside the parser only, and caught at the line: ends the reading of a line. */
export class LineProblem {
  constructor(readonly diagnostic: Diagnostic) {}

  /** For text that is no line of a trace: a watch, a condition. */
  toError(): ExpressionError {
    const { code, message, range } = this.diagnostic;
    return new ExpressionError(code, message, range);
  }
}

export class LineReader {
  private position = 0;
  private expressionNodes = 0;
  /** What a person types is read, and not a trace: `p->x` and `*p` are expressions. */
  readsPointers = false;

  /**
   * `text` is what `tokens` were made of; it begins at `column` of line `line`. Where a macro made it, everything in it
   * has the range `origin`, that of the call.
   */
  constructor(
    readonly line: number,
    readonly text: string,
    private readonly tokens: readonly Token[],
    readonly column = 0,
    private readonly origin?: Range,
  ) {}

  get token(): Token {
    return this.tokens[this.position]!; // never moves beyond the `end` token
  }

  get following(): Token | undefined {
    return this.tokens[this.position + 1];
  }

  get isAtEnd(): boolean {
    return this.token.kind === 'end';
  }

  next(): Token {
    const token = this.token;
    if (token.kind === 'bad') throw this.unreadable(token);
    if (token.kind !== 'end') this.position++;
    return token;
  }

  /** Moves over a token that the caller has understood, even one that is no word of the language. */
  skip(): void {
    if (!this.isAtEnd) this.position++;
  }

  isOperator(text: string): boolean {
    const { token } = this;
    return token.text === text && token.kind === 'operator';
  }

  accept(operator: string): boolean {
    if (!this.isOperator(operator)) return false;
    this.position++;
    return true;
  }

  /** `why` completes "Expected `)` ...": "to close the arguments of max". */
  expect(operator: string, why: string): Token {
    if (!this.isOperator(operator)) throw this.unexpected(`\`${operator}\` ${why}`);
    return this.next();
  }

  isKeyword(word: string): boolean {
    const { token } = this;
    return token.kind === 'name' && token.text.length === word.length && token.text.toLowerCase() === word;
  }

  acceptKeyword(word: string): boolean {
    if (!this.isKeyword(word)) return false;
    this.position++;
    return true;
  }

  /** A plain name; `what` completes "Expected ...": "the name of a task". */
  name(what: string): Name {
    const { token } = this;
    if (token.kind !== 'name') throw this.unexpected(what);
    this.position++;
    if (token.text.startsWith('.')) {
      throw this.problem('bad-name', 'Only the name of a label may begin with a dot.', this.rangeOf(token));
    }
    return { text: token.text, range: this.rangeOf(token) };
  }

  /** The name of a label, which may begin with a dot. */
  label(what: string): Name {
    const { token } = this;
    if (token.kind !== 'name') throw this.unexpected(what);
    this.position++;
    return { text: token.text, range: this.rangeOf(token) };
  }

  /**
   * Everything up to white space, a comma or one of `stops`: names of models, options and their values, which may
   * hold hyphens and dots.
   */
  word(what: string, stops = '='): Name {
    const first = this.token;
    let end = first.start;
    while (!this.isAtEnd && this.token.start === end && this.token.kind !== 'exception' && !this.isStop(stops)) {
      end = this.token.end;
      this.position++;
    }
    if (end === first.start) throw this.unexpected(what);
    return { text: this.text.slice(first.start, end), range: this.rangeAt(first.start, end) };
  }

  private isStop(stops: string): boolean {
    const { kind, text } = this.token;
    return kind === 'operator' && (text === ',' || text === '=>' || (text.length === 1 && stops.includes(text)));
  }

  /** Counts one more node of an expression; ends the line when there are too many, which bounds the depth of the tree. */
  growExpression(): void {
    const { most } = LIMITS.operators;
    if (++this.expressionNodes <= most) return;
    const message = `The expression has more than ${most} operators. Split it with \`const\`.`;
    throw this.problem('expression-too-long', message, this.rangeOf(this.token));
  }

  beginExpression(): void {
    this.expressionNodes = 0;
  }

  rangeOf(token: Token): Range {
    return this.rangeAt(token.start, token.end);
  }

  /** From column `start` to column `end` of this reader's text. */
  rangeAt(start: number, end: number): Range {
    return this.origin ?? { line: this.line, start: this.column + start, end: this.column + end };
  }

  /** From the column where something began to the end of the last token read. */
  rangeFrom(start: number): Range {
    return this.rangeAt(start, this.lastEnd);
  }

  get lastEnd(): number {
    return this.tokens[this.position - 1]?.end ?? 0;
  }

  /** What is wrong at the current token, which is not `what`. @param hint a sentence about what stands there instead. */
  unexpected(what: string, hint = ''): LineProblem {
    const { token } = this;
    if (token.kind === 'bad') return this.unreadable(token);
    if (token.kind === 'end') {
      const range = this.rangeAt(Math.max(0, this.lastEnd - 1), this.lastEnd);
      return this.problem('unexpected-end', `Expected ${what}, but the line ends here.`, range);
    }
    if (token.kind === 'exception') return this.problem(...this.strayException(token));
    const shown = token.text.length > 40 ? `${token.text.slice(0, 40)}...` : token.text;
    return this.problem(
      'unexpected-token',
      `Expected ${what}, but found \`${shown}\`.${hint && ` ${hint}`}`,
      this.rangeOf(token),
    );
  }

  /** A word that is none of `known`. */
  unknownWord(code: string, what: string, name: Name, known: readonly string[]): LineProblem {
    const message = `\`${name.text}\` is not ${what}.${didYouMean(name.text, known)}`;
    return this.problem(code, message, name.range);
  }

  problem(code: string, message: string, range: Range): LineProblem {
    return new LineProblem(errorAt(range, code, message));
  }

  private unreadable(token: Token): LineProblem {
    const { code, message } = token.problem!; // every `bad` token has one
    return this.problem(code, message, this.rangeOf(token));
  }

  private strayException(token: Token): [string, string, Range] {
    const written = this.text.slice(token.start, token.end);
    const message = `\`${written}\` is read as an exception's name, which stands behind \`=>\`. A comment begins with \`# \`, with a space.`;
    return ['stray-exception', message, this.rangeOf(token)];
  }
}
