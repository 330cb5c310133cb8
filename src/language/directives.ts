/**
 * Directives of the GNU assembler in pasted compiler output. They mean nothing here: those that only describe the
 * object file are passed over in silence, those that would have emitted bytes are mentioned.
 */
import type { Diagnostic } from './diagnostic';
import { isCommentAt } from './scanner';

/** By name, without what follows an underscore: `.cfi_startproc` is `.cfi`. */
const SILENT: ReadonlySet<string> = new Set(
  (
    '.addrsig .addrsig_sym .align .arch .balign .bss .build_version .cfi .comm .data .def .endef .endr .file .globl ' +
    '.global .hidden .ident .intel .internal .lcomm .loc .local .macosx .p2align .popsection .previous .protected ' +
    '.pushsection .scl .sdk .section .set .size .subsections .subsections_via_symbols .symver .text .type .uleb128 ' +
    '.version .weak .code64 .att'
  ).split(' '),
);

const EMITTING: ReadonlySet<string> = new Set(
  (
    '.2byte .4byte .8byte .ascii .asciz .byte .double .fill .float .hword .int .long .octa .org .quad .short .single ' +
    '.skip .space .string .value .word .zero'
  ).split(' '),
);

/** What `#APP` and `#NO_APP` put around inline assembly. */
const MARKERS: ReadonlySet<string> = new Set(['#APP', '#NO_APP']);

/** Whether the text of `line` from `start` on is a marker of compiler output. */
export function isMarker(line: string, start: number): boolean {
  return line[start] === '#' && MARKERS.has(line.slice(start).trimEnd());
}

/**
 * Whether a directive, and not a label such as `.L3:`, begins at `start`, which holds a dot; with what there is to
 * say about it.
 */
export function readDirective(
  line: string,
  lineNumber: number,
  start: number,
): { readonly diagnostic?: Diagnostic } | undefined {
  const name = /[\w.$]+/y;
  name.lastIndex = start;
  const text = name.exec(line)?.[0];
  if (text === undefined) return undefined;
  let after = start + text.length;
  while (line[after] === ' ' || line[after] === '\t') after++;
  if (line[after] === ':') return undefined;
  const word = text.toLowerCase();
  if (SILENT.has(word.replace(/_.*/, '')) || SILENT.has(word)) return {};
  const range = { line: lineNumber, start, end: start + text.length };
  if (EMITTING.has(word)) {
    const message = `\`${text}\` emits nothing here. Declare its bytes with \`data NAME = ...\` and use that name.`;
    return { diagnostic: { code: 'ignored-directive', severity: 'information', message, range } };
  }
  const isStatement = after < line.length && !isCommentAt(line, after);
  const message = isStatement
    ? `\`${text}\` is no directive that this language passes over. Delete the line.`
    : `\`${text}\` is no directive that this language passes over. A label ends in a colon: \`${text}:\`.`;
  return { diagnostic: { code: 'unknown-directive', severity: 'warning', message, range } };
}
