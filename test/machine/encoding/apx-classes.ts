/**
 * Encodings of EVEX map 4 with all opcodes, mandatory prefixes, values of W, ND and NF, and both kinds of ModRM with each digit:
 * which of these are instructions, as bits in a text of one line an opcode.
 */

const DIGITS = 8;
const PER_OPCODE = 4 * 2 * 2 * 2 * 2 * DIGITS;
const OPCODES = 256;

export interface ApxClass {
  readonly opcode: number;
  readonly pp: number;
  readonly w: number;
  readonly nd: number;
  readonly nf: number;
  readonly isRegister: boolean;
  readonly digit: number;
}

/** The class of that number. */
export function classAt(number: number): ApxClass {
  const bits = number % PER_OPCODE;
  return {
    opcode: Math.floor(number / PER_OPCODE),
    pp: bits >> 7,
    w: (bits >> 6) & 1,
    nd: (bits >> 5) & 1,
    nf: (bits >> 4) & 1,
    isRegister: (bits & DIGITS) !== 0,
    digit: bits & 7,
  };
}

/** An encoding of a class: with R13 as the new destination, RCX or memory at RAX, and bytes for an immediate. */
function encodingOf({ opcode, pp, w, nd, nf, isRegister, digit }: ApxClass): Uint8Array {
  const vvvv = nd ? 2 : 15;
  const last = (nd << 4) | 8 | (nf << 2);
  const modrm = (isRegister ? 0xc1 : 0) | (digit << 3);
  return Uint8Array.of(0x62, 0xf4, (w << 7) | (vvvv << 3) | 4 | pp, last, opcode, modrm, 1, 0, 0, 0);
}

export function encodingsOfClasses(): Uint8Array[] {
  return Array.from({ length: OPCODES * PER_OPCODE }, (_, number) => encodingOf(classAt(number)));
}

/** The text; opcodes without an instruction have no line. */
export function classesOf(isInstruction: (number: number) => boolean): string {
  let text = '';
  for (let opcode = 0; opcode < OPCODES; opcode++) {
    let digits = '';
    for (let number = opcode * PER_OPCODE; number < (opcode + 1) * PER_OPCODE; number += 4) {
      const nibble = [0, 1, 2, 3].reduce((sum, at) => sum | (isInstruction(number + at) ? 1 << at : 0), 0);
      digits += nibble.toString(16);
    }
    if (/[^0]/.test(digits)) text += `${opcode.toString(16).padStart(2, '0')} ${digits}\n`;
  }
  return text;
}

/** The inverse. */
export function readClasses(text: string): (number: number) => boolean {
  const lines = new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [Number.parseInt(line.slice(0, 2), 16), line.slice(3)]),
  );
  return (number) => {
    const digits = lines.get(Math.floor(number / PER_OPCODE));
    const bits = number % PER_OPCODE;
    return digits !== undefined && ((Number.parseInt(digits[bits >> 2] ?? '0', 16) >> (bits & 3)) & 1) === 1;
  };
}
