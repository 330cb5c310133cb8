/** The page of an explanation: what is contradicted, and the ranked list of assumptions. */
import type { Explained } from '../../adapter/background/background';
import { elsewhereText, headlineOf } from '../../world/explore/explanation-text';
import { escaped, link, prose } from '../document-html';

export interface ExplainedLinks {
  /** By the index of the explanation. */
  readonly open: (explanation: number) => string;
  readonly debug: (explanation: number) => string;
  /** Zero-based, of the trace. */
  readonly line: (line: number) => string;
}

/** Contradictions that are listed: of a trace that is wrong all over, the first say enough. */
const MOST = 10;

export function explainedHtml(name: string, explained: Explained, links: ExplainedLinks): string {
  const { contradictions, explanations, facts } = explained;
  const wrong = contradictions
    .slice(0, MOST)
    .map(
      ({ line, text }) => `<li>${link(links.line(line), `Line ${line + 1}`, 'Go to the line')}: ${prose(text)}</li>`,
    );
  const more = contradictions.length > MOST ? [`<p class="note">And ${contradictions.length - MOST} more.</p>`] : [];
  const rows = explanations.map(
    ({ assumption, agreed, fits, explains }, index) =>
      `<tr${fits ? ' class="fits"' : ''}><td>${index + 1}</td><th scope="row">${link(links.debug(index), assumption, 'Debug the trace with it')}</th><td>${fits ? '✓ all' : facts === 0 ? 'none stated' : `${agreed} of ${facts}${elsewhereText({ agreed, fits }, facts)}`}</td><td>${link(links.line(explains.line), `line ${explains.line + 1}`, 'Go to the line')}</td><td>${link(links.open(index), 'open', 'Open the trace with it')}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? []
      : [
          `<div class="scroll"><table class="ranked">
<thead><tr><th scope="col">#</th><th scope="col" class="words">what is otherwise</th><th scope="col">facts that hold</th><th scope="col">explains first</th><th scope="col">trace</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`,
        ];
  return [
    `<h1>${escaped(name)}</h1>`,
    `<p class="sum">${escaped(headlineOf(explained))}</p>`,
    ...(wrong.length === 0 ? [] : [`<ul>${wrong.join('')}</ul>`, ...more]),
    ...(wrong.length === 0 ? [] : [`<h2>${escaped(verdict(explained))}</h2>`]),
    ...table,
  ].join('\n');
}

function verdict({ explanations, tried }: Explained): string {
  const count = tried.toLocaleString('en');
  if (explanations.some(({ fits }) => fits)) return `What would explain it, of ${count} assumptions tried`;
  const closest = explanations.length > 0 ? '. These are the closest' : '';
  return `None of ${count} assumptions makes all of it hold${closest}`;
}
