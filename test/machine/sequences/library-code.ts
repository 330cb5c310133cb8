/** Sequences of instructions as they stand in libraries of the system: what compilers and people have written. */
import { existsSync, readFileSync } from 'node:fs';
import { readSections } from '../../../src/elf/sections';
import { SymbolTable } from '../../../src/elf/symbols';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { decode } from '../../../src/machine/disassembler/decoder';
import { rowOfForm } from '../../../src/machine/instructions';
import type { Random } from '../random';

const FOLDER = '/usr/lib/x86_64-linux-gnu/';
/** Those with hand-written code for many processors, and those of compilers and for numbers. The first is always there. */
const NAMES = [
  ...['libc.so.6', 'libm.so.6', 'libcrypto.so.3', 'libstdc++.so.6', 'libgmp.so.10', 'libgcrypt.so.20'],
  ...['libnettle.so.8', 'libz.so.1', 'liblzma.so.5', 'libzstd.so.1', 'libgcc_s.so.1', 'libsqlite3.so.0'],
];

interface Library {
  readonly bytes: Uint8Array;
  /** Where its code begins, and beginnings of functions in it. */
  readonly functions: readonly number[];
}

function readLibrary(path: string): Library | undefined {
  const sections = readSections(readFileSync(path));
  const text = sections.find(({ name }) => name === '.text');
  if (!text) return undefined;
  const inside = ({ address }: { readonly address: number }) =>
    address >= text.address && address < text.address + text.bytes.length;
  const functions = SymbolTable.of(sections)
    .functions.filter(inside)
    .map(({ address }) => address - text.address);
  return { bytes: text.bytes, functions };
}

export function readLibraries(): readonly Library[] {
  return NAMES.map((name) => FOLDER + name)
    .filter((path) => existsSync(path))
    .flatMap((path) => readLibrary(path) ?? [])
    .filter(({ functions }) => functions.length > 0);
}

/**
 * What is not taken: what leaves the sequence or asks the system, what is never the same twice, what says where code and
 * data lie, approximations of x87, and gathers, whose indices may lead anywhere.
 */
const NOT_TAKEN = new RegExp(
  [
    '^(j.*|call|ret.*|loop.*|iret.*|syscall|sysenter|int.*|ud[012]|hlt|in|out|cpuid|rdtscp?|rdrand|rdseed|rdpid|rdpmc',
    'xgetbv|xsetbv|xsave.*|xrstor.*|fxsave.*|fxrstor.*|fn?stenv|fldenv|fn?save|frstor|popf.*|pushf.*|rdpkru|wrpkru',
    'rd[fg]sbase|wr[fg]sbase|xbegin|xend|xabort|xtest|lock.*|endbr.*|rdssp.|incssp.|enqcmd.*|cli|sti|clac|stac|swapgs',
    'fsin|fcos|fsincos|fptan|fpatan|f2xm1|fyl2x|fyl2xp1|v?p?gather.*|v?p?scatter.*|v?rcp[ps]s|v?rsqrt[ps]s)$',
  ].join('|'),
);

const LONGEST_STEP = 40;

function isTaken(instruction: Instruction): boolean {
  if (NOT_TAKEN.test(instruction.mnemonic)) return false;
  return instruction.operands.every((operand) => {
    if (operand.kind === 'branch') return false;
    if (operand.kind === 'register') return operand.register.file !== 'segment';
    if (operand.kind !== 'memory') return true;
    const { base, index, segment } = operand.memory;
    return !segment && base?.file !== 'rip' && (base !== undefined || index !== undefined);
  });
}

export interface Sequence {
  readonly instructions: readonly Instruction[];
  readonly bytes: Uint8Array;
}

/** Some instructions in a row from somewhere in a function; undefined where there are none to take. */
export function sequenceFrom(
  libraries: readonly Library[],
  random: Random,
  has: (instruction: Instruction) => boolean,
  most: number,
): Sequence | undefined {
  const library = libraries[random.below(libraries.length)]!; // there is one
  const start = library.functions[random.below(library.functions.length)]!; // it has some
  let at = start;
  for (let skipped = random.below(LONGEST_STEP); skipped > 0; skipped--) at += lengthAt(library, at);
  const instructions: Instruction[] = [];
  let from = at;
  while (instructions.length < most) {
    const decoded = decode(library.bytes.subarray(at), at);
    if (decoded.kind === 'invalid') break;
    const length = lengthAt(library, at);
    const taken = decoded.kind === 'instruction' && isTaken(decoded.instruction) && has(decoded.instruction);
    if (taken) instructions.push(decoded.instruction);
    else if (instructions.length > 0) break;
    else from = at + length;
    at += length;
    if (at - start > MOST_BYTES) break;
  }
  const end = instructions.reduce((sum, { bytes }) => sum + bytes.length, from);
  return instructions.length === 0 ? undefined : { instructions, bytes: library.bytes.slice(from, end) };
}

/** From the beginning of a function on. */
const MOST_BYTES = 600;

function lengthAt({ bytes }: Library, at: number): number {
  const decoded = decode(bytes.subarray(at), at);
  if (decoded.kind === 'instruction') return decoded.instruction.bytes.length;
  return decoded.kind === 'not-modelled' ? decoded.length : 1;
}

/** Whether a row gives meaning to it, for a processor with these features. */
export function featuresOf({ form }: Instruction) {
  return rowOfForm(form)?.features;
}
