/*
 * Executes single vector instructions on the real processor. Reads cases from standard input, writes their outcomes to
 * standard output; both are arrays of the structure below. Data lie at a fixed address, so that cases may point there.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#define CODE 0x10000000
#define DATA 0x20000000 /* one page; nothing behind it */
#define STATE 0x30000000
#define WINDOW_SIZE 128
#define DATA_WINDOW (DATA + 0x800)

struct vector_case {
  uint8_t vectors[16][32];
  uint64_t rax, rcx, rbx; /* rbx is the base of memory operands */
  uint64_t rflags;
  uint32_t mxcsr, trap;
  uint8_t data[WINDOW_SIZE];
  uint8_t code[24];
  uint64_t length;
};

#define VECTOR_LOADS(m)                                                                                                \
  m(0) m(1) m(2) m(3) m(4) m(5) m(6) m(7) m(8) m(9) m(10) m(11) m(12) m(13) m(14) m(15)
#define LOAD(n) "vmovdqu ymm" #n ", [0x30000000 + 32 * " #n "]\n"
#define SAVE(n) "vmovdqu [0x30000000 + 32 * " #n "], ymm" #n "\n"

__asm__(
    ".intel_syntax noprefix\n"
    "enter_case:\n"
    "push rbx\npush rbp\n"
    "mov [0x30000800], rsp\n" VECTOR_LOADS(LOAD)
    "ldmxcsr [0x30000220]\n"
    "push [0x30000218]\npopfq\n"
    "mov rax, [0x30000200]\nmov rcx, [0x30000208]\nmov rbx, [0x30000210]\n"
    "jmp [0x30000808]\n"
    ".globl leave_case\n"
    "leave_case:\n"
    "mov rsp, [0x30000800]\n"
    "mov [0x30000200], rax\nmov [0x30000208], rcx\nmov [0x30000210], rbx\n"
    "pushfq\npop [0x30000218]\n"
    "stmxcsr [0x30000220]\n" VECTOR_LOADS(SAVE)
    "mov dword ptr [0x30000810], 0x1f80\nldmxcsr [0x30000810]\nvzeroupper\n"
    "pop rbp\npop rbx\nret\n"
    ".att_syntax\n");

extern void enter_case(void);
extern void leave_case(void);

static struct vector_case *const state = (struct vector_case *)STATE;

static void on_fault(int signal, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  (void)signal;
  (void)info;
  state->trap = registers[REG_TRAPNO];
  registers[REG_RIP] = (greg_t)leave_case;
}

static void run(struct vector_case *it) {
  uint8_t *code = (uint8_t *)CODE;
  uint64_t target = (uint64_t)leave_case;
  memcpy(state, it, sizeof *it);
  memcpy((void *)DATA_WINDOW, it->data, WINDOW_SIZE);
  memcpy(code, it->code, it->length);
  memcpy(code + it->length, (uint8_t[]){0xff, 0x25, 0, 0, 0, 0}, 6); /* jmp [rip] */
  memcpy(code + it->length + 6, &target, 8);
  enter_case();
  memcpy(it, state, sizeof *it);
  memcpy(it->data, (void *)DATA_WINDOW, WINDOW_SIZE);
}

static int map(uintptr_t address, int rights) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  return mmap((void *)address, 4096, rights, flags, -1, 0) == (void *)address;
}

/* With an argument: only says whether the processor has AVX2, FMA and F16C. */
int main(void) {
  static uint8_t alternate[65536];
  stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  struct vector_case it;
  if (!map(CODE, PROT_READ | PROT_WRITE | PROT_EXEC) || !map(DATA, PROT_READ | PROT_WRITE) ||
      !map(STATE, PROT_READ | PROT_WRITE)) {
    fputs("the fixed addresses are taken\n", stderr);
    return 1;
  }
  sigaltstack(&stack, NULL);
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGFPE, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  *(void **)(STATE + 0x808) = (void *)CODE;
  while (fread(&it, sizeof it, 1, stdin) == 1) {
    run(&it);
    fwrite(&it, sizeof it, 1, stdout);
  }
  return 0;
}
