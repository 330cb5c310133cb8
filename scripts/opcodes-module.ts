/**
 * The opcodes of the forms that no table of ours writes down, as a module of the core: what `iced-x86` says of each in the
 * manual's notation. With it the assembler works without the library, whose code would have to be loaded and called.
 */
import path from 'node:path';
import '../src/main/iced-on-node';
import { hidesFirst } from '../src/machine/assembler/form';
import { stringElement } from '../src/machine/assembler/string-form';
import { generalRow } from '../src/machine/encoding/general-rows';
import { codeByName, type Iced, iced } from '../src/machine/encoding/iced';
import { isNewerForm } from '../src/machine/encoding/newer-opcodes';
import { encodingOfForm } from '../src/machine/encoding/rows';
import { INSTRUCTIONS } from '../src/machine/instructions';

export const OPCODES_MODULE = path.join(__dirname, '../src/machine/encoding/opcodes.ts');

export function opcodesModule(): string {
  const forms = [...new Set(INSTRUCTIONS.flatMap((row) => row.forms))];
  const lines = forms.filter((form) => !generalRow(form) && !encodingOfForm(form) && !isNewerForm(form)).map(lineOf);
  return `/** Opcodes of forms, as \`opcode-rows.ts\` reads them: written by \`npm run opcodes\`, not by hand. */
export const OPCODES = \`${lines.join('\n')}\`;
`;
}

/** Form, places of its operands, units of a byte's displacement without and with broadcast, and the opcode. */
function lineOf(form: string): string {
  const info = iced().CodeExt.opCode(codeByName(form)!); // the tests encode every form
  const letters = Array.from({ length: info.opCount }, (_, index) => placeOf(info.opKind(index))).join('');
  const places = hidesFirst(form) ? letters.slice(1) : letters;
  const [, whole = '', part = whole] = /^N(\d+)(?:b(\d+))?$/.exec(iced().TupleType[info.tupleType] ?? '') ?? [];
  // An operand size that these have in 64-bit mode is not encoded.
  const opcode = info.defaultOpSize64 || info.forceOpSize64 ? info.opCodeString.replace('o64 ', '') : info.opCodeString;
  info.free();
  return `${form} ${stringElement(form) === undefined ? places || '-' : '-'} ${whole}/${part} ${opcode}`;
}

/** The library's kinds of operands, by the ends of their names, as letters of \`opcode-rows.ts\`. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/_reg(_mem)?$/, 'R'],
  [/_or_mem$|_rm$|^mem$|^mem_vsib/, 'M'],
  [/_vvvv$/, 'V'],
  [/_is4$/, 'S'],
  [/_opcode$/, 'O'],
  [/^imm8_const_1$/, 'X'],
  [/^imm/, 'I'],
  [/^(br|xbegin)/, 'D'],
  [/^mem_offs$/, 'A'],
];

function placeOf(kind: Iced.OpCodeOperandKind): string {
  const name = iced().OpCodeOperandKind[kind] ?? '';
  return PLACES.find(([pattern]) => pattern.test(name))?.[1] ?? 'X';
}
