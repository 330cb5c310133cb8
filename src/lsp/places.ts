/** The language's places and changes as the Language Server Protocol has them: both count lines and UTF-16 units from 0. */
import type { Location, Range as ProtocolRange, TextEdit } from 'vscode-languageserver';
import type { Edit } from '../language/editing/fixes/quick-fix';
import type { Range } from '../language/errors/diagnostic';

export function toRange({ line, start, end }: Range): ProtocolRange {
  return { start: { line, character: start }, end: { line, character: end } };
}

export function toLocations(uri: string, ranges: readonly Range[]): Location[] {
  return ranges.map((range) => ({ uri, range: toRange(range) }));
}

export function toTextEdit({ range, text }: Edit): TextEdit {
  return { range: toRange(range), newText: text };
}
