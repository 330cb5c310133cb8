/** Functions of the C library that compilers call on their own: a trace that does not declare them has them all the same. */

export interface LibraryProc {
  readonly name: string;
  readonly signature: string;
  readonly documentation: string;
}

const LIBRARY_PROCS: readonly LibraryProc[] = [
  {
    name: 'memcpy',
    signature: 'void *memcpy(void *dest, const void *src, size_t n)',
    documentation: 'Copies RDX bytes from RSI to RDI, which must not overlap. RAX is the destination.',
  },
  {
    name: 'memmove',
    signature: 'void *memmove(void *dest, const void *src, size_t n)',
    documentation: 'Copies RDX bytes from RSI to RDI, which may overlap. RAX is the destination.',
  },
  {
    name: 'memset',
    signature: 'void *memset(void *dest, int c, size_t n)',
    documentation: 'Fills RDX bytes at RDI with SIL. RAX is the destination.',
  },
  {
    name: 'memcmp',
    signature: 'int memcmp(const void *a, const void *b, size_t n)',
    documentation: 'Compares RDX bytes at RDI and RSI as unsigned ones: EAX is below, equal to or above 0.',
  },
  {
    name: 'bcmp',
    signature: 'int bcmp(const void *a, const void *b, size_t n)',
    documentation:
      'Compares RDX bytes at RDI and RSI: EAX is 0 where they are equal. Clang calls it where only that is asked.',
  },
  {
    name: 'strlen',
    signature: 'size_t strlen(const char *s)',
    documentation: 'RAX is the number of bytes at RDI before the first zero.',
  },
  {
    name: 'abort',
    signature: '_Noreturn void abort(void)',
    documentation:
      'Sends SIGABRT to its own process by `kill`, and SIGKILL if a handler of the former comes back. On bare metal it executes UD2.',
  },
  {
    name: '__stack_chk_fail',
    signature: '_Noreturn void __stack_chk_fail(void)',
    documentation:
      'What `-fstack-protector` calls when the guard at `fs:40` is not on the stack any more: ends as `abort` does.',
  },
];

const BY_NAME: ReadonlyMap<string, LibraryProc> = new Map(LIBRARY_PROCS.map((proc) => [proc.name, proc]));

export function libraryProc(name: string): LibraryProc | undefined {
  return BY_NAME.get(name);
}
