/** What checking costs that is meant to cost much: each file in a fresh process, as when one opens it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HOSTILE_TRACES } from './hostile-traces';
import type { Measured, Row } from './row';

const REPEAT = 5;

export interface Checked {
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

/** The median of each shape is a sample; the aim is for all of them, so the worst is what counts. */
function beyondEmpty(figure: (checked: Checked) => number): Measured {
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-hostile-'));
  try {
    const empty = medianOf(folder, 'xtrace 1\n', figure);
    const samples = HOSTILE_TRACES.map(({ text }) => medianOf(folder, text(), figure) - empty);
    const worst = samples.indexOf(Math.max(...samples));
    return { samples, worstAt: HOSTILE_TRACES[worst]?.what ?? '', judgedByWorst: true };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function medianOf(folder: string, text: string, figure: (checked: Checked) => number): number {
  const file = path.join(folder, 'hostile.xtrace');
  writeFileSync(file, text);
  const figures = Array.from({ length: REPEAT }, () => {
    const output = execFileSync(process.execPath, ['out/bench/check-once.js', file], { encoding: 'utf8' });
    return figure(JSON.parse(output) as Checked);
  });
  return figures.toSorted((a, b) => a - b)[Math.floor(REPEAT / 2)] ?? Number.NaN;
}
