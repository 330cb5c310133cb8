/** The page beside two sessions that are stepped side by side: the step that both are at, and what differs there. */
import type { WorldsAtAnswer } from '../../adapter/background/background';
import { escaped, link } from '../document-html';

export interface SideBySidePage {
  /** Of the trace. */
  readonly name: string;
  readonly labels: readonly [string, string];
  /** Steps that are done. */
  readonly step: number;
  /** What differs, or why nobody can say. */
  readonly answer: WorldsAtAnswer | string;
  readonly lineLink: (line: number) => string;
}

export function sideBySideHtml({ name, labels, step, answer, lineLink }: SideBySidePage): string {
  const head = `<h1>${escaped(name)}</h1>\n<p class="sum">After step ${step}, ${escaped(labels[0])} → ${escaped(labels[1])}</p>`;
  if (typeof answer === 'string') return `${head}\n<p class="note">${escaped(answer)}</p>`;
  const { steps, lines, visible, hidden } = answer;
  const places = labels.map((label, index) => {
    const line = lines[index] ?? -1;
    const place = line < 0 ? 'at no line' : link(lineLink(line), `line ${line + 1}`, 'Go to the line');
    return `<li>${escaped(label)}: ${place}</li>`;
  });
  const ended = steps < step ? [`<p class="note">One of them has ended after step ${steps}.</p>`] : [];
  const same = visible.length + hidden.length === 0 ? ['<p class="note">Nothing differs here.</p>'] : [];
  return [
    head,
    `<ul>${places.join('')}</ul>`,
    ...ended,
    ...same,
    ...differing('What programs could notice', visible),
    ...differing('What only the kernels do', hidden),
  ].join('\n');
}

/** A group of differences is marked as a row of the table is, for those who see no colours. */
function differing(title: string, differences: readonly string[]): readonly string[] {
  if (differences.length === 0) return [];
  return [
    `<section><h2><span title="The worlds differ">≠</span> ${escaped(title)}</h2>`,
    `<pre>${escaped(differences.join('\n'))}</pre></section>`,
  ];
}
