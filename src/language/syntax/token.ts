/** The words of the language (docs/language.md, "Lexical rules"). */

export type TokenKind =
  /** A name, a keyword, a register, or a label that begins with a dot. */
  | 'name'
  | 'integer'
  | 'float'
  | 'string'
  /** `#NM`, `#gp`: a number sign with letters right behind it. */
  | 'exception'
  /** `@1.5`: the time at which a recorded step happened. */
  | 'time'
  /** `@PLT`: what compilers put behind a symbol. */
  | 'relocation'
  | 'operator'
  /** Not a word of the language; `problem` says why. */
  | 'bad'
  /** Behind the last word of every line. */
  | 'end';

export interface Problem {
  readonly code: string;
  readonly message: string;
}

export interface Token {
  readonly kind: TokenKind;
  /** As written, except for names of exceptions, which are upper case. */
  readonly text: string;
  /** Columns in the line; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The number, or the text of a string without its quotes and escapes. */
  readonly value: bigint | number | string | undefined;
  readonly problem: Problem | undefined;
}
