/**
 * Writes the recorded encodings of test/fixtures/encodings anew, by LLVM's assembler: `LLVM_MC`, or `llvm-mc-22` on the path
 * (Debian: llvm-22). With `--check` only tells whether it would change anything.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assemble as assembleHere } from '../src/machine/assembler/assemble';
import { isAssemblyError } from '../src/machine/encoding/operand';
import { INSTRUCTIONS } from '../src/machine/instructions';
import { AMX_INSTRUCTIONS } from '../src/machine/instructions/amx';
import '../src/main/iced-on-node';
import { linesOf } from '../test/machine/instructions/instruction-lines';
import { lock } from './recorded-from';

const FOLDER = path.join(__dirname, '../test/fixtures/encodings');
const ASSEMBLER = process.env.LLVM_MC ?? 'llvm-mc-22';

const AMX = ['tile', 'int8', 'bf16', 'fp16', 'complex', 'fp8', 'avx512', 'movrs'].map((name) => `amx-${name}`);
const APX = ['egpr', 'ndd', 'nf', 'ccmp', 'cf', 'zu', 'push2pop2', 'ppx'];

interface Recording {
  readonly file: string;
  readonly features: readonly string[];
  readonly texts: (recorded: readonly string[]) => readonly string[];
}

const RECORDINGS: readonly Recording[] = [
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
  // The texts are chosen by hand.
  { file: 'apx-llvm-22.txt', features: APX, texts: (recorded) => recorded.map((line) => line.replace(/^\S+ /, '')) },
];

/** A product of tiles that are not distinct raises #UD, and LLVM refuses it. */
function hasEqualTiles(text: string): boolean {
  const tiles = text.match(/\btmm\d/g) ?? [];
  return new Set(tiles).size < tiles.length;
}

/** The code of each text. An error of the assembler ends everything, with its words. */
function assemble(texts: readonly string[], features: readonly string[]): readonly string[] {
  const attributes = features.map((feature) => `+${feature}`).join(',');
  const args = [
    '-triple=x86_64',
    '-x86-asm-syntax=intel',
    '-output-asm-variant=1',
    `-mattr=${attributes}`,
    '-show-encoding',
  ];
  const output = execFileSync(ASSEMBLER, args, {
    input: `.intel_syntax noprefix\n${texts.join('\n')}\n`,
    encoding: 'utf8',
  });
  const codes = [...output.matchAll(/encoding: \[([^\]]*)\]/g)].map(([, bytes = '']) => bytes.replace(/0x|,/g, ''));
  if (codes.length === texts.length) return codes;
  throw new Error(`${texts.length} instructions have ${codes.length} encodings.`);
}

for (const { file, features, texts } of RECORDINGS) {
  const place = path.join(FOLDER, file);
  const before = readFileSync(place, { encoding: 'utf8', flag: 'a+' });
  const instructions = texts(before.trim().split('\n'));
  const codes = assemble(instructions, features);
  const after = `${instructions.map((text, at) => `${codes[at]} ${text}`).join('\n')}\n`;
  const isSame = before === after;
  const check = process.argv.includes('--check');
  if (!check) writeFileSync(place, after);
  const made = lock(file, ASSEMBLER, check);
  process.stdout.write(`${file}: ${instructions.length} instructions, ${isSame ? 'as before' : 'changed'}; ${made}\n`);
}
