/*
 * Executes sequences of instructions on the real processor, with all registers that XSAVE knows of. Reads cases from standard
 * input, writes their outcomes to standard output; both are arrays of the structure below. Memory lies at a fixed address.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include "../../host/signal-frame.h"

#define CODE 0x16543000
#define DATA 0x20000000 /* nothing before it, nothing behind it */
#define DATA_SIZE 8192
#define STATE 0x30000000
#define AREA 0x30001000
#define AREA_SIZE 2816

struct sequence_case {
  uint64_t registers[16]; /* in encoding order */
  uint64_t rflags, components;
  uint64_t trap, error_code, rip; /* of a fault; rip counts from the beginning of the code */
  uint64_t length;
  uint8_t code[256];
  uint8_t area[AREA_SIZE]; /* as XSAVE writes it, in the standard format */
  uint8_t data[DATA_SIZE];
};

/* At STATE the first words of the structure; then the host's stack pointer, and where the code begins. */
__asm__(
    ".intel_syntax noprefix\n"
    "enter_case:\n"
    "push rbx\npush rbp\npush r12\npush r13\npush r14\npush r15\n"
    "mov [0x30000800], rsp\n"
    "mov eax, [0x30000088]\nxor edx, edx\nmov ecx, 0x30001000\nxrstor64 [rcx]\n"
    "push [0x30000080]\npopfq\n"
    "mov rax, [0x30000000]\nmov rcx, [0x30000008]\nmov rdx, [0x30000010]\nmov rbx, [0x30000018]\n"
    "mov rsp, [0x30000020]\nmov rbp, [0x30000028]\nmov rsi, [0x30000030]\nmov rdi, [0x30000038]\n"
    "mov r8, [0x30000040]\nmov r9, [0x30000048]\nmov r10, [0x30000050]\nmov r11, [0x30000058]\n"
    "mov r12, [0x30000060]\nmov r13, [0x30000068]\nmov r14, [0x30000070]\nmov r15, [0x30000078]\n"
    "jmp [0x30000808]\n"
    ".globl leave_case\n"
    "leave_case:\n"
    "mov [0x30000000], rax\nmov [0x30000008], rcx\nmov [0x30000010], rdx\nmov [0x30000018], rbx\n"
    "mov [0x30000020], rsp\nmov [0x30000028], rbp\nmov [0x30000030], rsi\nmov [0x30000038], rdi\n"
    "mov [0x30000040], r8\nmov [0x30000048], r9\nmov [0x30000050], r10\nmov [0x30000058], r11\n"
    "mov [0x30000060], r12\nmov [0x30000068], r13\nmov [0x30000070], r14\nmov [0x30000078], r15\n"
    "mov rsp, [0x30000800]\n"
    "pushfq\npop [0x30000080]\n"
    ".globl leave_fault\n"
    "leave_fault:\n"
    "push 0x202\npopfq\n"
    "mov eax, [0x30000088]\nxor edx, edx\nmov ecx, 0x30001000\nxsave64 [rcx]\n"
    "fninit\nmov dword ptr [0x30000810], 0x1f80\nldmxcsr [0x30000810]\nvzeroupper\n"
    "pop r15\npop r14\npop r13\npop r12\npop rbp\npop rbx\n"
    "ret\n"
    ".att_syntax\n");

extern void enter_case(void);
extern void leave_case(void);
/* With the host's stack pointer. */
extern void leave_fault(void);

static struct sequence_case *const state = (struct sequence_case *)STATE;

#define HOST_RSP (STATE + 0x800)

static void on_fault(int signal, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  (void)signal;
  (void)info;
  state->trap = registers[REG_TRAPNO];
  state->error_code = registers[REG_ERR];
  state->rip = registers[REG_RIP] - CODE;
  leave_frame(registers, state->registers, &state->rflags, *(uint64_t *)HOST_RSP, leave_fault);
}

static void run(struct sequence_case *it) {
  uint8_t *code = (uint8_t *)CODE;
  uint64_t target = (uint64_t)leave_case;
  size_t words = offsetof(struct sequence_case, code);
  memcpy(state, it, words);
  memcpy((void *)AREA, it->area, AREA_SIZE);
  memcpy((void *)DATA, it->data, DATA_SIZE);
  memcpy(code, it->code, it->length);
  memcpy(code + it->length, (uint8_t[]){0xff, 0x25, 0, 0, 0, 0}, 6); /* jmp [rip] */
  memcpy(code + it->length + 6, &target, 8);
  enter_case();
  memcpy(it, state, words);
  memcpy(it->area, (void *)AREA, AREA_SIZE);
  memcpy(it->data, (void *)DATA, DATA_SIZE);
}

static int map(uintptr_t address, size_t size, int rights) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  return mmap((void *)address, size, rights, flags, -1, 0) == (void *)address;
}

int main(void) {
  static uint8_t alternate[65536];
  static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
  stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  static struct sequence_case it;
  if (!map(CODE, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) || !map(DATA, DATA_SIZE, PROT_READ | PROT_WRITE) ||
      !map(STATE, 8192, PROT_READ | PROT_WRITE)) {
    fputs("the fixed addresses are taken\n", stderr);
    return 1;
  }
  sigaltstack(&stack, NULL);
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
  *(void **)(STATE + 0x808) = (void *)CODE;
  while (fread(&it, sizeof it, 1, stdin) == 1) {
    run(&it);
    fwrite(&it, sizeof it, 1, stdout);
  }
  return 0;
}
