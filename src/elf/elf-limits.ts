/** How much of everything an ELF file may have (`language/errors/limits.ts` has them among all others). */

const MIB = 1024 * 1024;

export const ELF_LIMITS = {
  /** Linux takes 64 KiB of them. */
  programHeaders: 1024,
  /** Bytes in memory of all that is loaded. */
  image: 128 * MIB,
  /** Program headers of a core file: one a mapping. */
  coreHeaders: 0xffff,
  /** Bytes of memory of a process whose core is read. */
  core: 1024 * MIB,
  /** Bytes of code and data of an object file. */
  object: 4 * MIB,
  /** Bytes of the name of an interpreter (PATH_MAX of Linux). */
  interpreter: 4096,
} as const;
