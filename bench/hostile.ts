/** What checking costs that is meant to cost much: each file in a fresh process, as when one opens it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HOSTILE_TRACES } from './hostile-traces';
import type { Measured, Row } from './row';

/** The shapes that cost the most are measured so often: the least says what checking costs beside what else the machine does. */
const REPEAT = 4;
const REPEATED = 6;

export interface Checked {
  /** By the clock, or of the main thread's processor time where that is less: the machine had other things to do. */
  readonly milliseconds: number;
  /** The most that the process had at any time. */
  readonly megabytes: number;
}

export const HOSTILE_ROWS: readonly Row[] = [
  {
    what: 'Checking a hostile file of 256 KiB, beyond an empty one',
    unit: 'ms',
    good: 'low',
    aim: 200,
    limit: 'the limits of a trace (docs/language.md)',
    measure: () => beyondEmpty(({ milliseconds }) => milliseconds),
  },
  {
    what: 'Memory of checking a hostile file of 256 KiB, beyond an empty one',
    unit: 'MB',
    good: 'low',
    aim: 200,
    limit: 'statements as objects',
    measure: () => beyondEmpty(({ megabytes }) => megabytes),
  },
];

/** Each shape is a sample; the aim is for all of them, so the worst is what counts. */
function beyondEmpty(figure: (checked: Checked) => number): Measured {
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-hostile-'));
  const once = (text: string) => figure(checkedOnce(folder, text));
  const least = (text: string) => Math.min(...Array.from({ length: REPEAT }, () => once(text)));
  try {
    const empty = least('xtrace 1\n');
    const shapes = HOSTILE_TRACES.map(({ what, text }) => ({ what, text, cost: once(text()) }));
    const sorted = shapes.toSorted((a, b) => b.cost - a.cost);
    for (const shape of sorted.slice(0, REPEATED)) shape.cost = Math.min(shape.cost, least(shape.text()));
    const worst = sorted.reduce((most, shape) => (shape.cost > most.cost ? shape : most));
    return { samples: sorted.map(({ cost }) => cost - empty), worstAt: worst.what, judgedByWorst: true };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checkedOnce(folder: string, text: string): Checked {
  const file = path.join(folder, 'hostile.xtrace');
  writeFileSync(file, text);
  const output = execFileSync(process.execPath, ['out/bench/check-once.js', file], { encoding: 'utf8' });
  return JSON.parse(output) as Checked;
}
