/**
 * CPUID leaves as programs dump them: `cpuid -r`, the reports of InstLatx64, and the templates of virtual machine monitors as
 * JSON. Of several processors in a dump the first counts.
 */
import type { CpuidLeaves, CpuidResult, LeafKey } from './cpuid-leaves';

/** A dump that cannot be used; the message says what is wrong, and on which line. */
export class CpuidDumpError extends Error {}

/** Beyond it a file is no dump of a processor. */
const MOST_CHARACTERS = 4_000_000;

/** `0x00000007 0x00: eax=0x00000002 ebx=0xf3bfbfff ecx=0xfb417ffe edx=0xffdd4432`, as `cpuid -r` prints it. */
const RAW =
  /^\s*0x(?<leaf>[\da-f]{8}) 0x(?<subleaf>[\da-f]{2,8}): eax=0x(?<eax>[\da-f]{8}) ebx=0x(?<ebx>[\da-f]{8}) ecx=0x(?<ecx>[\da-f]{8}) edx=0x(?<edx>[\da-f]{8})\s*$/i;

/** `CPUID 00000007: 00000002-F3BFBFFB-BB417FEE-FFDD4430 [SL 00]`, as InstLatx64 does. */
const REPORT =
  /^CPUID (?<leaf>[\da-f]{8}): (?<eax>[\da-f]{8})-(?<ebx>[\da-f]{8})-(?<ecx>[\da-f]{8})-(?<edx>[\da-f]{8})(?: \[SL (?<subleaf>[\da-f]{2})\])?/i;

/** What such a line begins with, whatever follows. */
const BEGINNING = /^\s*0x[\da-f]{8} 0x|^CPUID [\da-f]{8}:/i;

/** @throws CpuidDumpError for a text of no known format, and for a line of one that cannot be read. */
export function readCpuidDump(text: string): CpuidLeaves {
  if (text.length > MOST_CHARACTERS) throw new CpuidDumpError('It is too long for a dump of CPUID.');
  const leaves = /^\s*[{[]/.test(text) ? leavesOfTemplate(text) : leavesOfLines(text.split(/\r?\n/));
  if (!leaves['0.0']) {
    throw new CpuidDumpError(
      'It has no leaf 0: it is neither the output of `cpuid -r` nor one of InstLatx64 or a JSON template.',
    );
  }
  return leaves;
}

function leavesOfLines(lines: readonly string[]): CpuidLeaves {
  const leaves: Record<LeafKey, CpuidResult> = {};
  for (const [index, line] of lines.entries()) {
    const { groups } = RAW.exec(line) ?? REPORT.exec(line) ?? {};
    if (!groups) {
      if (!BEGINNING.test(line)) continue;
      throw new CpuidDumpError(`Line ${index + 1} begins as a leaf of CPUID and has not its four registers.`);
    }
    const { leaf = '', subleaf = '0', eax = '', ebx = '', ecx = '', edx = '' } = groups;
    const key = keyOf(Number.parseInt(leaf, 16), Number.parseInt(subleaf, 16));
    // The next processor begins with its leaf 0.
    if (key === '0.0' && leaves[key]) break;
    leaves[key] ??= [eax, ebx, ecx, edx].map((digits) => Number.parseInt(digits, 16)) as unknown as CpuidResult; // four
  }
  return leaves;
}

const REGISTERS: readonly string[] = ['eax', 'ebx', 'ecx', 'edx'];

/** A JSON template: `cpuid_modifiers`, each a leaf, a subleaf, and registers as bit patterns `0b0101...`. */
function leavesOfTemplate(text: string): CpuidLeaves {
  const leaves: Record<LeafKey, CpuidResult> = {};
  for (const [index, modifier] of listOf(parsed(text), 'cpuid_modifiers').entries()) {
    const where = `cpuid_modifiers[${index}]`;
    const result: [number, number, number, number] = [0, 0, 0, 0];
    for (const each of listOf(modifier, 'modifiers')) {
      const register = REGISTERS.indexOf(String(field(each, 'register')));
      if (register < 0) throw new CpuidDumpError(`${where}: a register is one of ${REGISTERS.join(', ')}.`);
      result[register] = bitsOf(field(each, 'bitmap'), where);
    }
    leaves[keyOf(numberOf(modifier, 'leaf', where), numberOf(modifier, 'subleaf', where))] = result;
  }
  return leaves;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CpuidDumpError(`It begins as JSON and is none: ${error instanceof Error ? error.message : error}.`);
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = field(value, name);
  if (Array.isArray(list)) return list;
  throw new CpuidDumpError(`It is JSON without a list \`${name}\`, which a template has.`);
}

function numberOf(value: unknown, name: string, where: string): number {
  const number = Number(field(value, name));
  if (Number.isInteger(number) && number >= 0 && number < 2 ** 32) return number;
  throw new CpuidDumpError(`${where}: \`${name}\` is a number of 32 bits, such as "0x7".`);
}

function bitsOf(value: unknown, where: string): number {
  const digits = typeof value === 'string' ? value.replaceAll('_', '') : '';
  if (/^0b[01]{1,32}$/.test(digits)) return Number(digits);
  if (/^0b[01x]{1,32}$/.test(digits)) {
    throw new CpuidDumpError(
      `${where}: a bit \`x\` is the host's, which this file does not tell: dump the template on its host.`,
    );
  }
  throw new CpuidDumpError(`${where}: a bitmap is \`0b\` and up to 32 digits.`);
}

function keyOf(leaf: number, subleaf: number): LeafKey {
  return `${leaf.toString(16)}.${subleaf.toString(16)}`;
}
