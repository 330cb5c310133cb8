/** The page of an exploration: what was found, what was wrong already, and which steps of the kernel ran. */
import type { Explored } from '../../adapter/background/background';
import { escaped, link, prose } from '../document-html';

export interface ExploredLinks {
  /** By the index of the finding. */
  readonly open: (finding: number) => string;
  readonly debug: (finding: number) => string;
  /** Zero-based, of the trace. */
  readonly line: (line: number) => string;
}

export function exploredHtml(name: string, explored: Explored, links: ExploredLinks): string {
  const { findings, already, alreadyBy } = explored;
  const found = findings.map((finding, index) => findingHtml(finding, index, links));
  const wrong =
    already.length === 0
      ? []
      : [
          '<h2>Wrong already, with nothing in between</h2>',
          `<ul>${already
            .map(({ line, kind, text }) => `<li>${lineLink(line, links)}<b>${escaped(kind)}</b>: ${prose(text)}</li>`)
            .join('')}</ul>`,
          ...(alreadyBy === null ? [] : [`<p>${prose(alreadyBy)}</p>`]),
        ];
  return [
    `<h1>${escaped(name)}</h1>`,
    `<p class="sum ${findings.length > 0 ? 'found' : 'clean'}">${escaped(headline(explored))}</p>`,
    ...found,
    ...wrong,
    coverageHtml(explored),
  ].join('\n');
}

/** One sentence. */
export function headline({ findings, already, runs, possible, injections, states }: Explored): string {
  const nothing = already.length === 0 ? 'Nothing goes wrong' : 'Nothing else goes wrong';
  const found = findings.length === 0 ? nothing : `${findings.length} found`;
  const few = runs < possible ? ` of ${count(possible)}` : '';
  return `${found}: ${count(runs)} runs${few}, with ${count(injections)} things that may come between, and ${count(states)} states.`;
}

function findingHtml(
  { law, sentence, text, culprit, injections }: Explored['findings'][number],
  index: number,
  links: ExploredLinks,
): string {
  const story = injections.map(({ line, story: what }) => `<li>${lineLink(line, links)}${prose(what)}</li>`);
  return `<section>
<h2>${escaped(law)}: ${prose(sentence)}</h2>
<p>${prose(text)}</p>
<ul>${story.join('')}</ul>
${culprit === null ? '' : `<p class="why">${prose(culprit)}</p>`}
<p>${link(links.debug(index), 'Debug at the first wrong moment', 'Debug the trace that shows it')} · ${link(links.open(index), 'Open the trace', 'Open the trace that shows it')}</p>
</section>`;
}

function lineLink(line: number, { line: target }: ExploredLinks): string {
  return line < 0 ? '' : `${link(target(line), `Line ${line + 1}`, 'Go to the line')}: `;
}

/** A row for each routine that ran. */
function coverageHtml({ covered, missed }: Explored): string {
  const routines = [...new Set([...covered, ...missed].map(routineOf))].sort();
  const rows = routines.map((routine) => {
    const ran = covered.filter((place) => routineOf(place) === routine).length;
    const left = missed.filter((place) => routineOf(place) === routine).map((place) => place.split('.')[1] ?? '');
    const share = `${ran} of ${ran + left.length}`;
    return `<tr${left.length > 0 ? ' class="partly"' : ''}><th scope="row">${escaped(routine)}</th><td>${share}</td><td class="words">${escaped(left.join(', '))}</td></tr>`;
  });
  return `<h2>Steps of the kernel</h2>
<p>${covered.length} covered, ${missed.length} not, of the routines that ran.</p>
<div class="scroll"><table>
<thead><tr><th scope="col" class="words">routine</th><th scope="col">covered</th><th scope="col" class="words">not covered</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

function routineOf(place: string): string {
  return place.split('.')[0] ?? place;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
