/** A Markdown text as its fenced code blocks and what lies between them (CommonMark 0.31, 4.5, for fences that begin a line). */

export type Piece =
  | { readonly kind: 'prose'; readonly line: number; readonly text: string }
  | {
      readonly kind: 'fence';
      /** Of the opening fence. */
      readonly line: number;
      /** What stands behind the opening fence. */
      readonly info: string;
      readonly lines: readonly string[];
      readonly isClosed: boolean;
    };

const OPENING = /^(`{3,}|~{3,})\s*([^`]*?)\s*$/;

export function splitFences(text: string): readonly Piece[] {
  const lines = text.split(/\r?\n/);
  const pieces: Piece[] = [];
  let from = 0;
  const endProse = (end: number): void => {
    const prose = lines.slice(from, end).join('\n');
    if (prose.trim() !== '') pieces.push({ kind: 'prose', line: from, text: prose.trim() });
  };
  for (let line = 0; line < lines.length; line++) {
    const [, fence, info = ''] = OPENING.exec(lines[line] ?? '') ?? [];
    if (fence === undefined) continue;
    endProse(line);
    const closing = lines.findIndex((each, index) => index > line && closes(each, fence));
    const end = closing < 0 ? lines.length : closing;
    pieces.push({ kind: 'fence', line, info, lines: lines.slice(line + 1, end), isClosed: closing >= 0 });
    line = end;
    from = end + 1;
  }
  endProse(lines.length);
  return pieces;
}

/** A closing fence is at least as long as the opening one, of the same character, and nothing stands behind it. */
function closes(line: string, fence: string): boolean {
  const end = line.trimEnd();
  return end.length >= fence.length && end === fence[0]?.repeat(end.length);
}
