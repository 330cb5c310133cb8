/*
 * Executes single x87 instructions on the real processor. Reads cases from standard input, writes their outcomes to standard
 * output; both are arrays of the structure below. RBX points to the data.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define CODE 0x10000000
#define DATA 0x20000000

struct x87_case {
  uint8_t image[512]; /* as FXSAVE64 writes it */
  uint8_t data[32];
  uint64_t rflags;
  uint8_t code[16];
  uint64_t length;
};

static struct x87_case now __attribute__((aligned(64)));

static void execute(void) {
  __asm__ volatile(
      "fxrstor64 %[image]\n\t"
      "mov %[data], %%rbx\n\t"
      "mov %[code], %%r12\n\t"
      "pushq %[flags]\n\tpopfq\n\t"
      "call *%%r12\n\t"
      "pushfq\n\tpopq %[flags]\n\t"
      "fxsave64 %[image]\n\t"
      "fninit\n\t"
      : [image] "+m"(now.image), [flags] "+m"(now.rflags)
      : [data] "i"(DATA), [code] "i"(CODE)
      : "rbx", "r12", "rax", "rcx", "rdx", "memory", "cc");
}

static int map(uintptr_t address, int rights) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  return mmap((void *)address, 4096, rights, flags, -1, 0) == (void *)address;
}

int main(void) {
  struct x87_case it;
  if (!map(CODE, PROT_READ | PROT_WRITE | PROT_EXEC) || !map(DATA, PROT_READ | PROT_WRITE)) {
    fputs("the fixed addresses are taken\n", stderr);
    return 1;
  }
  while (fread(&it, sizeof it, 1, stdin) == 1) {
    now = it;
    memcpy((void *)DATA, it.data, sizeof it.data);
    memcpy((void *)CODE, it.code, it.length);
    *(uint8_t *)(CODE + it.length) = 0xc3; /* ret */
    execute();
    memcpy(now.data, (void *)DATA, sizeof now.data);
    fwrite(&now, sizeof now, 1, stdout);
  }
  return 0;
}
