/** Trace text with a place marked in it: `switch «B»`. */
import type { Range } from '../../../src/language/errors/diagnostic';

export interface Marked {
  readonly text: string;
  readonly range: Range;
}

export function marked(source: string): Marked {
  const lines = source.split('\n');
  const line = lines.findIndex((text) => text.includes('«'));
  const marks = lines[line];
  if (marks === undefined) throw new Error(`no place is marked in: ${source}`);
  const start = marks.indexOf('«');
  const end = marks.indexOf('»') - 1;
  return { text: source.replace('«', '').replace('»', ''), range: { line, start, end } };
}
