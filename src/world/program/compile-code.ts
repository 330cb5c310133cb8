/** From laid-out code to its bytes and to steps that execute. */

import { emittedBytes } from '../../language/data/emitted';
import { evaluate } from '../../language/expressions/evaluate';
import type { Statement, Trace } from '../../language/tree/statement';
import type { Scope } from '../../language/vocabulary/value';
import type { LaidOut } from '../../machine/assembler/layout';
import { compileInstruction } from '../../machine/instructions/execute';
import { mapping, type Pausable, part } from '../../machine/pausable';
import type { Processor } from '../../machine/processor/processor';
import { changesFlow } from './changes-flow';
import { EmittedSteps, emittedCode } from './emitted-code';
import { type ConstantEvaluator, expectedOutcomes } from './expected';
import { type LaidOutCode, PLACEHOLDER, type Site } from './layout-code';
import type { ExpectedOutcome } from './outcome';
import type { CodeSymbol } from './program';
import type { Step } from './step';

export interface Code {
  readonly steps: readonly Step[];
  readonly bytes: Uint8Array;
}

/** Where the labels and procs lie. */
export function codeSymbols({ labels, layout }: LaidOutCode): readonly CodeSymbol[] {
  return [...labels].map(([name, { item, kind, line }]) => ({
    kind,
    name,
    line,
    address: layout.items[item]?.address ?? layout.end,
  }));
}

/** In pieces: most of the time that loading takes goes into this. Nothing in `code` is wrong. */
export function* compilingCode(trace: Trace, processor: Processor, code: LaidOutCode, scope: Scope): Pausable<Code> {
  const { base, sites, layout, labels } = code;
  const constants: ConstantEvaluator = (expression) => evaluate(expression, scope);
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
  yield* part(writing, 0, 0.2);
  const stepOfStatement = new Map<Statement, number>();
  const emittedSteps = new EmittedSteps(bytes, base, processor);
  const steps: Step[] = [];
  const compile = ({ statement, proc, line }: Site, { address, size, instruction }: LaidOut): Step => {
    const index = steps.length;
    if (statement?.kind === 'instruction' && instruction) {
      const expected = expectationsOf(statement, constants);
      const plain = expected === null && !changesFlow(instruction.mnemonic);
      const execute = compileInstruction(instruction, processor);
      // Written out: nearly all steps are instructions, and a copy of `place` would be most of the work for one.
      return { kind: 'instruction', index, line, address, size, proc, expected, instruction, execute, plain };
    }
    const place = { index, line, address, size, proc };
    if (statement?.kind !== 'event') return endStep(trace, statement, stepOfStatement, place);
    return { ...place, kind: 'event', event: statement.event, expected: expectationsOf(statement, constants) };
  };
  const compiling = mapping(sites, (site, at): void => {
    const { statement, line, proc } = site;
    const item = layout.items[at]!; // one for each site
    if (statement?.kind === 'event') stepOfStatement.set(statement, steps.length);
    if (!statement || !emittedCode(statement)) steps.push(compile(site, item));
    else emittedSteps.add(steps, item, { line, proc });
  });
  yield* part(compiling, 0.2, 1);
  return { steps, bytes };
}

function expectationsOf(
  { outcomes }: Statement & { readonly kind: 'instruction' | 'event' },
  constants: ConstantEvaluator,
): readonly ExpectedOutcome[] | null {
  return outcomes.length > 0 ? expectedOutcomes(outcomes, constants) : null;
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
