/** What the processor must have for an exported program: what its instructions need, and their state components. */
import { COMPONENTS } from '../../machine/architecture/component';
import { FEATURES, type Feature, withRequirements } from '../../machine/architecture/feature';
import { featuresOf } from '../../machine/instructions/apx-use';
import type { Program } from '../program/program';

export interface Requirements {
  readonly features: readonly Feature[];
  /** Mask of XCR0. */
  readonly components: bigint;
  /** Of them, those that a process has to ask for. */
  readonly permissions: bigint;
  /** Whether sizes and offsets of images matter, which are other ones where XCR0 is. */
  readonly layout: boolean;
}

const ASKED_FOR: readonly string[] = ['XTILEDATA'];

/** An instruction that the trace's own machine lacks is there to fail. */
export function requirementsOf({ steps, processor, trace }: Program): Requirements {
  const used = new Set<Feature>();
  for (const step of steps) {
    if (step.kind !== 'instruction') continue;
    for (const feature of featuresOf(step.instruction)) {
      if (processor.has(feature)) used.add(feature);
    }
  }
  const all = new Set([...used].flatMap(withRequirements));
  const needed = COMPONENTS.filter(({ owner, kind }) => kind === 'user' && owner !== undefined && all.has(owner));
  const code = statementTexts(trace);
  const asks = processor.has('AMX_TILE') && code.some((text) => PERMISSIONS.test(text));
  const maskOf = (rows: typeof needed): bigint => rows.reduce((mask, { index }) => mask | (1n << BigInt(index)), 0n);
  return {
    features: [...used],
    components: maskOf(needed),
    permissions: maskOf(COMPONENTS.filter((row) => ASKED_FOR.includes(row.id) && (needed.includes(row) || asks))),
    layout: code.some((text) => LAYOUT.test(text)),
  };
}

/** What statements say that is about the layout of images. */
const LAYOUT = /\b(?:UC_FPSTATE|SW_\w+|NT_X86_XSTATE|sigaltstack|cpuid|minsigstksz|xcr0|offset|size)\b/;
const PERMISSIONS = /\bARCH_\w+_XCOMP_\w+\b/;

/** Without comments. */
function statementTexts({ text, statements }: Program['trace']): readonly string[] {
  const lines = text.split('\n');
  return statements
    .filter(({ kind }) => kind !== 'declaration')
    .map(({ range: { line, start, end } }) => lines[line]?.slice(start, end) ?? '');
}

/** A row of the program's table: leaf and subleaf, register, bit, and what is said where it is not there. */
export function featureInC(feature: Feature): string {
  const { leaf, register, bit, flag } = FEATURES[feature];
  const [main = '0', sub = '0'] = leaf.split('.');
  return `{ 0x${main}, 0x${sub}, ${register}, ${bit}, "the processor has no ${flag}" },`;
}
