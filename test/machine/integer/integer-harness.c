/*
 * Executes single instructions on the real processor. Reads cases from standard input, writes their outcomes to standard
 * output; both are arrays of the structure below. Everything lies at fixed addresses, so that cases may contain pointers.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include "../../host/signal-frame.h"

#define CODE 0x10000000
#define DATA 0x20000000 /* two pages, then a read-only one; nothing behind it */
#define STATE 0x30000000
#define WINDOW_SIZE 128
#define DATA_WINDOW (DATA + 0x800)
#define STACK_WINDOW (DATA + 0x1800)
#define TARGET_OFFSET 64

enum { FELL_THROUGH = 0, JUMPED = 1, FAULTED = 2 };

struct machine_case {
  uint64_t registers[16]; /* in encoding order */
  uint64_t rflags;
  uint64_t outcome, trap, error_code, fault_address;
  uint8_t data[WINDOW_SIZE], stack[WINDOW_SIZE];
  uint8_t code[32];
  uint64_t length;
};

/* At STATE: a machine_case, and behind it the host's stack pointer. Offsets as the assembly below has them. */
#define HOST_RSP (STATE + 0x800)

__asm__(
    ".intel_syntax noprefix\n"
    "enter_case:\n"
    "push rbx\npush rbp\npush r12\npush r13\npush r14\npush r15\n"
    "mov [0x30000800], rsp\n"
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
    "pop r15\npop r14\npop r13\npop r12\npop rbp\npop rbx\n"
    "ret\n"
    ".att_syntax\n");

extern void enter_case(void);
extern void leave_case(void);
/* With the host's stack pointer. */
extern void leave_fault(void);

static struct machine_case *const state = (struct machine_case *)STATE;

static void on_fault(int signal, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  (void)signal;
  (void)info;
  state->outcome = FAULTED;
  state->trap = registers[REG_TRAPNO];
  state->error_code = registers[REG_ERR];
  state->fault_address = registers[REG_CR2];
  leave_frame(registers, state->registers, &state->rflags, *(uint64_t *)HOST_RSP, leave_fault);
}

/* mov byte ptr [&state->outcome], outcome; jmp [rip]; address of leave_case: touches no register and no flag. */
static uint8_t *write_exit(uint8_t *at, uint8_t outcome) {
  uint32_t address = (uint32_t)(uintptr_t)&state->outcome;
  uint64_t target = (uint64_t)leave_case;
  memcpy(at, (uint8_t[]){0xc6, 0x04, 0x25}, 3);
  memcpy(at + 3, &address, 4);
  at[7] = outcome;
  memcpy(at + 8, (uint8_t[]){0xff, 0x25, 0, 0, 0, 0}, 6);
  memcpy(at + 14, &target, 8);
  return at + 22;
}

static void run(struct machine_case *it) {
  uint8_t *code = (uint8_t *)CODE;
  memcpy(state, it, sizeof *it);
  memset((void *)DATA, 0, 8192);
  memcpy((void *)DATA_WINDOW, it->data, WINDOW_SIZE);
  memcpy((void *)STACK_WINDOW, it->stack, WINDOW_SIZE);
  memcpy(code, it->code, it->length);
  write_exit(code + it->length, FELL_THROUGH);
  write_exit(code + TARGET_OFFSET, JUMPED);
  enter_case();
  memcpy(it, state, sizeof *it);
  memcpy(it->data, (void *)DATA_WINDOW, WINDOW_SIZE);
  memcpy(it->stack, (void *)STACK_WINDOW, WINDOW_SIZE);
}

static int map(uintptr_t address, size_t size, int rights) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  return mmap((void *)address, size, rights, flags, -1, 0) == (void *)address;
}

int main(void) {
  static uint8_t alternate[65536];
  stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  struct machine_case it;
  if (!map(CODE, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) || !map(DATA, 8192, PROT_READ | PROT_WRITE) ||
      !map(DATA + 8192, 4096, PROT_READ) || !map(STATE, 4096, PROT_READ | PROT_WRITE)) {
    fputs("the fixed addresses are taken\n", stderr);
    return 1;
  }
  (void)*(volatile char *)(DATA + 8192); /* present from now on */
  sigaltstack(&stack, NULL);
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGFPE, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  sigaction(SIGTRAP, &action, NULL);
  *(void **)(STATE + 0x808) = (void *)CODE;
  while (fread(&it, sizeof it, 1, stdin) == 1) {
    run(&it);
    fwrite(&it, sizeof it, 1, stdout);
  }
  return 0;
}
