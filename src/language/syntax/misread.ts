/**
 * Lines that could not be read, by what they would have declared or begun: one error says what is wrong with such a line, and
 * not one more for each line that names what it declares, or for the `end` of the block that it begins.
 */
import type { Diagnostic } from '../errors/diagnostic';
import type { Lines } from './text-lines';

const DECLARED = /^\s*(?:task|data|const|proc)\s+([A-Za-z_]\w*)/i;
/** What calls and blocks name: `syscall fork() as B`, `repeat 3 as i`. */
const MADE = /^\s*(?:syscall|repeat)\s.*\sas\s+([A-Za-z_]\w*)/i;
const BLOCK = /^\s*(?:proc|repeat|ring0)(?!\w)/i;

/** The name that a line would declare if it were right; undefined for a line that does not begin as a declaration. */
function nameOf(line: string): string | undefined {
  return (DECLARED.exec(line) ?? MADE.exec(line))?.[1];
}

/** Whether a line begins as a block does. */
export function beginsBlock(line: string): boolean {
  return BLOCK.test(line);
}

/** Whether other lines have to do with a line, whatever else stands in it. */
export function concernsOthers(line: string): boolean {
  return beginsBlock(line) || nameOf(line) !== undefined;
}

/** The names that lines with an error would declare. */
export function misreadNames(diagnostics: readonly Diagnostic[], lines: Lines): ReadonlySet<string> {
  return new Set(diagnostics.flatMap(({ range }) => nameOf(lines.at(range.line)) ?? []));
}

/** The lines with an error that begin as blocks do, in ascending order. */
export function misreadBlocks(diagnostics: readonly Diagnostic[], lines: Lines): readonly number[] {
  const numbers = diagnostics.map(({ range }) => range.line).filter((line) => beginsBlock(lines.at(line)));
  return [...new Set(numbers)].sort((a, b) => a - b);
}
