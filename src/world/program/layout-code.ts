/** The steps of a trace as code in memory: the flow first, then each proc; an event takes a placeholder byte. */

import { emittedBytes, emittedSize } from '../../language/data/emitted';
import type { Diagnostic } from '../../language/errors/diagnostic';
import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate } from '../../language/expressions/evaluate';
import { operandsOf, type SymbolLookup } from '../../language/instructions';
import type { Statement, Trace } from '../../language/syntax/syntax';
import type { Scope } from '../../language/vocabulary/value';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { type LaidOut, type LayoutItem, layingOut } from '../../machine/assembler/layout';
import { type Match, matchForm } from '../../machine/assembler/match';
import { type AssemblyError, isAssemblyError } from '../../machine/encoding/operand';
import { compileInstruction } from '../../machine/instructions/execute';
import { mapping, type Pausable, part } from '../../machine/pausable';
import type { Processor } from '../../machine/processor/processor';
import { changesFlow } from './changes-flow';
import { EmittedSteps, emittedCode } from './emitted-code';
import { type ConstantEvaluator, expectedOutcomes } from './expected';
import type { ExpectedOutcome } from './outcome';
import { CODE_BASE, type CodeSymbol } from './program';
import type { Step } from './step';

/** A NOP: what stands in the code where the trace has an event. */
const PLACEHOLDER = new Uint8Array([0x90]);

export interface Code {
  readonly steps: readonly Step[];
  readonly labels: readonly CodeSymbol[];
  readonly bytes: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** One item of the layout: what it is made from. */
interface Site {
  /** None behind the last step of a proc or of the flow. */
  readonly statement: Statement | undefined;
  readonly line: number;
  readonly proc: string | null;
}

/** In pieces: most of the time that loading takes goes into this. */
export function* layingOutCode(
  trace: Trace,
  processor: Processor,
  addresses: (name: string) => bigint | undefined,
  scope: Scope,
  base: LinearAddress = CODE_BASE,
): Pausable<Code> {
  const constants: ConstantEvaluator = (expression) => evaluate(expression, scope);
  const { sites, labels } = arrange(trace);
  yield 0;
  const diagnostics: Diagnostic[] = [];
  const lookup: SymbolLookup = (name) => labels.get(name)?.item ?? addresses(name);
  const matching = mapping(sites, ({ statement }): LayoutItem => {
    const emitted = statement && emittedCode(statement);
    if (emitted) return { kind: 'space', size: emittedSize(emitted, constants) };
    if (statement?.kind !== 'instruction') return { kind: 'bytes', bytes: PLACEHOLDER };
    const match = matchStatement(statement, lookup, constants);
    if ('form' in match) return { kind: 'instruction', match };
    diagnostics.push(match);
    return { kind: 'bytes', bytes: PLACEHOLDER };
  });
  const items = yield* part(matching, 0, 0.3);
  const layout = yield* part(layingOut(items, base), 0.3, 0.7);
  const bytes = new Uint8Array(layout.end - base);
  const addressOf: Scope['name'] = (name) => {
    const label = labels.get(name);
    return label ? BigInt(layout.items[label.item]?.address ?? layout.end) : scope.name(name);
  };
  const addressed: ConstantEvaluator = (expression) => evaluate(expression, { name: addressOf, processor });
  const writing = mapping(sites, ({ statement }, index): void => {
    const { address, instruction } = layout.items[index]!; // one for each site
    const emitted = statement && emittedCode(statement);
    const own = emitted ? emittedBytes(emitted, addressed) : (instruction?.bytes ?? PLACEHOLDER);
    bytes.set(own, address - base);
  });
  yield* part(writing, 0.7, 0.75);
  const stepOfStatement = new Map<Statement, number>();
  const emittedSteps = new EmittedSteps(bytes, base, processor);
  const steps: Step[] = [];
  const compile = ({ statement, proc, line }: Site, { address, size, instruction, error }: LaidOut): Step => {
    const index = steps.length;
    if (statement?.kind === 'instruction' && instruction) {
      const expected = expectationsOf(statement, constants);
      const plain = expected === null && !changesFlow(instruction.mnemonic);
      const execute = compileInstruction(instruction, processor);
      // Written out: nearly all steps are instructions, and a copy of `base` would be most of the work for one.
      return { kind: 'instruction', index, line, address, size, proc, expected, instruction, execute, plain };
    }
    const base = { index, line, address, size, proc };
    if (!statement || statement.kind === 'declaration') return endStep(trace, statement, stepOfStatement, base);
    if (statement.kind === 'event') {
      return { ...base, kind: 'event', event: statement.event, expected: expectationsOf(statement, constants) };
    }
    if (error) diagnostics.push(assemblyDiagnostic(error, statement));
    return { ...base, kind: 'past-end', expected: null };
  };
  const compiling = mapping(sites, (site, at): void => {
    const { statement, line, proc } = site;
    const item = layout.items[at]!; // one for each site
    if (statement?.kind === 'event') stepOfStatement.set(statement, steps.length);
    if (!statement || !emittedCode(statement)) steps.push(compile(site, item));
    else emittedSteps.add(steps, item, { line, proc });
  });
  yield* part(compiling, 0.75, 1);
  return {
    steps,
    labels: [...labels].map(([name, { item, kind, line }]) => ({
      kind,
      name,
      line,
      address: layout.items[item]?.address ?? layout.end,
    })),
    bytes,
    diagnostics,
  };
}

function expectationsOf(
  { outcomes }: Statement & { readonly kind: 'instruction' | 'event' },
  constants: ConstantEvaluator,
): readonly ExpectedOutcome[] | null {
  return outcomes.length > 0 ? expectedOutcomes(outcomes, constants) : null;
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

type Base = Pick<Step, 'index' | 'line' | 'address' | 'size' | 'proc'>;

function endStep(
  trace: Trace,
  statement: Statement | undefined,
  steps: ReadonlyMap<Statement, number>,
  base: Base,
): Step {
  if (statement?.kind !== 'declaration' || statement.declaration.kind !== 'end') {
    return { ...base, kind: 'past-end', expected: null };
  }
  const begin = trace.statements[statement.declaration.block];
  return { ...base, kind: 'end', block: (begin && steps.get(begin)) ?? 0, expected: null };
}

function assemblyDiagnostic(error: AssemblyError, statement: InstructionStatement): Diagnostic {
  const operand = error.operand === undefined ? undefined : statement.instruction.operands[error.operand];
  return { code: error.code, severity: 'error', message: error.message, range: operand?.range ?? statement.range };
}
