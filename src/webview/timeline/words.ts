/** The words for a place of the timeline, for the line at the bottom and for screen readers. */

import type { TimelinePart } from '../../adapter/views/timeline';
import { grouped } from '../../language/expressions/grouped';
import { GLYPHS } from './glyphs';
import type { Hit, LanePart, Mark } from './layout';
import { stepAt } from './steps';

type Steps = TimelinePart['steps'];

/** `#NM: IA32_XFD[18] is set and TILEZERO writes XTILEDATA · step 7, line 27 · A on CPU 0`; in a program, `step 7, layer.c:40`. */
export function markWords({ kind, text, step, line, task, cpu, count, source }: Mark): string {
  const where = kind === 'bookmark' ? '' : ` · ${task === null ? `CPU ${cpu}` : `${task} on CPU ${cpu}`}`;
  const place = source ? `, ${source.path.split('/').at(-1)}:${source.line}` : line < 0 ? '' : `, line ${line + 1}`;
  const when = `step ${grouped(step)}${place}`;
  const { title, isPlain } = GLYPHS[kind];
  if (count > 1) return `${grouped(count)} times ${title}, too close to be told apart; the first: ${text} · ${when}`;
  return `${isPlain ? '' : `${title}: `}${text} · ${when}${where}`;
}

/** Where a lane shows nothing. */
const NOTHING: Readonly<Record<LanePart['kind'], string>> = { cpu: ' · idle', task: ' · on no CPU', bookmarks: '' };

export function hitWords(hit: Hit, moment: number, steps: Steps): string {
  const here = `step ${grouped(stepAt(steps, moment))}`;
  switch (hit.kind) {
    case 'mark':
      return markWords(hit.mark);
    case 'stay':
      return `${stayWords(hit.lane, hit.stretch)} · ${here}`;
    case 'kernel':
      return hit.stretch.count > 1
        ? `the kernel ${grouped(hit.stretch.count)} times, first in ${hit.stretch.name} · ${hit.lane.name} · ${here}`
        : `${hit.stretch.name} · ${hit.lane.name}, in the kernel · ${here}`;
    case 'buffer':
      return `${hit.lane.name}: buffer of ${grouped(hit.bytes)} bytes · ${here}`;
    case 'lane':
      return `${hit.lane.name}${NOTHING[hit.lane.kind]} · ${here}`;
  }
}

function stayWords(lane: LanePart, { name, count }: LanePart['stays'][number]): string {
  if (count > 1) return `${lane.name}: ${grouped(count)} stays, too short to be told apart`;
  return lane.kind === 'cpu' ? `${name} on ${lane.name}` : `${lane.name} on CPU ${name}`;
}
