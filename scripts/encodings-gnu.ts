/**
 * Writes test/fixtures/encodings/gnu.txt anew, by GNU's assembler: `as` on the path (Debian: binutils). With `--check` only tells
 * whether it would change anything.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assemble } from '../src/machine/assembler/assemble';
import { isAssemblyError } from '../src/machine/encoding/operand';
import { INSTRUCTIONS } from '../src/machine/instructions';
import '../src/main/iced-on-node';
import { assembleLines } from '../test/machine/assembler/gnu-assembler';
import { linesOf } from '../test/machine/instructions/instruction-lines';
import { lock } from './recorded-from';

const NAME = 'gnu.txt';
const FILE = path.join(__dirname, '../test/fixtures/encodings', NAME);

/** For each form under each of its names, the first line with it. Branches depend on where they lie. */
function texts(): readonly string[] {
  const byForm = new Map<string, string>();
  for (const { text, mnemonic, operands, extended } of INSTRUCTIONS.flatMap(linesOf)) {
    // To an assembler that is older than APX these are symbols.
    if (extended) continue;
    const result = assemble(mnemonic, [], operands, 0);
    if (isAssemblyError(result) || operands.some(({ kind }) => kind === 'branch')) continue;
    const form = `${mnemonic} ${result.instruction.form}`;
    if (!byForm.has(form)) byForm.set(form, text);
  }
  return [...byForm.values()];
}

const check = process.argv.includes('--check');
const instructions = texts();
const recorded = assembleLines(instructions).flatMap((code, at) =>
  typeof code === 'string' ? [] : [`${Buffer.from(code).toString('hex')} ${instructions[at]}`],
);
const after = `${recorded.join('\n')}\n`;
const isSame = readFileSync(FILE, { encoding: 'utf8', flag: 'a+' }) === after;
if (!check) writeFileSync(FILE, after);
const refused = instructions.length - recorded.length;
process.stdout.write(
  `${NAME}: ${recorded.length} instructions, ${refused} that this assembler does not know, ${isSame ? 'as before' : 'changed'}; ${lock(NAME, 'as', check)}\n`,
);
