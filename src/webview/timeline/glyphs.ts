/** The look of each kind of mark: a shape and a colour, since not every user can tell colours apart. */
import type { MarkKind } from '../../adapter/views/timeline';
import type { ColorName } from './colors';

export interface Glyph {
  readonly title: string;
  /** SVG path in a box of 10 by 10 around the origin. */
  readonly path: string;
  readonly color: ColorName;
  readonly hollow?: true;
  /** The text of the mark names its kind. */
  readonly isPlain?: true;
}

const DIAMOND = 'M0-5 5 0 0 5-5 0Z';
const UP = 'M0-5 5 4H-5Z';
const CROSS = 'M-5-3-3-5 0-2 3-5 5-3 2 0 5 3 3 5 0 2-3 5-5 3-2 0Z';

/** Kinds in ascending order of importance: where two marks overlap, the mark of the later kind is drawn on top. */
export const GLYPHS: Readonly<Record<MarkKind, Glyph>> = {
  switch: { title: 'switch', path: 'M-1-5H1V5H-1Z', color: 'muted' },
  syscall: { title: 'system call', path: 'M-2.5-2.5H2.5V2.5H-2.5Z', color: 'foreground' },
  'guest-entry': { title: 'VM entry', path: 'M-4-5 5 0-4 5Z', color: 'purple', isPlain: true },
  'guest-exit': { title: 'VM exit', path: 'M4-5-5 0 4 5Z', color: 'purple', isPlain: true },
  migrate: { title: 'migration', path: 'M-5-5H0L5 0 0 5H-5L0 0Z', color: 'blue', isPlain: true },
  handler: { title: 'signal handler', path: 'M-4-4H4V4H-4Z', color: 'orange', hollow: true, isPlain: true },
  exception: { title: 'exception', path: DIAMOND, color: 'yellow', hollow: true, isPlain: true },
  nm: { title: '#NM', path: DIAMOND, color: 'yellow', isPlain: true },
  grow: { title: 'buffer grows or shrinks', path: UP, color: 'green', isPlain: true },
  signal: { title: 'signal', path: 'M1-5-4 1H-1L-2 5 4-1H1Z', color: 'orange' },
  edit: { title: 'edit', path: 'M-5 5-4 1 2-5 5-2-1 4Z', color: 'blue' },
  bookmark: { title: 'bookmark', path: 'M-4-5H4V5L0 2-4 5Z', color: 'blue' },
  killed: { title: 'death', path: CROSS, color: 'red', isPlain: true },
  divergence: {
    title: 'divergence',
    path: 'M-5-3H1L2-5H4L3-3H5V-1H2L1 1H5V3H0L-1 5H-3L-2 3H-5V1H-1L0-1H-5Z',
    color: 'red',
  },
  expect: { title: 'failed expectation', path: CROSS, color: 'red' },
  warn: { title: 'WARN', path: UP, color: 'orange', hollow: true },
  hang: { title: 'hang', path: 'M-4-5H4L1 0 4 5H-4L-1 0Z', color: 'red' },
  oops: { title: 'oops', path: 'M-2-5H2L5-2V2L2 5H-2L-5 2V-2Z', color: 'red' },
  error: { title: 'error', path: 'M-2-5H2L5-2V2L2 5H-2L-5 2V-2Z', color: 'red', hollow: true },
};

const KINDS = Object.keys(GLYPHS) as readonly MarkKind[]; // the keys of a record of kinds

export function weightOf(kind: MarkKind): number {
  return KINDS.indexOf(kind);
}
