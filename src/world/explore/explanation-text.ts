/** What an explanation says, as text. */
import type { ExplainReport, Explanation } from './explain-trace';

/** How many facts hold, in a sentence. A run can go wrong without any: a step of a dead task. */
export function headlineOf({ facts, agreed, contradictions }: ExplainReport): string {
  const isRight = contradictions.length === 0;
  if (facts > 0) {
    const held = `${agreed} of ${facts} facts hold`;
    return isRight ? `Nothing to explain: ${held}, and none is contradicted.` : `${held}.`;
  }
  return isRight
    ? 'Nothing to explain: the trace states no facts, and nothing goes wrong.'
    : 'The trace states no facts.';
}

/** What is contradicted, and the ranked list, a line an assumption. */
export function explanationText(report: ExplainReport): string {
  const { facts, contradictions, explanations, tried } = report;
  const [first] = contradictions;
  if (!first) return `${headlineOf(report)}\n`;
  const fit = explanations.some(({ fits }) => fits);
  const closest = explanations.length > 0 ? ' These are the closest:' : '';
  const text = first.text.endsWith('.') ? first.text : `${first.text}.`;
  return [
    `${headlineOf(report)} ${facts === 0 ? 'What goes wrong first' : 'The first that does not'}, line ${first.line + 1}: ${text}`,
    fit
      ? `What would explain it, of ${tried} assumptions tried:`
      : `None of ${tried} assumptions makes all of them hold.${closest}`,
    ...explanations.map((explanation, index) => lineOf(explanation, index, facts)),
    '',
  ].join('\n');
}

/** Of an assumption: a run in which all facts hold can go wrong elsewhere. Empty where that need not be said. */
export function elsewhereText({ agreed, fits }: Pick<Explanation, 'agreed' | 'fits'>, facts: number): string {
  return !fits && agreed === facts ? ', but something else goes wrong' : '';
}

function lineOf(explanation: Explanation, index: number, facts: number): string {
  const { assumption, agreed, explains } = explanation;
  const elsewhere = elsewhereText(explanation, facts);
  const held = facts === 0 ? 'explains' : `${agreed} of ${facts} hold${elsewhere}, the first of them at`;
  return `${`${index + 1}`.padStart(3)}. ${assumption}: ${held} line ${explains.line + 1}`;
}
