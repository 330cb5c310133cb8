/** Matches `proc`, `repeat` and `ring0` with their `end` while statements are read. */
import { type Diagnostic, errorAt } from '../errors/diagnostic';
import { LIMITS } from '../errors/limits';
import type { Declaration } from '../tree/declaration';
import type { Event } from '../tree/event';
import type { Statement } from '../tree/statement';
import { UNMATCHED } from './statement-row';

type Open = { end: number } & { readonly kind: 'proc' | 'repeat' | 'ring0' };
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Deeper nesting is a mistake, and more than what reads the tree afterwards needs to bear. */
export const DEEPEST_BLOCK = LIMITS.blocks.most;

/** What is said of blocks and their ends, and of nothing else where each line is read by itself. */
export const BLOCK_CODES: ReadonlySet<string> = new Set(['missing-end', 'extra-end', 'nested-proc', 'nested-too-deep']);

/**
 * Matches the blocks of all statements of a trace, again where they were matched in another one.
 *
 * @param misread lines with an error that begin as blocks do, in ascending order.
 */
export function matchBlocks(statements: readonly Statement[], misread: readonly number[]): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const matcher = new BlockMatcher(statements, diagnostics);
  let passed = 0;
  for (const [index, statement] of statements.entries()) {
    for (let line = misread[passed]; line !== undefined && line <= statement.line; line = misread[++passed])
      if (line < statement.line) matcher.beginMisread();
    matcher.add(statement, index);
  }
  matcher.finish();
  return diagnostics;
}

/** A statement with blocks of its own: to match it elsewhere changes no other one. */
export function unmatched(statement: Statement): Statement {
  const syntax = syntaxOf(statement);
  if (!syntax || !(syntax.kind === 'end' || isBlock(syntax))) return statement;
  // The kind of the copy is that of the statement.
  return statement.kind === 'event'
    ? { ...statement, event: { ...statement.event } }
    : ({ ...statement, declaration: { ...syntax } } as Statement);
}

interface Begun {
  readonly index: number;
  readonly block: Open;
}

const MISREAD = 'misread';

function isRead(each: Begun | typeof MISREAD): each is Begun {
  return each !== MISREAD;
}

export class BlockMatcher {
  /** Innermost last; `MISREAD` for one whose beginning could not be read, of which nothing more is said. */
  private readonly open: (Begun | typeof MISREAD)[] = [];
  /** How many of them could be read. */
  private depth = 0;

  constructor(
    private readonly statements: readonly Statement[],
    private readonly diagnostics: Diagnostic[],
  ) {}

  add(statement: Statement, index: number): void {
    const syntax = syntaxOf(statement);
    if (syntax?.kind === 'end') this.close(statement, syntax, index);
    else if (syntax && isBlock(syntax)) this.begin(statement, syntax, index);
  }

  /** A block begins whose line could not be read. */
  beginMisread(): void {
    this.open.push(MISREAD);
  }

  /** Reports what has no `end`; such a block reaches to the end of the trace. */
  finish(): void {
    for (const [depth, { index, block }] of this.open.filter(isRead).entries()) {
      block.end = this.statements.length;
      if (depth >= DEEPEST_BLOCK) continue;
      const { range } = this.statements[index]!; // the matcher was given every statement with its index
      const message = `This \`${block.kind}\` has no \`end\`. Write \`end\` on a line of its own where it is over.`;
      this.diagnostics.push(errorAt(range, 'missing-end', message));
    }
  }

  private begin(statement: Statement, block: Open, index: number): void {
    const outer = this.open.at(-1);
    if (block.kind === 'proc' && outer && outer !== MISREAD) {
      const message = `A \`proc\` cannot be inside a \`${outer.block.kind}\`: end that first.`;
      this.diagnostics.push(errorAt(statement.range, 'nested-proc', message));
    }
    if (this.depth++ === DEEPEST_BLOCK) {
      const message = `Blocks are nested deeper than ${DEEPEST_BLOCK} here. Is an \`end\` missing?`;
      this.diagnostics.push(errorAt(statement.range, 'nested-too-deep', message));
    }
    this.open.push({ index, block });
  }

  private close(statement: Statement, end: Mutable<Declaration & { kind: 'end' }>, index: number): void {
    const innermost = this.open.pop();
    if (!innermost) {
      const message = 'This `end` ends nothing: there is no `proc`, `repeat` or `ring0` before it.';
      this.diagnostics.push(errorAt(statement.range, 'extra-end', message));
      end.block = UNMATCHED;
      return;
    }
    if (innermost === MISREAD) {
      end.block = UNMATCHED;
      return;
    }
    this.depth--;
    innermost.block.end = index;
    end.block = innermost.index;
  }
}

function syntaxOf(statement: Statement): Declaration | Event | undefined {
  if (statement.kind === 'declaration') return statement.declaration;
  return statement.kind === 'event' ? statement.event : undefined;
}

function isBlock(syntax: Declaration | Event): syntax is Open & (Declaration | Event) {
  return syntax.kind === 'proc' || syntax.kind === 'repeat' || syntax.kind === 'ring0';
}
