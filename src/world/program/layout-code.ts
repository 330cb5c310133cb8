/** The steps of a trace laid out as code in memory: the flow first, then each proc; an event takes a placeholder byte. */

import { emittedSize } from '../../language/data/emitted';
import { type Diagnostic, errorAt } from '../../language/errors/diagnostic';
import { ExpressionError } from '../../language/errors/expression-error';
import { bytesText, LIMITS } from '../../language/errors/limits';
import { evaluate } from '../../language/expressions/evaluate';
import { matchStatement as matchWritten, type SymbolLookup, writtenCode } from '../../language/instructions';
import type { Statement, Trace } from '../../language/tree/statement';
import type { Scope } from '../../language/vocabulary/value';
import { type Layout, type LayoutItem, layingOut } from '../../machine/assembler/layout';
import type { Match } from '../../machine/assembler/match';
import { type AssemblyError, isAssemblyError } from '../../machine/encoding/operand';
import type { Pausable } from '../../machine/pausable';
import { emittedCode } from './emitted-code';
import type { ConstantEvaluator } from './expected';
import { Problems } from './problems';
import type { Placement } from './program';
import { Sites } from './sites';

/** What stands in the code where the trace has an event. */
const NOP = new Uint8Array([0x90]);
export const nopPlaceholder = (): Uint8Array => NOP;

/** Code that has its addresses, and is neither written nor compiled. */
export interface LaidOutCode {
  /** What each item of the layout is made from. */
  readonly sites: Sites;
  readonly layout: Layout;
  /** With an error among them it cannot be compiled. */
  readonly diagnostics: readonly Diagnostic[];
}

/** In pieces. A directive whose size has no value has none. */
export function* layingOutCode(
  trace: Trace,
  addresses: (name: string) => bigint | undefined,
  scope: Scope,
  { code: base, placeholder }: Pick<Placement, 'code' | 'placeholder'>,
  problems = new Problems(),
): Pausable<LaidOutCode> {
  const constants: ConstantEvaluator = (expression) => evaluate(expression, scope);
  const sites = yield* Sites.arranging(trace);
  yield 0;
  const lookup: SymbolLookup = (name) => sites.labels.get(name)?.site ?? addresses(name);
  const matchAt = (site: number): Match | Diagnostic | undefined => {
    const statement = sites.statementAt(site);
    return statement?.kind === 'instruction' ? matchStatement(statement, lookup, constants) : undefined;
  };
  const take = (site: number): LayoutItem => {
    const statement = sites.statementAt(site);
    const written = statement && writtenCode(statement);
    if (written) return written;
    const emitted = statement && emittedCode(statement);
    if (emitted) {
      return { kind: 'space', size: problems.attempt(statement.range, 0, () => emittedSize(emitted, constants)) };
    }
    const match = matchAt(site);
    if (match && 'form' in match) return { kind: 'instruction', match };
    if (match) problems.add(match);
    return { kind: 'bytes', bytes: placeholder(site) };
  };
  const matchOf = (site: number): Match | undefined => {
    const match = matchAt(site);
    return match && 'form' in match ? match : undefined;
  };
  const layout = yield* layingOut({ length: sites.length, take, matchOf }, base);
  for (const [site, error] of layout.errors) {
    const statement = sites.statementAt(site);
    if (statement?.kind === 'instruction') problems.add(assemblyDiagnostic(error, statement));
  }
  const tooLarge = codeTooLarge(layout, sites);
  if (tooLarge) problems.add(tooLarge);
  return { sites, layout, diagnostics: problems.found };
}

/** Said of the first step that lies beyond what a trace may have. */
export function codeTooLarge(layout: Layout, sites: Sites): Diagnostic | undefined {
  const { most, code } = LIMITS.code;
  if (layout.end - layout.base <= most) return undefined;
  let site = 0;
  while (layout.addressOf(site) + layout.sizeOf(site) - layout.base <= most) site++;
  const line = sites.lineAt(site);
  const range = sites.statementAt(site)?.range ?? { line, start: 0, end: 0 };
  return errorAt(range, code, `A trace has at most ${bytesText(most)} of code. This is beyond it: split the trace.`);
}

type InstructionStatement = Statement & { readonly kind: 'instruction' };

function matchStatement(
  statement: InstructionStatement,
  lookup: SymbolLookup,
  constants: ConstantEvaluator,
): Match | Diagnostic {
  try {
    const match = matchWritten(statement, lookup, constants);
    return isAssemblyError(match) ? assemblyDiagnostic(match, statement) : match;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { code: error.code, severity: 'error', message: error.message, range: error.range ?? statement.range };
  }
}

function assemblyDiagnostic(error: AssemblyError, statement: InstructionStatement): Diagnostic {
  const operand = error.operand === undefined ? undefined : statement.instruction.operands[error.operand];
  return { code: error.code, severity: 'error', message: error.message, range: operand?.range ?? statement.range };
}
