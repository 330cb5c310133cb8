/** The page beside two sessions that are stepped side by side: the step that both are at, and what differs there. */
import type { WorldsAtAnswer } from '../../adapter/background/background';
import { escaped, link, prose } from '../document-html';

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
  if (typeof answer === 'string') return `${head}\n<p class="note">${prose(answer)}</p>`;
  const { steps, lines, visible, hidden, ways } = answer;
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
    ...waysHtml(labels, ways),
  ].join('\n');
}

/** What both kernels do in the step that comes, line by line: who steps into one of them sees where the other one is by then. */
function waysHtml(labels: SideBySidePage['labels'], ways: WorldsAtAnswer['ways']): readonly string[] {
  if (ways.every((way) => way.length === 0)) return [];
  const heads = labels.map((label) => `<th scope="col">${escaped(label)}</th>`).join('');
  const rows = alignedWays(...ways).map(([first = '', second = '']) => {
    const differs = first !== second;
    const mark = differs ? '<span title="The kernels differ">≠</span>' : '';
    const cells = [first, second].map((text) => `<td>${escaped(text)}</td>`).join('');
    return `<tr${differs ? ' class="differs"' : ''}><td>${mark}</td>${cells}</tr>`;
  });
  return [
    '<section><h2>What the kernels do in the next step</h2>',
    `<div class="scroll"><table class="ways"><thead><tr><td></td>${heads}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div></section>`,
  ];
}

/** Side by side from the begin to where they part, and from where they are one again to the end. */
function alignedWays(first: readonly string[], second: readonly string[]): readonly (readonly string[])[] {
  const shortest = Math.min(first.length, second.length);
  const parting = first.findIndex((text, index) => text !== second[index]);
  const before = parting < 0 ? shortest : parting;
  let after = 0;
  while (after < shortest - before && first.at(-1 - after) === second.at(-1 - after)) after++;
  const middle = Math.max(first.length, second.length) - before - after;
  const rowsFrom = (start: readonly [number, number], count: number) =>
    Array.from({ length: count }, (_, index) => [first[start[0] + index] ?? '', second[start[1] + index] ?? '']);
  const [firstMiddle, secondMiddle] = [first, second].map((way) => way.slice(before, way.length - after));
  return [
    ...rowsFrom([0, 0], before),
    ...Array.from({ length: middle }, (_, index) => [firstMiddle?.[index] ?? '', secondMiddle?.[index] ?? '']),
    ...rowsFrom([first.length - after, second.length - after], after),
  ];
}

/** A group of differences is marked as a row of the table is, for those who see no colours. */
function differing(title: string, differences: readonly string[]): readonly string[] {
  if (differences.length === 0) return [];
  return [
    `<section><h2><span title="The worlds differ">≠</span> ${escaped(title)}</h2>`,
    `<pre>${escaped(differences.join('\n'))}</pre></section>`,
  ];
}
