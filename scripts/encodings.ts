/**
 * Writes the recorded encodings of test/fixtures/encodings anew, by LLVM's assembler: `LLVM_MC`, or `llvm-mc-22` on the path
 * (Debian: llvm-22). With `--check` only tells whether it would change anything.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assemble as assembleHere } from '../src/machine/assembler/assemble';
import { formatInstruction } from '../src/machine/disassembler/format-instruction';
import { apxFormOf } from '../src/machine/encoding/apx';
import { isAssemblyError } from '../src/machine/encoding/operand';
import { INSTRUCTIONS } from '../src/machine/instructions';
import { AMX_INSTRUCTIONS } from '../src/machine/instructions/amx';
import '../src/main/iced-on-node';
import { classesOf, encodingsOfClasses } from '../test/machine/encoding/apx-classes';
import { apxLines } from '../test/machine/instructions/apx-lines';
import { extendedPairs } from '../test/machine/instructions/extended-pairs';
import { linesOf } from '../test/machine/instructions/instruction-lines';
import { lock } from './recorded-from';

const FOLDER = path.join(__dirname, '../test/fixtures/encodings');
const ASSEMBLER = process.env.LLVM_MC ?? 'llvm-mc-22';

const AMX = ['tile', 'int8', 'bf16', 'fp16', 'complex', 'fp8', 'avx512', 'movrs'].map((name) => `amx-${name}`);
const APX = ['egpr', 'ndd', 'nf', 'ccmp', 'cf', 'zu', 'push2pop2', 'ppx'];
/** What APX promotes. */
const PROMOTED = [
  ...['movbe', 'bmi', 'bmi2', 'lzcnt', 'popcnt', 'avx512bw', 'avx512dq', 'cmpccxadd', 'adx', 'crc32'],
  ...['movdiri', 'movdir64b', 'invpcid', 'movrs', 'enqcmd', 'shstk', 'usermsr', 'raoint'],
];

interface Recording {
  readonly file: string;
  readonly processor?: string;
  readonly features: readonly string[];
  /** Texts that the assembler refuses are left out. */
  readonly isPartial?: true;
  readonly texts: (recorded: readonly string[]) => readonly string[];
}

/** Everything that takes R16-R31, on the newest processor that LLVM knows. */
const NEWEST = [
  'sse4a',
  'avx512pf',
  'avxvnniint8',
  'fsgsbase',
  'xsave',
  'sha',
  'gfni',
  'ptwrite',
  'avx512vp2intersect',
];

const RECORDINGS: readonly Recording[] = [
  {
    file: 'apx-egpr-llvm-22.txt',
    processor: 'diamondrapids',
    features: [...APX, ...NEWEST],
    texts: () => {
      const pairs = extendedPairs().filter(({ high }) => !apxFormOf(high.form));
      return [...new Set(pairs.map(({ high }) => formatInstruction(high)))];
    },
    isPartial: true,
  },
  {
    file: 'amx-llvm-22.txt',
    features: [...AMX, 'egpr'],
    texts: () =>
      AMX_INSTRUCTIONS.flatMap(linesOf)
        .map(({ text }) => text)
        .filter((text) => !hasEqualTiles(text)),
  },
  {
    file: 'movrs-llvm-22.txt',
    features: ['movrs', 'avx10.2'],
    texts: () =>
      INSTRUCTIONS.filter(({ features }) => features.includes('MOVRS'))
        .flatMap(linesOf)
        .flatMap(({ text, mnemonic, operands, extended }) =>
          // AH and its like go with no REX: there is no such instruction.
          extended || isAssemblyError(assembleHere(mnemonic, [], operands, 0)) ? [] : [text],
        ),
  },
  {
    file: 'apx-evex-llvm-22.txt',
    features: [...APX, ...PROMOTED],
    texts: () =>
      apxLines()
        .map(({ text }) => text)
        .filter((text) => !LLVM_CANNOT.test(text)),
  },
  // The texts are chosen by hand.
  { file: 'apx-llvm-22.txt', features: APX, texts: (recorded) => recorded.map((line) => line.replace(/^\S+ /, '')) },
];

/** It knows no IMUL with both ZU and NF, and scales the displacement of a promoted SETcc, which the manual does not. */
const LLVM_CANNOT = /^\{nf\} imulzu|^\{evex\} set.*PTR/;

/** A product of tiles that are not distinct raises #UD, and LLVM refuses it. */
function hasEqualTiles(text: string): boolean {
  const tiles = text.match(/\btmm\d/g) ?? [];
  return new Set(tiles).size < tiles.length;
}

