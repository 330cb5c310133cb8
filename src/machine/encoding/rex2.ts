/** Which instructions of maps 0 and 1 go with the REX2 prefix (APX 355828, 3.1.1). */
import type { CodeRow } from './code-row';
import { codeRowOf } from './code-rows';
import { REX2 } from './rex2-prefix';

const ESCAPE = 0x0f;
/** Opcodes by their upper digit that raise #UD with REX2, for maps 0 and 1: among them the escapes to further maps. */
const ROWS_WITHOUT: readonly (readonly number[])[] = [
  [0x4, 0x7, 0xa, 0xe],
  [0x3, 0x8],
];
/** Bytes that are no opcodes: prefixes and escapes. REX2 is the last prefix. */
const NO_OPCODES = [ESCAPE, 0x26, 0x2e, 0x36, 0x3e, 0x62, 0x64, 0x65, 0x66, 0x67, 0xc4, 0xc5, REX2, 0xf0, 0xf2, 0xf3];

/** Whether REX2 goes with an opcode of map 0 or 1 at all. */
export function allowsRex2(map: number, opcode: number): boolean {
  if (map === 0 && NO_OPCODES.includes(opcode)) return false;
  return !ROWS_WITHOUT[map]?.includes(opcode >> 4);
}

/** Forms that raise #UD with it although others of their opcode do not. */
const FORMS_WITHOUT = /^X(save|rstor)/;

const known = new Map<string, boolean>();

/** Whether the instruction of a form can be encoded with REX2. */
export function takesRex2(form: string): boolean {
  let takes = known.get(form);
  if (takes === undefined) {
    const row = codeRowOf(form);
    takes = row !== undefined && !FORMS_WITHOUT.test(form) && rowTakesRex2(row);
    known.set(form, takes);
  }
  return takes;
}

function rowTakesRex2({ vector, opcode: [first = 0, second = 0] }: CodeRow): boolean {
  if (vector) return false;
  return first === ESCAPE ? allowsRex2(1, second) : allowsRex2(0, first);
}
