/** The page of a comparison: a table with a column for each world, and below it where the worlds part. */
import type { WorldsAnswer } from '../../adapter/background/background';
import { escaped, link, prose } from '../document-html';

export interface WorldsPage {
  /** Of the trace. */
  readonly name: string;
  readonly answer: WorldsAnswer;
  /** Links of the page: what a click on a world, and on a line of the trace, does. */
  readonly debugLink: (world: number) => string;
  readonly lineLink: (line: number) => string;
  /** What steps two worlds side by side. */
  readonly pairLink: (before: number, after: number) => string;
}

export function worldsHtml({ name, answer, debugLink, lineLink, pairLink }: WorldsPage): string {
  const { worlds, rows, partings } = answer;
  const heads = worlds.map(
    ({ label, problem }, index) =>
      `<th scope="col">${problem ? escaped(label) : link(debugLink(index), label, `Debug ${name} in this world`)}</th>`,
  );
  const lines = rows.map(
    (row) =>
      `<tr${row.differs ? ' class="differs"' : ''}><th scope="row">${row.differs ? '<span title="The worlds differ">≠</span> ' : ''}${escaped(row.name)}</th>${row.cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
  );
  const problems = worlds.flatMap(({ label, problem }) =>
    problem
      ? [
          `<p class="note">${escaped(label)}: the trace cannot be run. ${lineOf(problem.line, lineLink)}${prose(problem.message)}</p>`,
        ]
      : [],
  );
  const nothing = partings.length === 0 && problems.length === 0 ? ['<p class="note">Nothing differs.</p>'] : [];
  return `<h1>${escaped(name)}</h1>
<div class="scroll"><table>
<thead><tr><td></td>${heads.join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>
${[...problems, ...nothing, ...partings.map((parting) => partingHtml(answer, parting, { lineLink, pairLink }))].join('\n')}`;
}

function partingHtml(
  { worlds }: WorldsAnswer,
  { before, after, what, line, differences, why }: WorldsAnswer['partings'][number],
  { lineLink, pairLink }: Pick<WorldsPage, 'lineLink' | 'pairLink'>,
): string {
  const canRun = !worlds[before]?.problem && !worlds[after]?.problem;
  const both = link(
    pairLink(before, after),
    'Step both side by side',
    'Debug the trace in both, one following the other',
  );
  const title = `${worlds[before]?.label ?? ''} → ${worlds[after]?.label ?? ''}`;
  return `<section>
<h2>${escaped(title)}</h2>
<p>${line < 0 ? escaped(what) : link(lineLink(line), what, 'Go to the line')}</p>
<pre>${escaped(differences.join('\n'))}</pre>
${why.map((reason) => `<p class="why">${prose(reason)}</p>`).join('\n')}
${canRun ? `<p>${both}</p>` : ''}
</section>`;
}

function lineOf(line: number, lineLink: WorldsPage['lineLink']): string {
  return line < 0 ? '' : `${link(lineLink(line), `Line ${line + 1}`, 'Go to the line')}: `;
}
