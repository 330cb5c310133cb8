/*
 * Prints what the processor says of itself: its CPUID leaves, XCR0, PKRU where the system uses protection keys, how
 * many bits its linear addresses have here, and whether the system lets programs use tiles that ask for them. And what a
 * machine monitor may hide in CPUID, but cannot take away: whether it has XSAVES, and how many bits FIP has.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define LEAF7_ECX_OSPKE (1u << 4)
/* Canonical only where linear addresses have more than 48 bits. */
#define BEYOND_48_BITS 0x0000800000000000ull
#define PAGE_FAULT 14
#define GENERAL_PROTECTION 13
#define ARCH_REQ_XCOMP_PERM 0x1023
#define XTILEDATA 18

static sigjmp_buf recovery;
static volatile int trap;

static void on_fault(int signal, siginfo_t *info, void *context) {
  (void)signal;
  (void)info;
  trap = (int)((ucontext_t *)context)->uc_mcontext.gregs[REG_TRAPNO];
  siglongjmp(recovery, 1);
}

/* An address that is canonical raises #PF, any other #GP. */
static int linear_bits(void) {
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  if (!sigsetjmp(recovery, 1)) (void)*(volatile char *)BEYOND_48_BITS;
  return trap == PAGE_FAULT ? 57 : 48;
}

/* XSAVES is for the kernel: a program gets #GP, and #UD without it. */
static int has_xsaves(void) {
  static char area[4096] __attribute__((aligned(64)));
  trap = 0;
  if (!sigsetjmp(recovery, 1)) __asm__ volatile("xsaves %0" : "+m"(area) : "a"(0), "d"(0));
  return trap == GENERAL_PROTECTION;
}

/* Of the bits of FIP that FXRSTOR64 loads, those that FXSAVE64 saves as they were. */
static int fip_bits(void) {
  static struct {
    uint64_t control, fip, rest[62];
  } image __attribute__((aligned(64)));
  __asm__ volatile("fxsave64 %0" : "+m"(image));
  /* With an exception that is pending: else some processors save zeros. */
  image.control = 0x0000000000813f3eull;
  image.fip = BEYOND_48_BITS;
  __asm__ volatile("fxrstor64 %0\n\tfxsave64 %0\n\tfninit" : "+m"(image));
  return image.fip == BEYOND_48_BITS ? 57 : 48;
}

static void print_leaf(uint32_t leaf, uint32_t subleaf) {
  uint32_t a, b, c, d;
  __cpuid_count(leaf, subleaf, a, b, c, d);
  printf("%x.%x %x %x %x %x\n", leaf, subleaf, a, b, c, d);
}

/* The leaves below the last one of their range, with so many subleaves. */
static void print_leaves(const uint32_t leaves[][2], size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (leaves[i][0] > __get_cpuid_max(leaves[i][0] & 0x80000000u, NULL)) continue;
    for (uint32_t subleaf = 0; subleaf < leaves[i][1]; subleaf++) print_leaf(leaves[i][0], subleaf);
  }
}

int main(void) {
  static const uint32_t leaves[][2] = {{0, 1},    {1, 1},    {7, 3},          {0xd, 20},      {0x1d, 2},
                                       {0x1e, 2}, {0x24, 1}, {0x80000000, 1}, {0x80000001, 1}, {0x80000008, 1}};
  uint32_t low, high, a, b, c, d;
  print_leaves(leaves, sizeof leaves / sizeof *leaves);
  printf("linear %x\n", (unsigned)linear_bits());
  printf("fip %x\n", (unsigned)fip_bits());
  __cpuid(1, a, b, c, d);
  if (!(c & bit_OSXSAVE)) return 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  printf("xcr0 %x %x\n", low, high);
  if (has_xsaves()) printf("xsaves 1\n");
  if (low >> XTILEDATA & 1 && !syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XTILEDATA)) printf("tiles 1\n");
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (c & LEAF7_ECX_OSPKE)) {
    __asm__ volatile(".byte 0x0f, 0x01, 0xee" : "=a"(low), "=d"(high) : "c"(0)); /* RDPKRU */
    printf("pkru %x\n", low);
  }
  return 0;
}
