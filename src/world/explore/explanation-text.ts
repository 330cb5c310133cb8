/** What an explanation says, as text. */
import type { ExplainReport, Explanation } from './explain-trace';

/** What is contradicted, and the ranked list, a line an assumption. */
export function explanationText({ facts, agreed, contradictions, explanations, tried }: ExplainReport): string {
  const [first] = contradictions;
  if (!first) return `Nothing to explain: ${agreed} of ${facts} facts hold, and none is contradicted.\n`;
  const fit = explanations.some(({ fits }) => fits);
  const closest = explanations.length > 0 ? ' These are the closest:' : '';
  return [
    `${agreed} of ${facts} facts hold. The first that does not, line ${first.line + 1}: ${first.text}.`,
    fit
      ? `What would explain it, of ${tried} assumptions tried:`
      : `None of ${tried} assumptions makes all of them hold.${closest}`,
    ...explanations.map((explanation, index) => lineOf(explanation, index, facts)),
    '',
  ].join('\n');
}

function lineOf({ assumption, agreed, explains }: Explanation, index: number, facts: number): string {
  return `${`${index + 1}`.padStart(3)}. ${assumption}: ${agreed} of ${facts} hold, the first of them at line ${explains.line + 1}`;
}
