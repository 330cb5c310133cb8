/** Which single assumption, changed, makes what a trace says and what the model does agree. */
import type { Pausable } from '../../machine/pausable';
import { type Agreement, agreementOf, type Contradiction } from './agreement';
import { ASSUMPTIONS, type Assumption, type AssumptionKind, journalOf } from './assumptions';
import type { Load } from './exploration';

export interface Explanation {
  readonly kind: AssumptionKind;
  /** What is assumed, as a clause. */
  readonly assumption: string;
  /** Facts that hold with it. */
  readonly agreed: number;
  /** Whether all that the trace says holds with it. */
  readonly fits: boolean;
  /** The first fact that is contradicted without it and holds with it. */
  readonly explains: Contradiction;
  /** The trace with it, to debug. */
  readonly trace: string;
}

export interface ExplainReport {
  readonly facts: number;
  /** Facts that hold as the trace stands. */
  readonly agreed: number;
  readonly contradictions: readonly Contradiction[];
  /** Those that fit first, in the order of likelihood; then the closest. At most `MOST`. */
  readonly explanations: readonly Explanation[];
  /** Assumptions that were tried. */
  readonly tried: number;
}

const MOST = 15;
/** Of one kind: what is less likely shall have its turn. */
const MOST_OF_A_KIND = 5;

export interface ExplainSettings {
  /** Assumptions that may be tried. */
  readonly budget: number;
  /** Asked after every run: it ends then. */
  readonly isOver?: () => boolean;
}

/** @throws RangeError for a text that does not load. */
export function* explainingTrace(
  text: string,
  load: Load,
  { budget, isOver }: ExplainSettings,
): Pausable<ExplainReport> {
  const program = load(text);
  if (!program) throw new RangeError('the trace has an error');
  const agreement = agreementOf(program);
  const { facts, agreed, contradictions } = agreement;
  if (contradictions.length === 0) return { facts, agreed, contradictions, explanations: [], tried: 0 };
  const known = { text, program, agreement, journal: journalOf(program) };
  const assumptions = Object.values(ASSUMPTIONS).flatMap((source) => source(known));
  const explanations: Explanation[] = [];
  let tried = 0;
  for (const assumption of assumptions) {
    if (tried >= budget || isOver?.()) break;
    tried++;
    const explanation = tryOut(assumption, load, agreement);
    if (explanation) explanations.push(explanation);
    yield tried / Math.min(assumptions.length, budget);
  }
  return { facts, agreed, contradictions, explanations: ranked(explanations), tried };
}

/** Undefined where fewer facts hold, or nothing that was contradicted does. */
function tryOut({ kind, text, edited }: Assumption, load: Load, before: Agreement): Explanation | undefined {
  const program = load(edited.text);
  if (!program) return undefined;
  const found = agreementOf(program, (contradictions) => contradictions > before.contradictions.length);
  const still = new Set(found.contradictions.map(({ line }) => edited.lineOf(line)));
  const explains = before.contradictions.find(({ line }) => !still.has(line));
  const isBetter =
    found.fits || (found.agreed > before.agreed && found.contradictions.length <= before.contradictions.length);
  if (!explains || !isBetter) return undefined;
  // What the assumption itself writes is no fact of the trace.
  const agreed = found.agreed - (found.facts - before.facts);
  return { kind, assumption: text, agreed, fits: found.fits, explains, trace: edited.text };
}

function ranked(explanations: readonly Explanation[]): readonly Explanation[] {
  const counts = new Map<AssumptionKind, number>();
  return explanations
    .toSorted((a, b) => Number(b.fits) - Number(a.fits) || (a.fits ? 0 : b.agreed - a.agreed))
    .filter(({ kind }) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count <= MOST_OF_A_KIND;
    })
    .slice(0, MOST);
}
