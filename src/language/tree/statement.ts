/**
 * The syntax tree of a trace. A statement is one line. A block (`repeat`, `ring0`, `proc`) is a pair of statements that the
 * parser has matched.
 */
import type { Diagnostic, Range } from '../errors/diagnostic';
import type { Declaration } from './declaration';
import type { Event } from './event';
import type { InstructionSyntax } from './instruction';
import type { OutcomeSyntax } from './outcome';

interface StatementBase {
  readonly line: number;
  /** The statement without its comment and without white space around it. */
  readonly range: Range;
}

export type DeclarationStatement = StatementBase & { readonly kind: 'declaration'; readonly declaration: Declaration };

export type Statement =
  | DeclarationStatement
  | (StatementBase & {
      readonly kind: 'instruction';
      readonly instruction: InstructionSyntax;
      /** The form that it has whatever the trace declares; left out where names, or anything else, must say. */
      readonly form?: string | undefined;
      /** As it is written, where that is at hand. */
      readonly source?: string;
      readonly outcomes: readonly OutcomeSyntax[];
      /** Seconds, from an `@` prefix. */
      readonly time?: number;
      /** The text, where a macro made it and `range` is that of the call. */
      readonly expansion?: string;
    })
  | (StatementBase & {
      readonly kind: 'event';
      readonly event: Event;
      readonly outcomes: readonly OutcomeSyntax[];
      readonly time?: number;
    });

/** Where code that a compiler printed comes from. */
export interface CompiledFrom {
  /** As the compiler names it: a path, or a name beside what it compiled. */
  readonly file: string;
  /** One-based, as compilers count. */
  readonly line: number;
  /** One-based; 0 where the compiler says none. */
  readonly column: number;
  /** The label of the function; empty before the first label. */
  readonly symbol: string;
}

export interface Trace {
  readonly text: string;
  /** In the order of their lines. A line that could not be read has no statement, only diagnostics. */
  readonly statements: readonly Statement[];
  /** The declarations among the statements. A long trace has few, so a search for one takes this list. */
  readonly declarations: readonly DeclarationStatement[];
  /** What `.loc` says of instructions, by their line. */
  readonly compiledFrom: ReadonlyMap<number, CompiledFrom>;
  /** Whether each line is read by itself: no macros, directives, local labels or relocations lead from one to another. */
  readonly isLineByLine: boolean;
  readonly diagnostics: readonly Diagnostic[];
}
