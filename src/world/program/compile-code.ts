/** From laid-out code to its bytes and to steps that execute: each is compiled when it is first asked for. */

import { emittedBytes } from '../../language/data/emitted';
import { evaluate } from '../../language/expressions/evaluate';
import type { Statement } from '../../language/tree/statement';
import type { Scope } from '../../language/vocabulary/value';
import { compileInstruction } from '../../machine/instructions/execute';
import { type Pausable, PIECE } from '../../machine/pausable';
import type { Processor } from '../../machine/processor/processor';
import { changesFlow } from './changes-flow';
import { EmittedSteps, emittedCode } from './emitted-code';
import { type ConstantEvaluator, expectedOutcomes } from './expected';
import type { LaidOutCode } from './layout-code';
import type { ExpectedOutcome } from './outcome';
import type { CodeSymbol } from './program';
import type { Step } from './step';
import { Steps } from './steps';

export interface Code {
  readonly steps: Steps;
  readonly bytes: Uint8Array;
}

/** Where the labels and procs lie. */
export function* codeSymbols({ sites, layout }: LaidOutCode): Iterable<CodeSymbol> {
  for (const [name, { site, kind, line }] of sites.labels) yield { kind, name, line, address: layout.addressOf(site) };
}

/** In pieces. Nothing in `code` is wrong. */
export function* compilingCode(processor: Processor, code: LaidOutCode, scope: Scope): Pausable<Code> {
  const bytes = yield* writing(processor, code, scope);
  const { sites, layout } = code;
  const emitted = new Map<number, Step>();
  const siteOf = yield* sitesOfSteps(code, new EmittedSteps(bytes, layout.base, processor), emitted);
  const constants: ConstantEvaluator = (expression) => evaluate(expression, scope);
  const make = (index: number, site: number): Step => makeStep(code, { index, site, steps }, processor, constants);
  const steps: Steps = new Steps({ sites, layout, siteOf, emitted, make });
  return { steps, bytes };
}

/** By step, the site that it comes from. The steps of directives go into `emitted`, by their index. */
function* sitesOfSteps(
  { sites, layout }: LaidOutCode,
  emittedSteps: EmittedSteps,
  emitted: Map<number, Step>,
): Pausable<Int32Array> {
  const ofDirectives: (readonly Step[])[] = [];
  let more = 0;
  for (const site of sites.directives) {
    if (ofDirectives.length % PIECE === PIECE - 1) yield 0.5;
    const room = { address: layout.addressOf(site), size: layout.sizeOf(site) };
    const steps = emittedSteps.of(site + more, room, { line: sites.lineAt(site), proc: sites.procAt(site) });
    ofDirectives.push(steps);
    more += steps.length - 1;
  }
  const siteOf = new Int32Array(sites.length + more);
  let index = 0;
  let directive = 0;
  for (let site = 0; site < sites.length; site++) {
    if (site % PIECE === PIECE - 1) yield 0.5 + (0.5 * site) / sites.length;
    if (site !== sites.directives[directive]) {
      siteOf[index++] = site;
      continue;
    }
    for (const step of ofDirectives[directive++] ?? []) {
      emitted.set(index, step);
      siteOf[index++] = site;
    }
  }
  return siteOf;
}

/** All bytes of the code. */
function* writing(processor: Processor, { sites, layout }: LaidOutCode, scope: Scope): Pausable<Uint8Array> {
  const bytes = new Uint8Array(layout.end - layout.base);
  const addressOf: Scope['name'] = (name) => {
    const label = sites.labels.get(name);
    return label ? BigInt(layout.addressOf(label.site)) : scope.name(name);
  };
  const addressed: ConstantEvaluator = (expression) => evaluate(expression, { name: addressOf, processor });
  let written = 0;
  for (const site of sites.directives) {
    if (written++ % PIECE === PIECE - 1) yield 0;
    const statement = sites.statementAt(site);
    const parts = statement && emittedCode(statement);
    if (parts) bytes.set(emittedBytes(parts, addressed), layout.addressOf(site) - layout.base);
  }
  for (let site = 0; site < sites.length; site += PIECE) {
    yield (0.5 * site) / sites.length;
    layout.write(site, Math.min(site + PIECE, sites.length), bytes);
  }
  return bytes;
}

interface Wanted {
  readonly index: number;
  readonly site: number;
  readonly steps: Steps;
}

/** The step of a site that is no directive. */
function makeStep(
  { sites, layout }: LaidOutCode,
  { index, site, steps }: Wanted,
  processor: Processor,
  constants: ConstantEvaluator,
): Step {
  const statement = sites.statementAt(site);
  const [line, proc] = [sites.lineAt(site), sites.procAt(site)];
  const [address, size] = [layout.addressOf(site), layout.sizeOf(site)];
  // Each is written out: copying what they share from an object takes longer than all the rest.
  if (statement?.kind === 'event') {
    const expected = expectationsOf(statement, constants);
    return { index, line, address, size, proc, kind: 'event', event: statement.event, expected };
  }
  const instruction = statement?.kind === 'instruction' ? layout.instructionAt(site) : undefined;
  if (statement?.kind === 'instruction' && instruction) {
    const expected = expectationsOf(statement, constants);
    const plain = expected === null && !changesFlow(instruction.mnemonic);
    const execute = compileInstruction(instruction, processor);
    return { index, line, address, size, proc, kind: 'instruction', expected, instruction, execute, plain };
  }
  const begin = sites.blocks.get(site);
  if (begin === undefined) return { index, line, address, size, proc, kind: 'past-end', expected: null };
  return { index, line, address, size, proc, kind: 'end', block: steps.ofSite(begin), expected: null };
}

function expectationsOf(
  { outcomes }: Statement & { readonly kind: 'instruction' | 'event' },
  constants: ConstantEvaluator,
): readonly ExpectedOutcome[] | null {
  return outcomes.length > 0 ? expectedOutcomes(outcomes, constants) : null;
}
