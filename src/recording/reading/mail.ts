/** What mail programs do to pasted traces: quotes, quoted-printable (RFC 2045, 6.7), wrapped lines. */

export interface NumberedLine {
  /** In the file, from 1. */
  readonly number: number;
  readonly text: string;
}

const QUOTED_PRINTABLE = /=3D/;

/** Lines as they were before they were mailed; what was wrapped is still in pieces. */
export function* linesOf(text: string): Generator<NumberedLine> {
  const isQuotedPrintable = QUOTED_PRINTABLE.test(text);
  let soft: { readonly number: number; readonly text: string } | undefined;
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    number++;
    let line = withoutQuotes(text.slice(start, end).replace(/\r$/, ''));
    start = end + 1;
    if (isQuotedPrintable) {
      const before = soft;
      if (before) line = before.text + line;
      const from = before?.number ?? number;
      soft = line.endsWith('=') && line.length < SOFT_LIMIT ? { number: from, text: line.slice(0, -1) } : undefined;
      if (!soft) yield { number: from, text: decode(line) };
    } else {
      yield { number, text: line };
    }
  }
  if (soft) yield { number: soft.number, text: decode(soft.text) };
}

/** Longer than any line of a trace: a text of nothing but soft line breaks is not put together. */
const SOFT_LIMIT = 4096;

function withoutQuotes(line: string): string {
  return line.startsWith('>') ? line.replace(/^(?:> ?){1,20}/, '') : line;
}

function decode(line: string): string {
  return line.replace(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
