/** The first four bytes of an ELF file: 7F "ELF" (System V ABI, ELF header). */
const MAGIC = [0x7f, 0x45, 0x4c, 0x46];

/** Why a file is none: one sentence, for people. */
export const NO_ELF = 'It is no ELF file: its first four bytes are not 7F 45 4C 46.';

export function isElf(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}
