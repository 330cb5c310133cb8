/**
 * How much of everything a trace may have. Limits are counts of what stands in the file, never a time: the same file has
 * the same diagnostics everywhere. They are set so that checking a file of 10,000 lines and 256 KiB, whatever it says,
 * takes no longer than an editor can wait between two keystrokes (`bench/hostile-traces.ts`). docs/language.md has this table.
 */
import { ELF_LIMITS } from '../../elf/elf-limits';
import type { Range } from './diagnostic';
import { ExpressionError } from './expression-error';

export interface Limit {
  readonly most: number;
  /** What is counted; for the documentation. */
  readonly what: string;
  /** Of the diagnostic where there is more; null where the rest is only left out. */
  readonly code: string | null;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const LIMITS = {
  trace: { most: 64 * MIB, what: 'Bytes of a trace.', code: 'file-too-large' },
  problems: {
    most: 100,
    what: 'Problems that are told by each of reading, checking and assembling.',
    code: 'too-many-problems',
  },
  candidates: { most: 10_000, what: 'Known names that are looked at for one "Did you mean".', code: null },
  comparisons: {
    most: 1000,
    what: 'Those of them that have its letters, and are compared with the name letter by letter.',
    code: null,
  },
  operators: {
    most: 1000,
    what: 'Operators, parentheses, members and the like in one expression.',
    code: 'expression-too-long',
  },
  bits: { most: 1024, what: 'Bits of an integer that an expression works out.', code: 'number-too-large' },
  blocks: { most: 64, what: 'Blocks in one another.', code: 'nested-too-deep' },
  expansions: { most: 64, what: 'Macros and repeated blocks in one another.', code: 'expansion-too-deep' },
  expandedLines: {
    most: 10_000,
    what: 'Lines that all macros and repeated blocks stand for.',
    code: 'expansion-too-long',
  },
  expandedText: { most: 256 * KIB, what: 'Characters of these lines.', code: 'expansion-too-long' },
  statements: { most: 100, what: 'Statements in a line of inline assembly.', code: 'expansion-too-long' },
  names: { most: 100_000, what: 'Names that are declared, labels included.', code: 'too-many-names' },
  tasks: { most: 1024, what: 'Tasks that are declared.', code: 'too-many-tasks' },
  settings: { most: 128, what: 'Features and options of a `machine` or `kernel` line.', code: 'too-many-options' },
  cpus: { most: 64, what: 'CPUs.', code: 'bad-option-value' },
  files: { most: 256, what: 'Declarations that take their data from a file.', code: 'too-many-files' },
  data: {
    most: 64 * MIB,
    what: 'Bytes of one declaration, and of a file that it takes them from.',
    code: 'data-too-large',
  },
  allData: {
    most: 1024 * MIB,
    what: 'Bytes of all data, with what `align=` leaves free and thread-local data once for each thread.',
    code: 'too-much-data',
  },
  elements: {
    most: 64 * MIB,
    what: 'Elements that `ramp` and `random` make.',
    code: 'too-many-elements',
  },
  programHeaders: {
    most: ELF_LIMITS.programHeaders,
    what: 'Program headers of an ELF file.',
    code: 'bad-program',
  },
  programImage: {
    most: ELF_LIMITS.image,
    what: 'Bytes in memory of what an ELF file loads.',
    code: 'bad-program',
  },
  programStrings: {
    most: 2 * MIB,
    what: 'Bytes of a program’s arguments and environment, with their pointers.',
    code: 'bad-program',
  },
  code: { most: 8 * MIB, what: 'Bytes of code.', code: 'code-too-large' },
  emittedCode: { most: 256 * KIB, what: 'Bytes of code that directives emit.', code: 'code-too-large' },
} as const satisfies { readonly [name: string]: Limit };

/** What is thrown where a limit that has a code is passed. `message` says what to do. */
export function beyond({ code }: Limit & { readonly code: string }, message: string, range?: Range): ExpressionError {
  return new ExpressionError(code, message, range);
}

/** `1,024`: large numbers of messages and of the documentation. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `64 MiB`, or the number of bytes where that is no round one. */
export function bytesText(bytes: number): string {
  if (bytes % MIB === 0) return `${grouped(bytes / MIB)} MiB`;
  return bytes % KIB === 0 ? `${grouped(bytes / KIB)} KiB` : `${grouped(bytes)} bytes`;
}
