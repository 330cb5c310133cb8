/** Steps along the axis. Users count steps, not moments. */
import type { TimelinePart } from '../../adapter/views/timeline';
import { grouped } from '../../language/expressions/grouped';

type Steps = TimelinePart['steps'];

/** The step that a moment belongs to: between two that are known steps go on with moments, up to the second's. */
export function stepAt(steps: Steps, moment: number): number {
  const after = steps.findIndex(([known]) => known > moment);
  const [from = 0, step = 1] = steps[after < 0 ? steps.length - 1 : Math.max(0, after - 1)] ?? [];
  const reached = Math.floor(step + Math.max(0, moment - from));
  const next = after < 0 ? undefined : steps[after]?.[1];
  return Math.min(reached, next ?? reached);
}

/** The first moment of a step; undefined where no moment of the part belongs to it. */
export function momentOf(steps: Steps, step: number): number | undefined {
  const index = steps.findLastIndex(([, known]) => known <= step);
  const found = steps[index];
  if (!found) return undefined;
  const moment = found[0] + step - found[1];
  const next = steps[index + 1];
  if (next) return moment <= next[0] ? moment : undefined;
  return index === steps.length - 1 && moment > found[0] ? undefined : moment;
}

export interface Tick {
  readonly moment: number;
  readonly label: string;
}

/** Round numbers of steps, at most `most` of them. */
export function ticksOf(steps: Steps, from: number, to: number, most: number): readonly Tick[] {
  const [first, last] = [stepAt(steps, from), stepAt(steps, to)];
  const distance = roundDistance((last - first) / Math.max(1, most));
  const ticks: Tick[] = [];
  for (let step = Math.ceil(first / distance) * distance; step <= last; step += distance) {
    const moment = momentOf(steps, Math.max(1, step));
    if (moment !== undefined && moment >= from && moment <= to)
      ticks.push({ moment, label: grouped(Math.max(1, step)) });
  }
  return ticks;
}

/** 1, 2, 5, 10, 20, ... */
function roundDistance(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, atLeast)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((distance) => distance >= atLeast) ?? 10 * power;
}