/** The code of each text. An error of the assembler ends everything, with its words. */
function assemble(texts: readonly string[], { processor, features }: Recording): readonly string[] {
  const output = execFileSync(ASSEMBLER, optionsFor(processor, features), { input: sourceOf(texts), encoding: 'utf8' });
  const codes = [...output.matchAll(/encoding: \[([^\]]*)\]/g)].map(([, bytes = '']) => bytes.replace(/0x|,/g, ''));
  if (codes.length === texts.length) return codes;
  throw new Error(`${texts.length} instructions have ${codes.length} encodings.`);
}

/** The texts that the assembler takes. */
function taken(texts: readonly string[], { processor, features }: Recording): readonly string[] {
  const { stderr } = spawnSync(ASSEMBLER, optionsFor(processor, features), {
    input: sourceOf(texts),
    encoding: 'utf8',
  });
  // The first line is the directive.
  const refused = new Set([...stderr.matchAll(/^<stdin>:(\d+):\d+: error/gm)].map(([, line]) => Number(line) - 2));
  return texts.filter((_, at) => !refused.has(at));
}

function sourceOf(texts: readonly string[]): string {
  return `.intel_syntax noprefix\n${texts.join('\n')}\n`;
}

function optionsFor(processor: string | undefined, features: readonly string[]): readonly string[] {
  const attributes = features.map((feature) => `+${feature}`).join(',');
  return [
    '-triple=x86_64',
    ...(processor ? [`-mcpu=${processor}`] : []),
    '-x86-asm-syntax=intel',
    '-output-asm-variant=1',
    `-mattr=${attributes}`,
    '-show-encoding',
  ];
}

for (const recording of RECORDINGS) {
  const { file, texts, isPartial } = recording;
  const place = path.join(FOLDER, file);
  const before = readFileSync(place, { encoding: 'utf8', flag: 'a+' });
  const wanted = texts(before.trim().split('\n'));
  const instructions = isPartial ? taken(wanted, recording) : wanted;
  const codes = assemble(instructions, recording);
  const after = `${instructions.map((text, at) => `${codes[at]} ${text}`).join('\n')}\n`;
  const isSame = before === after;
  const check = process.argv.includes('--check');
  if (!check) writeFileSync(place, after);
  const made = lock(file, ASSEMBLER, check);
  process.stdout.write(`${file}: ${instructions.length} instructions, ${isSame ? 'as before' : 'changed'}; ${made}\n`);
}

/** Which encodings of map 4 LLVM's disassembler takes. */
function recordClasses(): void {
  const file = 'apx-classes-llvm-22.txt';
  const place = path.join(FOLDER, file);
  const before = readFileSync(place, { encoding: 'utf8', flag: 'a+' });
  const codes = encodingsOfClasses().map((bytes) => [...bytes].map((byte) => `0x${byte.toString(16)}`).join(' '));
  const attributes = [...APX, ...PROMOTED].map((feature) => `+${feature}`).join(',');
  // A label cannot be disassembled: an instruction with the encoding's number stands before each.
  const marked = codes.map((code, at) => `[0x0f 0x1f 0x80 ${hexOf(MARK + at)}]\n[${code}]`);
  const args = ['-triple=x86_64', `-mattr=${attributes}`, '-disassemble', '-output-asm-variant=1'];
  const { stdout } = spawnSync(ASSEMBLER, args, { input: marked.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 28 });
  const taken = new Set<number>();
  let current = -1;
  for (const line of stdout.split('\n')) {
    const mark = /nop\tdword ptr \[rax \+ (\d+)\]/.exec(line)?.[1];
    if (mark !== undefined && Number(mark) >= MARK) current = Number(mark) - MARK;
    else if (/^\t\w|^\t\{/.test(line) && !line.includes('.text')) taken.add(current);
  }
  const after = classesOf((at) => taken.has(at));
  const check = process.argv.includes('--check');
  if (!check) writeFileSync(place, after);
  process.stdout.write(`${file}: ${before === after ? 'as before' : 'changed'}; ${lock(file, ASSEMBLER, check)}\n`);
}

/** Above all displacements of one byte. */
const MARK = 0x10_0000;

function hexOf(value: number): string {
  return [0, 8, 16, 24].map((shift) => `0x${((value >> shift) & 0xff).toString(16)}`).join(' ');
}

recordClasses();
