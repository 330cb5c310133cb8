/** The steps of a trace laid out as code in memory: the flow first, then each proc; an event takes a placeholder byte. */

import { emittedSize } from '../../language/data/emitted';
import { type Diagnostic, errorAt } from '../../language/errors/diagnostic';
import { ExpressionError } from '../../language/errors/expression-error';
import { bytesText, grouped, LIMITS } from '../../language/errors/limits';
import { evaluate } from '../../language/expressions/evaluate';
import { operandsOf, type SymbolLookup } from '../../language/instructions';
import type { Statement, Trace } from '../../language/tree/statement';
import type { Scope } from '../../language/vocabulary/value';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { type Layout, type LayoutItem, layingOut } from '../../machine/assembler/layout';
import { type Match, matchForm } from '../../machine/assembler/match';
import { type AssemblyError, isAssemblyError } from '../../machine/encoding/operand';
import { mapping, type Pausable, part } from '../../machine/pausable';
import { emittedCode } from './emitted-code';
import type { ConstantEvaluator } from './expected';
import { CODE_BASE } from './program';

/** A NOP: what stands in the code where the trace has an event. */
export const PLACEHOLDER = new Uint8Array([0x90]);

/** Code that has its addresses, and is neither written nor compiled. */
export interface LaidOutCode {
  readonly base: LinearAddress;
  /** One for each item of the layout, in the same order. */
  readonly sites: readonly Site[];
  readonly layout: Layout;
  readonly labels: ReadonlyMap<string, LabelSite>;
  /** With an error among them it cannot be compiled. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One item of the layout: what it is made from. */
export interface Site {
  /** None behind the last step of a proc or of the flow. */
  readonly statement: Statement | undefined;
  readonly line: number;
  readonly proc: string | null;
}

/** In pieces. Throws `ExpressionError` for directives whose sizes have no value. */
export function* layingOutCode(
  trace: Trace,
  addresses: (name: string) => bigint | undefined,
  scope: Scope,
  base: LinearAddress = CODE_BASE,
): Pausable<LaidOutCode> {
  const constants: ConstantEvaluator = (expression) => evaluate(expression, scope);
  const { sites, labels } = arrange(trace);
  yield 0;
  const problems = new Problems();
  const lookup: SymbolLookup = (name) => labels.get(name)?.item ?? addresses(name);
  const matching = mapping(sites, ({ statement }): LayoutItem => {
    const emitted = statement && emittedCode(statement);
    if (emitted) return { kind: 'space', size: emittedSize(emitted, constants) };
    if (statement?.kind !== 'instruction') return { kind: 'bytes', bytes: PLACEHOLDER };
    const match = matchStatement(statement, lookup, constants);
    if ('form' in match) return { kind: 'instruction', match };
    problems.add(match);
    return { kind: 'bytes', bytes: PLACEHOLDER };
  });
  const items = yield* part(matching, 0, 0.4);
  const layout = yield* part(layingOut(items, base), 0.4, 1);
  for (const [index, { error }] of layout.items.entries()) {
    const statement = sites[index]?.statement;
    if (error && statement?.kind === 'instruction') problems.add(assemblyDiagnostic(error, statement));
  }
  const tooLarge = codeTooLarge(layout, sites, base);
  if (tooLarge) problems.add(tooLarge);
  return { base, sites, layout, labels, diagnostics: problems.found };
}

/** As many as anybody reads. */
class Problems {
  readonly found: Diagnostic[] = [];

  add(diagnostic: Diagnostic): void {
    const { most, code } = LIMITS.problems;
    if (this.found.length < most) this.found.push(diagnostic);
    else if (this.found.length === most) {
      this.found.push(
        errorAt(diagnostic.range, code, `Too many problems: those beyond ${grouped(most)} are left out.`),
      );
    }
  }
}

/** Said of the first step that lies beyond what a trace may have. */
export function codeTooLarge(
  { items, end }: Layout,
  sites: readonly Site[],
  base: LinearAddress,
): Diagnostic | undefined {
  const { most, code } = LIMITS.code;
  if (end - base <= most) return undefined;
  const index = items.findIndex(({ address, size }) => address + size - base > most);
  const range = sites[index]?.statement?.range ?? { line: sites[index]?.line ?? 0, start: 0, end: 0 };
  return errorAt(range, code, `A trace has at most ${bytesText(most)} of code. This is beyond it: split the trace.`);
}

type InstructionStatement = Statement & { readonly kind: 'instruction' };

function matchStatement(
  statement: InstructionStatement,
  lookup: SymbolLookup,
  constants: ConstantEvaluator,
): Match | Diagnostic {
  const { instruction } = statement;
  const { mnemonic, prefixes } = instruction;
  try {
    const operands = operandsOf(instruction, lookup, constants);
    const match = matchForm(
      mnemonic.text,
      prefixes.map(({ text }) => text),
      operands,
    );
    return isAssemblyError(match) ? assemblyDiagnostic(match, statement) : match;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { code: error.code, severity: 'error', message: error.message, range: error.range ?? statement.range };
  }
}

interface LabelSite {
  readonly item: number;
  readonly kind: 'label' | 'proc';
  readonly line: number;
}

/** The flow's statements in order, then each proc's; labels by the item that they stand before. */
function arrange(trace: Trace): { sites: Site[]; labels: Map<string, LabelSite> } {
  const sites: Site[] = [];
  const labels = new Map<string, LabelSite>();
  const procs: { name: string; begin: number; end: number }[] = [];
  const place = (from: number, to: number, proc: string | null): void => {
    for (let index = from; index < to; index++) {
      const statement = trace.statements[index]!; // within the list
      const declaration = statement.kind === 'declaration' ? statement.declaration : undefined;
      if (declaration?.kind === 'proc') {
        procs.push({ name: declaration.name.text, begin: index, end: declaration.end });
        index = declaration.end;
      } else if (declaration?.kind === 'label' && declaration.target === undefined) {
        labels.set(declaration.name.text, { item: sites.length, kind: 'label', line: statement.line });
      } else if (
        !declaration ||
        declaration.kind === 'code' ||
        (declaration.kind === 'end' && isBlock(trace, declaration.block))
      ) {
        sites.push({ statement, line: statement.line, proc });
      }
    }
    sites.push({ statement: undefined, line: trace.statements[proc === null ? to - 1 : to]?.line ?? 0, proc });
  };
  place(0, trace.statements.length, null);
  for (const { name, begin, end } of procs) {
    labels.set(name, { item: sites.length, kind: 'proc', line: trace.statements[begin]!.line }); // parsed with its end
    place(begin + 1, end, name);
  }
  nameAgain(trace, labels);
  return { sites, labels };
}

/** Second names of labels and procs, which `.set` gives. */
function nameAgain(trace: Trace, labels: Map<string, LabelSite>): void {
  for (const statement of trace.statements) {
    const declaration = statement.kind === 'declaration' ? statement.declaration : undefined;
    if (declaration?.kind !== 'label' || declaration.target === undefined) continue;
    const site = labels.get(declaration.target);
    if (site) labels.set(declaration.name.text, { ...site, line: statement.line });
  }
}

/** Whether an `end` ends a block that executes: `repeat` or `ring0`, not `proc`. */
function isBlock(trace: Trace, block: number): boolean {
  return trace.statements[block]?.kind === 'event';
}

function assemblyDiagnostic(error: AssemblyError, statement: InstructionStatement): Diagnostic {
  const operand = error.operand === undefined ? undefined : statement.instruction.operands[error.operand];
  return { code: error.code, severity: 'error', message: error.message, range: operand?.range ?? statement.range };
}
