/** A trace with as few lines as still show the same mistake, and only with the injections. */
import type { Load } from './forks';
import type { Problem } from './problem';
import { type Demands, Walk } from './walk';

export interface Line {
  readonly text: string;
  readonly isInjected: boolean;
}

/** Runs that may be spent. */
const MOST_TRIES = 300;
const MOST_MOMENTS = 200_000;

export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join('\n');
}

/** The problem with that key, in a run of a trace; undefined where it has none, and where the trace does not load. */
export function problemIn(text: string, key: string, load: Load, demands: Demands): Problem | undefined {
  return problemsTo(text, key, load, demands)?.find((problem) => problem.key === key);
}

/** All problems of a run up to the problem with that key; undefined where the trace does not load. */
function problemsTo(text: string, key: string, load: Load, demands: Demands): readonly Problem[] | undefined {
  const program = load(text);
  if (!program) return undefined;
  const walk = new Walk(program, demands);
  const found: Problem[] = [];
  while (!walk.world.ended && walk.moments < MOST_MOMENTS) {
    found.push(...walk.advance(true));
    if (found.some((problem) => problem.key === key)) break;
  }
  return found;
}

/** Leaves out comments and blank lines, then blocks of lines, ever smaller ones, for as long as any can go. */
export function shrink(lines: readonly Line[], key: string, load: Load, demands: Demands): readonly Line[] {
  let tries = 0;
  // A line that others stand on does not go: what the trace expected before, it expects still.
  const known = new Set((problemsTo(textOf(lines), key, load, demands) ?? []).map((problem) => problem.key));
  const shows = (candidate: readonly Line[]): boolean => {
    tries++;
    const hasOnly = (found: readonly Problem[] | undefined): boolean =>
      found?.every((problem) => problem.key === key || known.has(problem.key)) === true;
    const found = problemsTo(textOf(candidate), key, load, demands);
    if (!hasOnly(found) || !found?.some((problem) => problem.key === key)) return false;
    const without = problemsTo(textOf(candidate.filter(({ isInjected }) => !isInjected)), key, load, demands);
    return hasOnly(without) && without?.every((problem) => problem.key !== key) === true;
  };
  const bare = lines.map(withoutComment).filter(({ text }) => text.trim() !== '');
  let best = shows(bare) ? bare : lines;
  const drop = (from: number, to: number): boolean => {
    const candidate = best.filter((line, index) => line.isInjected || isKept(line) || index < from || index >= to);
    if (tries >= MOST_TRIES || candidate.length === best.length || !shows(candidate)) return false;
    best = candidate;
    return true;
  };
  for (const { from, to } of blocksIn(best)) drop(from, to);
  for (
    let size = Math.ceil(best.length / 2), again = true;
    size > 1 || again;
    size = Math.max(1, Math.floor(size / 2))
  ) {
    again = false;
    for (let to = best.length; to > 0; to -= size) if (drop(Math.max(0, to - size), to)) again = true;
  }
  return best;
}

/** A finding says which machine and which kernel it is about. */
function isKept({ text }: Line): boolean {
  return /^\s*(?:xtrace|machine|kernel)\b/.test(text);
}

/** From the first line to the `end`, the last blocks first: those before keep their places. */
function blocksIn(lines: readonly Line[]): readonly { readonly from: number; readonly to: number }[] {
  const open: number[] = [];
  const blocks: { from: number; to: number }[] = [];
  for (const [index, { text }] of lines.entries()) {
    const [word = ''] = text.trim().split(/\s/);
    if (['proc', 'repeat', 'ring0'].includes(word)) open.push(index);
    const from = word === 'end' ? open.pop() : undefined;
    if (from !== undefined) blocks.push({ from, to: index + 1 });
  }
  return blocks.sort((a, b) => b.from - a.from);
}

/** A `;` in a text is none. */
function withoutComment({ text, isInjected }: Line): Line {
  const comment = /^((?:[^;"]|"(?:[^"\\]|\\.)*")*?)\s*;.*$/.exec(text);
  return { text: (comment?.[1] ?? text).trimEnd(), isInjected };
}
