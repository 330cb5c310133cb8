/*
 * Executes short pieces of code on extended state on the real processor. Reads cases from standard input, writes what
 * became of them to standard output. A case is the structure below, an image that XRSTOR64 loads before the code runs,
 * and the contents of the area that the code works on; the image that comes back holds the state after the code. Image
 * and area have as many bytes as the first argument says. The second, "tiles", has the program ask for tiles first.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define CODE 0x10000000
#define EXIT 0x10000100
#define DATA 0x20000000    /* four pages; nothing before or behind them */
#define LIMITED 0x21000000 /* four pages, then a read-only one; nothing behind it */
#define STATE 0x30000000
#define LIVE 0x30001000
#define PAGE 4096
#define WRITABLE (4 * PAGE)
#define MAX_SIZE (4 * PAGE)
#define ARCH_REQ_XCOMP_PERM 0x1023
#define XTILEDATA 18

/* At STATE. Offsets as the assembly below has them. */
struct xsave_case {
  uint64_t rax, rbx, rcx, rdx, rflags; /* rbx goes to rbp as well */
  uint64_t loaded;                     /* what XRSTOR64 loads and XSAVE64 saves around the code */
  uint64_t before, after;              /* XGETBV(1) */
  uint64_t trap, error_code, fault_address;
  uint64_t place; /* where the area lies: in part perhaps outside of what the program may write */
  uint64_t length;
  uint8_t code[88];
};

__asm__(
    ".intel_syntax noprefix\n"
    "enter_case:\n"
    "push rbx\npush rbp\n"
    "mov [0x30000800], rsp\n"
    /* Also what the case does not use: the library may have left something there. */
    "mov eax, 0x600ff\nxor edx, edx\nmov ebx, 0x30008000\n"
    "xrstor64 [rbx]\n"
    "mov eax, [0x30000028]\nmov edx, [0x3000002c]\nmov ebx, 0x30001000\n"
    "xrstor64 [rbx]\n"
    "mov ecx, 1\nxgetbv\n"
    "mov [0x30000030], eax\nmov [0x30000034], edx\n"
    "push [0x30000020]\npopfq\n"
    "mov rax, [0x30000000]\nmov rbx, [0x30000008]\nmov rcx, [0x30000010]\nmov rdx, [0x30000018]\n"
    "mov rbp, rbx\n"
    "jmp [0x30000808]\n"
    ".globl leave_case\n"
    "leave_case:\n"
    "mov [0x30000000], rax\nmov [0x30000008], rbx\nmov [0x30000010], rcx\nmov [0x30000018], rdx\n"
    "mov rsp, [0x30000800]\n"
    "pushfq\npop [0x30000020]\n"
    "push 0x202\npopfq\n"
    "mov ecx, 1\nxgetbv\n"
    "mov [0x30000038], eax\nmov [0x3000003c], edx\n"
    "mov eax, [0x30000028]\nmov edx, [0x3000002c]\nmov ebx, 0x30001000\n"
    "xsave64 [rbx]\n"
    "mov eax, [0x30000028]\nmov edx, [0x3000002c]\nmov ebx, 0x30008000\n"
    "xrstor64 [rbx]\n"
    "pop rbp\npop rbx\nret\n"
    ".att_syntax\n");

#define HOST 0x30008000 /* the state to go on with: initial */

extern void enter_case(void);
extern void leave_case(void);

static struct xsave_case *const state = (struct xsave_case *)STATE;

static void on_fault(int signal, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  (void)signal;
  (void)info;
  state->trap = registers[REG_TRAPNO];
  state->error_code = registers[REG_ERR];
  state->fault_address = registers[REG_CR2];
  registers[REG_RIP] = (greg_t)leave_case;
}

/* The part of an area at `place` that lies where the program may write. */
static void *reachable(uint64_t place, size_t size, size_t *skipped, size_t *length) {
  uint64_t start = place >= LIMITED - PAGE ? LIMITED : DATA;
  uint64_t from = place < start ? start : place;
  uint64_t to = place + size < start + WRITABLE ? place + size : start + WRITABLE;
  *skipped = from - place;
  *length = to < from ? 0 : to - from;
  return (void *)from;
}

static void run(struct xsave_case *it, uint8_t *image, uint8_t *area, size_t size) {
  uint8_t *code = (uint8_t *)CODE;
  uint64_t target = (uint64_t)leave_case;
  size_t skipped, length;
  void *there = reachable(it->place, size, &skipped, &length);
  memset((void *)DATA, 0, WRITABLE);
  memset((void *)LIMITED, 0, WRITABLE);
  if (length) memcpy(there, area + skipped, length);
  memcpy((void *)LIVE, image, size);
  memcpy(code, it->code, it->length);
  memcpy(code + it->length, (uint8_t[]){0xff, 0x24, 0x25}, 3); /* jmp [EXIT]: aligned, as alignment may be checked */
  memcpy(code + it->length + 3, &(uint32_t){EXIT}, 4);
  memcpy((void *)EXIT, &target, 8);
  memcpy(state, it, sizeof *it);
  enter_case();
  memcpy(it, state, sizeof *it);
  memcpy(image, (void *)LIVE, size);
  if (length) memcpy(area + skipped, there, length);
}

static int map(uintptr_t address, size_t size, int rights) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  return mmap((void *)address, size, rights, flags, -1, 0) == (void *)address;
}

int main(int count, char **arguments) {
  static uint8_t alternate[65536], image[MAX_SIZE], area[MAX_SIZE];
  stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  struct xsave_case it;
  size_t size;
  size = count >= 2 ? strtoul(arguments[1], NULL, 10) : 0;
  if (size == 0 || size > MAX_SIZE) {
    fputs("usage: xsave-harness BYTES [tiles]\n", stderr);
    return 1;
  }
  if (count > 2 && syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XTILEDATA)) {
    fputs("the system does not permit tiles\n", stderr);
    return 1;
  }
  if (!map(CODE, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC) || !map(DATA, WRITABLE, PROT_READ | PROT_WRITE) || !map(LIMITED, WRITABLE, PROT_READ | PROT_WRITE) ||
      !map(LIMITED + WRITABLE, PAGE, PROT_READ) || !map(STATE, 16 * PAGE, PROT_READ | PROT_WRITE)) {
    fputs("the fixed addresses are taken\n", stderr);
    return 1;
  }
  (void)*(volatile char *)(LIMITED + WRITABLE); /* present from now on */
  *(uint32_t *)(HOST + 24) = 0x1f80;
  sigaltstack(&stack, NULL);
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGFPE, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  *(void **)(STATE + 0x808) = (void *)CODE;
  while (fread(&it, sizeof it, 1, stdin) == 1 && fread(image, size, 1, stdin) == 1 && fread(area, size, 1, stdin) == 1) {
    run(&it, image, area, size);
    fwrite(&it, sizeof it, 1, stdout);
    fwrite(image, size, 1, stdout);
    fwrite(area, size, 1, stdout);
  }
  return 0;
}
