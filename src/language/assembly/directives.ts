/**
 * Directives of the GNU assembler in pasted compiler output that mean nothing here: those that only describe the object
 * file are passed over in silence, those that would have emitted bytes, but not behind a label, are mentioned.
 */

import type { Diagnostic } from '../errors/diagnostic';
import { isCommentAt, skipSpace } from '../syntax/scanner';
import { EMITTING as EMITTING_DIRECTIVES } from './data-directives';

/** By name, without what follows an underscore: `.cfi_startproc` is `.cfi`. */
const SILENT: ReadonlySet<string> = new Set(
  (
    '.addrsig .addrsig_sym .align .arch .balign .bss .build_version .cfi .comm .data .def .endef .equ .equiv .file .globl ' +
    '.global .hidden .ident .intel .internal .lcomm .loc .local .macosx .p2align .popsection .previous .protected ' +
    '.pushsection .scl .sdk .section .set .size .subsections .subsections_via_symbols .symver .text .type .uleb128 ' +
    '.version .weak .code64 .att'
  ).split(' '),
);

/** Beside those of `data-directives.ts`. */
const EMITTING: ReadonlySet<string> = new Set(['.org', ...Object.keys(EMITTING_DIRECTIVES)]);

/** What compilers put around inline assembly, and what clang says of variables with `-g`. */
const MARKER = /#(?:APP|NO_APP)[ \t\r]*$|#DEBUG_VALUE:/y;

/** Whether the text of `line` from `start` on is a marker of compiler output. */
export function isMarker(line: string, start: number): boolean {
  if (line[start] !== '#') return false;
  MARKER.lastIndex = start;
  return MARKER.test(line);
}

/** The name of the directive at `start`, in lower case; undefined where there is none, or a label such as `.L3:`. */
export function directiveName(line: string, start: number): string | undefined {
  const name = /\.[\w.$]+/y;
  name.lastIndex = start;
  const text = name.exec(line)?.[0];
  if (text === undefined) return undefined;
  let after = start + text.length;
  while (line[after] === ' ' || line[after] === '\t') after++;
  return line[after] === ':' ? undefined : text.toLowerCase();
}

/** What there is to say about the directive `name`, which declares no data. */
export function directiveDiagnostic(
  name: string,
  line: string,
  lineNumber: number,
  start: number,
): Diagnostic | undefined {
  if (SILENT.has(name.replace(/_.*/, '')) || SILENT.has(name)) return undefined;
  const end = start + name.length;
  const text = line.slice(start, end);
  const range = { line: lineNumber, start, end };
  if (EMITTING.has(name)) {
    const message = `\`${text}\` emits nothing here: it stands behind no label and no instruction. Write \`data NAME = ...\`, or a label before it.`;
    return { code: 'ignored-directive', severity: 'information', message, range };
  }
  const after = skipSpace(line, end);
  const isStatement = after < line.length && !isCommentAt(line, after);
  const message = isStatement
    ? `\`${text}\` is no directive that this language passes over. Delete the line.`
    : `\`${text}\` is no directive that this language passes over. A label ends in a colon: \`${text}:\`.`;
  return { code: 'unknown-directive', severity: 'warning', message, range };
}
