/*
 * Records what the processor that runs it does with extended state, for XTrace: what CPUID says; cases of XSAVE,
 * XSAVEC, XSAVEOPT, XRSTOR, FXSAVE and FXRSTOR, with the bitmap of what is in use around them; and, where there is AMX,
 * products of every kind and what loading, zeroing and releasing tiles does to that bitmap.
 *
 *     gcc -O1 -o probe probe.c && ./probe > probe.jsonl
 *     xtrace probe --check probe.jsonl
 *
 * Linux on x86-64; it needs a C compiler and nothing else, no rights, and a few seconds. It writes to standard output
 * only: a JSON object a line. Numbers that may have 64 bits are strings in hexadecimal; bytes are two digits each, and
 * (N) stands for N zero bytes.
 */
#if !defined(__x86_64__) || !defined(__linux__)
#error "This program is for Linux on x86-64."
#endif

#define _GNU_SOURCE
#include <cpuid.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define PROBE_VERSION 1

/* Fixed places. A case may put its area so that it begins before these two pages, or ends behind them. */
#define CODE 0x10000000
#define AREA 0x20000000
#define STATE 0x30000000 /* struct run */
#define IMAGE 0x30001000 /* what is loaded before a case */
#define REST 0x30004000  /* a state in which everything is initial */
#define SAVED 0x30006000 /* what is saved after a case, over zeros */
#define PAGE 4096
#define WINDOW (2 * PAGE)
#define MAX_SIZE (2 * PAGE)
#define MAX_CODE 64

/* Legacy and AVX-512 state: no bounds, keys or tiles, which the system or the library may rely on. */
#define USED_COMPONENTS 0xe7u
#define MXCSR_DEFAULT 0x1f80u

#define FLAGS 0x202u
#define FLAG_AC 0x40000u

#define EXECUTIONS 6 /* at most: until two in a row agree, as an interrupt may change what is in use */

/* ---- Output ---- */

static void print_hex(const char *name, const uint8_t *bytes, size_t size) {
  printf("\"%s\":\"", name);
  for (size_t at = 0; at < size;) {
    size_t zeros = 0;
    while (at + zeros < size && bytes[at + zeros] == 0) zeros++;
    if (zeros > 2) {
      printf("(%zu)", zeros);
      at += zeros;
    } else {
      printf("%02x", bytes[at++]);
    }
  }
  printf("\"");
}

static void note(const char *text) { printf("{\"kind\":\"note\",\"text\":\"%s\"}\n", text); }

/* ---- Numbers that are the same in every run (xorshift64*) ---- */

static uint64_t seed = 0x9e3779b97f4a7c15u;

static uint64_t random_bits(void) {
  seed ^= seed >> 12;
  seed ^= seed << 25;
  seed ^= seed >> 27;
  return seed * 0x2545f4914f6cdd1du;
}

static uint32_t below(uint32_t count) { return (uint32_t)((random_bits() >> 32) % count); }

static int one_in(uint32_t count) { return below(count) == 0; }

/* ---- The processor ---- */

static struct {
  char vendor[13], name[49];
  uint32_t family, model, stepping, used, size, mxcsr_mask;
  uint64_t xcr0;
  int xsave, xsaveopt, xsavec, xgetbv1, avx, avx512, amx;
  uint32_t tmul[4]; /* where the kinds of products are listed: 7.0 EDX, 7.1 EAX, 7.1 EDX, 1E.1 EAX */
} cpu;

static void cpuid(uint32_t leaf, uint32_t subleaf, uint32_t words[4]) {
  memset(words, 0, 16);
  if ((uint32_t)__get_cpuid_max(leaf & 0x80000000u, NULL) >= leaf)
    __cpuid_count(leaf, subleaf, words[0], words[1], words[2], words[3]);
}

static uint64_t xgetbv(uint32_t index) {
  uint32_t low, high;
  __asm__ volatile(".byte 0x0f, 0x01, 0xd0" : "=a"(low), "=d"(high) : "c"(index));
  return (uint64_t)high << 32 | low;
}

static void identify(const uint32_t leaf0[4], const uint32_t leaf1[4]) {
  uint32_t words[4], family = leaf1[0] >> 8 & 0xf, model = leaf1[0] >> 4 & 0xf;
  memcpy(cpu.vendor, &leaf0[1], 4);
  memcpy(cpu.vendor + 4, &leaf0[3], 4);
  memcpy(cpu.vendor + 8, &leaf0[2], 4);
  cpu.family = family == 0xf ? family + (leaf1[0] >> 20 & 0xff) : family;
  cpu.model = family == 6 || family == 0xf ? (leaf1[0] >> 16 & 0xf) << 4 | model : model;
  cpu.stepping = leaf1[0] & 0xf;
  for (uint32_t part = 0; part < 3; part++) {
    cpuid(0x80000002 + part, 0, words);
    memcpy(cpu.name + 16 * part, words, 16);
  }
  for (char *at = cpu.name; *at; at++)
    if (*at < ' ' || *at > '~' || *at == '"' || *at == '\\') *at = ' ';
}

static void look(void) {
  uint32_t leaf0[4], leaf1[4], words[4];
  uint8_t fx[512] __attribute__((aligned(16)));
  cpuid(0, 0, leaf0);
  cpuid(1, 0, leaf1);
  identify(leaf0, leaf1);
  memset(fx, 0, sizeof fx);
  __asm__ volatile("fxsave %0" : "+m"(fx));
  memcpy(&cpu.mxcsr_mask, fx + 28, 4);
  if (cpu.mxcsr_mask == 0) cpu.mxcsr_mask = 0xffbf;
  cpu.xsave = leaf1[2] >> 27 & 1; /* OSXSAVE */
  if (!cpu.xsave) return;
  cpu.xcr0 = xgetbv(0);
  cpu.used = (uint32_t)cpu.xcr0 & USED_COMPONENTS;
  cpu.avx = (leaf1[2] >> 28 & 1) && (cpu.used & 6) == 6;
  cpuid(0xd, 1, words);
  cpu.xsaveopt = words[0] & 1;
  cpu.xsavec = words[0] >> 1 & 1;
  cpu.xgetbv1 = words[0] >> 2 & 1;
  cpuid(7, 0, words);
  cpu.avx512 = (words[1] >> 16 & 1) && (cpu.used & 0xe0) == 0xe0;
  cpu.amx = (words[3] >> 24 & 1) && (cpu.xcr0 >> 17 & 3) == 3 && cpu.xgetbv1;
  cpu.tmul[0] = words[3];
  cpuid(7, 1, words);
  cpu.tmul[1] = words[0];
  cpu.tmul[2] = words[3];
  cpuid(0x1e, 1, words);
  cpu.tmul[3] = words[0];
  cpu.size = 576;
  for (uint32_t component = 2; component < 8; component++) {
    if (!(cpu.used >> component & 1)) continue;
    cpuid(0xd, component, words);
    if (words[0] + words[1] > cpu.size) cpu.size = words[0] + words[1];
  }
  cpu.size = (cpu.size + 63) & ~63u;
}

static void print_processor(void) {
  static const uint32_t leaves[][2] = {{0, 1},    {1, 1},    {7, 3},    {0xd, 20},       {0x1d, 2},       {0x1e, 2},
                                       {0x24, 1}, {0x29, 1}, {0x80000000, 1}, {0x80000001, 1}, {0x80000008, 1}};
  uint32_t words[4];
  printf("{\"kind\":\"processor\",\"probe\":%d,\"vendor\":\"%s\",\"family\":%u,\"model\":%u,\"stepping\":%u,"
         "\"name\":\"%s\",\"xcr0\":\"0x%llx\",\"used\":\"0x%x\"}\n",
         PROBE_VERSION, cpu.vendor, cpu.family, cpu.model, cpu.stepping, cpu.name, (unsigned long long)cpu.xcr0,
         cpu.used);
  for (size_t row = 0; row < sizeof leaves / sizeof *leaves; row++) {
    for (uint32_t subleaf = 0; subleaf < leaves[row][1]; subleaf++) {
      cpuid(leaves[row][0], subleaf, words);
      if (leaves[row][0] == 1) words[1] &= 0xffffff; /* not which of the CPUs this is */
      if (!(words[0] | words[1] | words[2] | words[3])) continue;
      printf("{\"kind\":\"cpuid\",\"leaf\":\"0x%x\",\"subleaf\":%u,\"eax\":\"0x%08x\",\"ebx\":\"0x%08x\","
             "\"ecx\":\"0x%08x\",\"edx\":\"0x%08x\"}\n",
             leaves[row][0], subleaf, words[0], words[1], words[2], words[3]);
    }
  }
}

/* ---- Executing a case ---- */

/* At STATE. Offsets as the assembly below has them. */
struct run {
  uint64_t mask;     /*  0: what is loaded before the case and saved after it */
  uint64_t rfbm;     /*  8: EDX:EAX of the instruction */
  uint64_t base;     /* 16: RBX */
  uint64_t flags;    /* 24: RFLAGS of the instruction */
  uint64_t in_use[3]; /* 32, 40, 48: XGETBV(1) after loading, after the prelude, after the instruction */
  uint64_t trap;     /* 56: vector of the exception; 0 for none */
  uint64_t error;    /* 64 */
  uint64_t address;  /* 72: CR2 */
  uint64_t stack;    /* 80: of the program, while the case runs */
  uint64_t prelude;  /* 88: where the code before the instruction lies */
  uint64_t instruction; /* 96 */
  uint64_t has_xgetbv1; /* 104 */
};

#define READ_IN_USE(place) \
  "cmp dword ptr [0x30000068], 0\nje 1f\n" \
  "mov ecx, 1\n.byte 0x0f, 0x01, 0xd0\nmov [" place "], eax\nmov [" place " + 4], edx\n" \
  "1:\n"

/* jmp qword ptr [place]: as bytes, because clang reads the text as a jump to the place itself. */
#define JUMP_THROUGH(place) ".byte 0xff, 0x24, 0x25\n.long " place "\n"

__asm__(".intel_syntax noprefix\n"
        ".globl probe_enter\n"
        "probe_enter:\n"
        "push rbx\npush rbp\npush r12\npush r13\npush r14\npush r15\n"
        "mov [0x30000050], rsp\n"
        /* First what the library has left in components, also in those that the case does not load. */
        "mov eax, [0x30000000]\nmov edx, [0x30000004]\nmov ebx, 0x30004000\nxrstor64 [rbx]\n"
        "mov eax, [0x30000000]\nmov edx, [0x30000004]\nmov ebx, 0x30001000\nxrstor64 [rbx]\n" READ_IN_USE("0x30000020")
        "mov rbx, [0x30000010]\n"
        JUMP_THROUGH("0x30000058")
        ".globl probe_middle\n"
        "probe_middle:\n" READ_IN_USE("0x30000028")
        "push qword ptr [0x30000018]\npopfq\n"
        "mov rbx, [0x30000010]\nmov eax, [0x30000008]\nmov edx, [0x3000000c]\n"
        JUMP_THROUGH("0x30000060")
        ".globl probe_leave\n"
        "probe_leave:\n"
        "mov rsp, [0x30000050]\n"
        "push 0x202\npopfq\n" READ_IN_USE("0x30000030")
        "mov eax, [0x30000000]\nmov edx, [0x30000004]\nmov ebx, 0x30006000\nxsave64 [rbx]\n"
        "mov eax, [0x30000000]\nmov edx, [0x30000004]\nmov ebx, 0x30004000\nxrstor64 [rbx]\n"
        "pop r15\npop r14\npop r13\npop r12\npop rbp\npop rbx\nret\n"
        ".att_syntax\n");

extern void probe_enter(void);
extern void probe_middle(void);
extern void probe_leave(void);

static struct run *const state = (struct run *)STATE;
static volatile sig_atomic_t in_case;
static volatile sig_atomic_t can_recover;
static sigjmp_buf recovery;

/* A fault in a case ends it; one while tiles are tried ends that; any other is a mistake of this program. */
static void on_fault(int number, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  (void)info;
  if (in_case) {
    state->trap = (uint64_t)registers[REG_TRAPNO];
    state->error = (uint64_t)registers[REG_ERR];
    state->address = (uint64_t)registers[REG_CR2];
    registers[REG_RIP] = (greg_t)(uintptr_t)probe_leave;
    return;
  }
  if (can_recover) siglongjmp(recovery, number);
  static const char message[] = "probe: an unexpected fault; please report it with the name of the processor\n";
  if (write(STDERR_FILENO, message, sizeof message - 1) < 0) _exit(2);
  _exit(1);
}

static int set_up(void) {
  static uint8_t alternate[1 << 16];
  stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
  static const struct {
    uintptr_t place;
    size_t size;
    int rights;
  } maps[] = {{CODE, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC},
              {AREA, WINDOW, PROT_READ | PROT_WRITE},
              {STATE, 8 * PAGE, PROT_READ | PROT_WRITE}};
  for (size_t row = 0; row < sizeof maps / sizeof *maps; row++) {
    void *wanted = (void *)maps[row].place;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    if (mmap(wanted, maps[row].size, maps[row].rights, flags, -1, 0) != wanted) return 0;
  }
  memcpy((uint8_t *)REST + 24, &(uint32_t){MXCSR_DEFAULT}, 4);
  if (sigaltstack(&stack, NULL)) return 0;
  for (size_t row = 0; row < sizeof signals / sizeof *signals; row++)
    if (sigaction(signals[row], &action, NULL)) return 0;
  return 1;
}

/* ---- What cases are made of ---- */

enum need { ANY, XSAVEOPT, XSAVEC, AVX, AVX512 };

struct code {
  const char *text;
  enum need need;
  uint8_t length, bytes[12];
};

/* What writes registers, and what clears them; RBX points to the area. */
static const struct code PRELUDES[] = {
    {"fninit", ANY, 2, {0xdb, 0xe3}},
    {"emms", ANY, 2, {0x0f, 0x77}},
    {"fld1", ANY, 2, {0xd9, 0xe8}},
    {"ldmxcsr dword ptr [rbx+24]", ANY, 4, {0x0f, 0xae, 0x53, 0x18}},
    {"pxor xmm3, xmm3", ANY, 4, {0x66, 0x0f, 0xef, 0xdb}},
    {"movdqu xmm3, xmmword ptr [rbx+208]", ANY, 8, {0xf3, 0x0f, 0x6f, 0x9b, 0xd0, 0x00, 0x00, 0x00}},
    {"vzeroupper", AVX, 3, {0xc5, 0xf8, 0x77}},
    {"vzeroall", AVX, 3, {0xc5, 0xfc, 0x77}},
    {"vpxor xmm4, xmm4, xmm4", AVX, 4, {0xc5, 0xd9, 0xef, 0xe4}},
    {"vmovdqu ymm9, ymmword ptr [rbx+48]", AVX, 5, {0xc5, 0x7e, 0x6f, 0x4b, 0x30}},
    {"kxorq k3, k3, k3", AVX512, 5, {0xc4, 0xe1, 0xe4, 0x47, 0xdb}},
    {"kmovq k2, rbx", AVX512, 5, {0xc4, 0xe1, 0xfb, 0x92, 0xd3}},
    {"vpxord zmm5, zmm5, zmm5", AVX512, 6, {0x62, 0xf1, 0x55, 0x48, 0xef, 0xed}},
    {"vpxord zmm20, zmm20, zmm20", AVX512, 6, {0x62, 0xa1, 0x5d, 0x40, 0xef, 0xe4}},
    {"vpxord xmm17, xmm17, xmm17", AVX512, 6, {0x62, 0xa1, 0x75, 0x00, 0xef, 0xc9}},
    {"vmovdqu64 zmm6, zmmword ptr [rbx+64]", AVX512, 7, {0x62, 0xf1, 0xfe, 0x48, 0x6f, 0x73, 0x01}},
    {"vmovdqu64 zmm21, zmmword ptr [rbx+64]", AVX512, 7, {0x62, 0xe1, 0xfe, 0x48, 0x6f, 0x6b, 0x01}},
};

static const struct code INSTRUCTIONS[] = {
    {"xsave [rbx]", ANY, 3, {0x0f, 0xae, 0x23}},
    {"xsave64 [rbx]", ANY, 4, {0x48, 0x0f, 0xae, 0x23}},
    {"xsaveopt [rbx]", XSAVEOPT, 3, {0x0f, 0xae, 0x33}},
    {"xsaveopt64 [rbx]", XSAVEOPT, 4, {0x48, 0x0f, 0xae, 0x33}},
    {"xsavec [rbx]", XSAVEC, 3, {0x0f, 0xc7, 0x23}},
    {"xsavec64 [rbx]", XSAVEC, 4, {0x48, 0x0f, 0xc7, 0x23}},
    {"xrstor [rbx]", ANY, 3, {0x0f, 0xae, 0x2b}},
    {"xrstor64 [rbx]", ANY, 4, {0x48, 0x0f, 0xae, 0x2b}},
    {"fxsave [rbx]", ANY, 3, {0x0f, 0xae, 0x03}},
    {"fxsave64 [rbx]", ANY, 4, {0x48, 0x0f, 0xae, 0x03}},
    {"fxrstor [rbx]", ANY, 3, {0x0f, 0xae, 0x0b}},
    {"fxrstor64 [rbx]", ANY, 4, {0x48, 0x0f, 0xae, 0x0b}},
};

static int is_there(enum need need) {
  const int there[] = {
      [ANY] = 1, [XSAVEOPT] = cpu.xsaveopt, [XSAVEC] = cpu.xsavec, [AVX] = cpu.avx, [AVX512] = cpu.avx512};
  return there[need];
}

static void put(uint8_t *bytes, size_t at, uint64_t value, size_t size) { memcpy(bytes + at, &value, size); }

/* Runs of counting bytes between zeros: they compress well, and a byte out of place shows. */
static void fill(uint8_t *bytes, size_t size) {
  memset(bytes, 0, size);
  for (size_t at = 0; at < size; at += 64) {
    uint8_t first = (uint8_t)random_bits();
    if (one_in(3)) continue;
    for (size_t index = 0; index < 64 && at + index < size; index++) bytes[at + index] = (uint8_t)(first + index);
  }
}

static uint32_t some_mxcsr(void) {
  static const uint32_t values[] = {MXCSR_DEFAULT, MXCSR_DEFAULT, MXCSR_DEFAULT, 0x1fa0, 0x9fc0, 0x3f80, 0xffff, 0};
  return values[below(8)];
}

/* Components that something asks for: all, some or none. */
static uint64_t some_components(void) {
  switch (below(6)) {
  case 0: return 0;
  case 1: return cpu.used;
  default: return random_bits() & cpu.used;
  }
}

/* The legacy region of an area, with numbers that rules are about in their places. */
static void fill_legacy(uint8_t *bytes, uint32_t mxcsr) {
  static const uint16_t control[] = {0x37f, 0x37f, 0x27f, 0x1f7f, 0xffff, 0x340};
  put(bytes, 0, control[below(6)], 2);
  if (one_in(2)) put(bytes, 2, random_bits() & 0x7f00, 2);
  put(bytes, 24, mxcsr, 4);
  put(bytes, 28, 0, 4);
}

static void fill_image(uint8_t *bytes) {
  fill(bytes, cpu.size);
  fill_legacy(bytes, some_mxcsr() & cpu.mxcsr_mask);
  memset(bytes + 512, 0, 64);
  put(bytes, 512, some_components(), 8);
}

/* What an area holds before it is saved to or restored from: a header that is right, or nearly, or anything. */
static void fill_area(uint8_t *bytes) {
  uint64_t components = some_components(), room = components | some_components();
  int compacted = cpu.xsavec && one_in(2);
  uint32_t mxcsr = one_in(6) ? 0x10000 | (uint32_t)random_bits() : some_mxcsr() & cpu.mxcsr_mask;
  fill(bytes, cpu.size);
  fill_legacy(bytes, mxcsr);
  memset(bytes + 512, 0, 64);
  put(bytes, 512, components, 8);
  if (compacted) put(bytes, 520, room | 1ull << 63, 8);
  if (one_in(8)) bytes[512 + below(64)] ^= (uint8_t)(1u << below(8));
}

/* ---- Cases ---- */

struct record {
  const struct code *prelude[2], *instruction;
  size_t preludes;
  struct run run;
  uint8_t loaded[MAX_SIZE], saved[MAX_SIZE], before[MAX_SIZE], area[MAX_SIZE];
};

/* The part of the area that lies in its two pages. */
static size_t reach(uint64_t base, uint64_t *from) {
  uint64_t end = base + cpu.size < AREA + WINDOW ? base + cpu.size : AREA + WINDOW;
  *from = base < AREA ? AREA : base;
  return end > *from ? end - *from : 0;
}

/* jmp [place]: touches no register. */
static uint8_t *jump(uint8_t *at, uint8_t *place, void (*target)(void)) {
  uint32_t address = (uint32_t)(uintptr_t)place;
  memcpy(place, &target, 8);
  memcpy(at, (uint8_t[]){0xff, 0x24, 0x25}, 3);
  memcpy(at + 3, &address, 4);
  return at + 7;
}

static uint8_t *append(uint8_t *at, const struct code *code) {
  memcpy(at, code->bytes, code->length);
  return at + code->length;
}

static void execute(struct record *record) {
  uint8_t *at = (uint8_t *)CODE, *ends = (uint8_t *)CODE + 512;
  uint64_t from;
  size_t length = reach(record->run.base, &from);
  memset((void *)AREA, 0, WINDOW);
  memcpy((void *)from, record->before, length);
  memcpy((void *)IMAGE, record->loaded, cpu.size);
  memset((void *)SAVED, 0, MAX_SIZE);
  *state = record->run;
  state->prelude = (uintptr_t)at;
  for (size_t index = 0; index < record->preludes; index++) at = append(at, record->prelude[index]);
  at = jump(at, ends, probe_middle);
  state->instruction = (uintptr_t)at;
  at = append(at, record->instruction);
  jump(at, ends + 8, probe_leave);
  in_case = 1;
  probe_enter();
  in_case = 0;
  record->run = *state;
  memcpy(record->saved, (void *)SAVED, cpu.size);
  memcpy(record->area, (void *)from, length);
}

static int same(const struct record *one, const struct record *other) {
  return one->run.trap == other->run.trap && one->run.error == other->run.error &&
         one->run.address == other->run.address && !memcmp(one->run.in_use, other->run.in_use, 24) &&
         !memcmp(one->saved, other->saved, cpu.size) && !memcmp(one->area, other->area, cpu.size);
}

static void print_record(const struct record *record) {
  const struct run *run = &record->run;
  uint64_t from, loaded_bv;
  size_t length = reach(run->base, &from);
  memcpy(&loaded_bv, record->loaded + 512, 8);
  printf("{\"kind\":\"case\",\"loaded_bv\":\"0x%llx\",\"prelude\":[", (unsigned long long)loaded_bv);
  for (size_t index = 0; index < record->preludes; index++)
    printf("%s\"%s\"", index ? "," : "", record->prelude[index]->text);
  printf("],\"insn\":\"%s\",\"rfbm\":\"0x%llx\"", record->instruction->text, (unsigned long long)run->rfbm);
  if (run->base != AREA) printf(",\"base\":\"0x%llx\"", (unsigned long long)run->base);
  if (run->flags != FLAGS) printf(",\"rflags\":\"0x%llx\"", (unsigned long long)run->flags);
  if (cpu.xgetbv1)
    printf(",\"xinuse\":[\"0x%llx\",\"0x%llx\",\"0x%llx\"]", (unsigned long long)run->in_use[0],
           (unsigned long long)run->in_use[1], (unsigned long long)run->in_use[2]);
  printf(",\"trap\":%llu,\"error\":%llu", (unsigned long long)run->trap, (unsigned long long)run->error);
  if (run->trap == 14) printf(",\"cr2\":\"0x%llx\"", (unsigned long long)run->address);
  printf(",");
  print_hex("image", record->loaded, cpu.size);
  printf(",");
  print_hex("before", record->before, length);
  printf(",");
  print_hex("area", record->area, length);
  printf(",");
  print_hex("state", record->saved, cpu.size);
  printf("}\n");
}

/* Executes until it comes out the same twice. */
static void record_case(struct record *record) {
  static struct record last;
  struct run start = record->run;
  memset(record->area, 0, sizeof record->area);
  for (int count = 0; count < EXECUTIONS; count++) {
    record->run = start;
    execute(record);
    if (count > 0 && same(record, &last)) break;
    last = *record;
  }
  print_record(record);
}

static const struct code *some_prelude(void) {
  for (;;) {
    const struct code *code = &PRELUDES[below(sizeof PRELUDES / sizeof *PRELUDES)];
    if (is_there(code->need)) return code;
  }
}

static void begin_case(struct record *record, const struct code *instruction) {
  memset(record, 0, sizeof *record);
  record->instruction = instruction;
  record->run.mask = cpu.used;
  record->run.rfbm = some_components();
  record->run.base = AREA;
  record->run.flags = FLAGS;
  record->run.has_xgetbv1 = (uint64_t)cpu.xgetbv1;
  fill_image(record->loaded);
  fill_area(record->before);
}

static void record_cases(void) {
  static struct record record;
  static const uint32_t shifts[] = {1, 2, 4, 8, 16, 32, 48, 0};
  static const uint32_t edges[] = {64, 160, 416, 512, 528, 576, 640, 832, 1088, 1152, 1664};
  for (size_t row = 0; row < sizeof INSTRUCTIONS / sizeof *INSTRUCTIONS; row++) {
    const struct code *instruction = &INSTRUCTIONS[row];
    if (!is_there(instruction->need)) continue;
    for (int count = 0; count < 24; count++) {
      begin_case(&record, instruction);
      record.preludes = below(3);
      for (size_t index = 0; index < record.preludes; index++) record.prelude[index] = some_prelude();
      record_case(&record);
    }
    for (int count = 0; count < 4; count++) { /* addresses that are not aligned, with and without alignment checks */
      begin_case(&record, instruction);
      record.run.base = AREA + shifts[below(8)];
      record.run.flags = one_in(2) ? FLAGS : FLAGS | FLAG_AC;
      record_case(&record);
    }
    for (int count = 0; count < 8; count++) { /* areas of which a page is missing */
      uint32_t edge = edges[below(sizeof edges / sizeof *edges)];
      uint64_t base;
      begin_case(&record, instruction);
      base = one_in(4) ? AREA - edge : AREA + WINDOW - edge;
      record.run.base = base & ~63ull;
      if (base < AREA && AREA - record.run.base < cpu.size)
        memmove(record.before, record.before + (AREA - record.run.base), cpu.size - (AREA - record.run.base));
      record_case(&record);
    }
  }
}

/* ---- AMX ---- */

#define ARCH_REQ_XCOMP_PERM 0x1023
#define XTILEDATA 18
#define TILE_BYTES 1024
#define TILE_ROWS 16
#define ROW_BYTES 64

/* tmm0 += tmm1 * tmm2 */
struct product {
  const char *text;
  uint8_t word, bit; /* in cpu.tmul */
  enum { INTEGERS, BFLOATS, HALVES, ANYTHING } numbers;
  uint8_t bytes[5];
};

static const struct product PRODUCTS[] = {
    {"tdpbssd", 0, 25, INTEGERS, {0xc4, 0xe2, 0x6b, 0x5e, 0xc1}},
    {"tdpbsud", 0, 25, INTEGERS, {0xc4, 0xe2, 0x6a, 0x5e, 0xc1}},
    {"tdpbusd", 0, 25, INTEGERS, {0xc4, 0xe2, 0x69, 0x5e, 0xc1}},
    {"tdpbuud", 0, 25, INTEGERS, {0xc4, 0xe2, 0x68, 0x5e, 0xc1}},
    {"tdpbf16ps", 0, 22, BFLOATS, {0xc4, 0xe2, 0x6a, 0x5c, 0xc1}},
    {"tdpfp16ps", 1, 21, HALVES, {0xc4, 0xe2, 0x6b, 0x5c, 0xc1}},
    {"tcmmimfp16ps", 2, 8, HALVES, {0xc4, 0xe2, 0x69, 0x6c, 0xc1}},
    {"tcmmrlfp16ps", 2, 8, HALVES, {0xc4, 0xe2, 0x68, 0x6c, 0xc1}},
    {"tdpbf8ps", 3, 4, ANYTHING, {0xc4, 0xe5, 0x68, 0xfd, 0xc1}},
    {"tdpbhf8ps", 3, 4, ANYTHING, {0xc4, 0xe5, 0x6b, 0xfd, 0xc1}},
    {"tdphbf8ps", 3, 4, ANYTHING, {0xc4, 0xe5, 0x6a, 0xfd, 0xc1}},
    {"tdphf8ps", 3, 4, ANYTHING, {0xc4, 0xe5, 0x69, 0xfd, 0xc1}},
};

struct tile {
  uint32_t rows, bytes; /* of its shape */
  uint8_t data[TILE_BYTES];
};

static void tile_configure(const uint8_t config[64]) {
  __asm__ volatile(".byte 0xc4, 0xe2, 0x78, 0x49, 0x03" : : "b"(config) : "memory"); /* ldtilecfg [rbx] */
}

static void tile_release(void) { __asm__ volatile(".byte 0xc4, 0xe2, 0x78, 0x49, 0xc0" : : : "memory"); }

static void tile_zero(void) { __asm__ volatile(".byte 0xc4, 0xe2, 0x7b, 0x49, 0xc0" : : : "memory"); }

/* tileloadd tmmN, [rbx+rcx*1] */
static void tile_load(int number, const uint8_t *data) {
  const uint64_t stride = ROW_BYTES;
  switch (number) {
  case 0: __asm__ volatile(".byte 0xc4, 0xe2, 0x7b, 0x4b, 0x04, 0x0b" : : "b"(data), "c"(stride) : "memory"); break;
  case 1: __asm__ volatile(".byte 0xc4, 0xe2, 0x7b, 0x4b, 0x0c, 0x0b" : : "b"(data), "c"(stride) : "memory"); break;
  default: __asm__ volatile(".byte 0xc4, 0xe2, 0x7b, 0x4b, 0x14, 0x0b" : : "b"(data), "c"(stride) : "memory"); break;
  }
}

/* tilestored [rbx+rcx*1], tmm0 */
static void tile_store(uint8_t *data) {
  const uint64_t stride = ROW_BYTES;
  __asm__ volatile(".byte 0xc4, 0xe2, 0x7a, 0x4b, 0x04, 0x0b" : : "b"(data), "c"(stride) : "memory");
}

static void shape(uint8_t config[64], int number, const struct tile *tile) {
  config[0] = 1; /* the palette */
  put(config, 16 + 2 * (size_t)number, tile->bytes, 2);
  config[48 + number] = (uint8_t)tile->rows;
}

/* A number of 16 bits with so many bits of fraction: near one; among wild ones also special, or any. */
static uint16_t some_number(uint32_t fraction, uint32_t bias, int wild) {
  uint16_t bits = (uint16_t)random_bits();
  static const uint16_t specials[] = {0,      0x8000, 1,      0x7c00, 0xfc00, 0x7f80,
                                      0xff80, 0x7fc1, 0x7e01, 0x7c01, 0x0400, 0x0080};
  switch (wild ? below(16) : 2) {
  case 0: return bits;
  case 1: return specials[below(12)];
  default: return (uint16_t)((bits & (0x8000 | ((1u << fraction) - 1))) | (bias - 3 + below(6)) << fraction);
  }
}

/* Numbers of the product's kind inside of the shape, zeros outside. */
static void fill_tile(struct tile *tile, int numbers, int wild) {
  memset(tile->data, 0, sizeof tile->data);
  for (uint32_t row = 0; row < tile->rows; row++) {
    for (uint32_t at = 0; at < tile->bytes; at += 2) {
      uint16_t bits = numbers == BFLOATS  ? some_number(7, 127, wild)
                      : numbers == HALVES ? some_number(10, 15, wild)
                                          : (uint16_t)random_bits();
      memcpy(tile->data + row * ROW_BYTES + at, &bits, 2);
    }
  }
}

/* The accumulator: binary32 near one, or integers. */
static void fill_sums(struct tile *tile, int numbers, int wild) {
  memset(tile->data, 0, sizeof tile->data);
  for (uint32_t row = 0; row < tile->rows; row++) {
    for (uint32_t at = 0; at < tile->bytes; at += 4) {
      uint32_t bits = (uint32_t)random_bits();
      if (numbers != INTEGERS && !(wild && one_in(12))) bits = (bits & 0x807fffffu) | (124 + below(8)) << 23;
      memcpy(tile->data + row * ROW_BYTES + at, &bits, 4);
    }
  }
}

static void print_tile(const char *name, const struct tile *tile) {
  printf(",\"%s\":{\"rows\":%u,\"colsb\":%u,", name, tile->rows, tile->bytes);
  print_hex("hex", tile->data, TILE_BYTES);
  printf("}");
}

static void multiply(const struct product *product) {
  uint8_t *at = (uint8_t *)CODE;
  memcpy(at, product->bytes, sizeof product->bytes);
  at[sizeof product->bytes] = 0xc3;
  ((void (*)(void))(uintptr_t)at)();
}

static void record_product(const struct product *product, int wild) {
  static struct tile sums, left, right, result;
  uint8_t config[64] = {0};
  uint32_t rows = 1 + below(TILE_ROWS), columns = 1 + below(TILE_ROWS), depth = 1 + below(TILE_ROWS);
  sums.rows = left.rows = rows;
  sums.bytes = right.bytes = 4 * columns;
  left.bytes = 4 * depth;
  right.rows = depth;
  fill_sums(&sums, product->numbers, wild);
  fill_tile(&left, product->numbers, wild);
  fill_tile(&right, product->numbers, wild);
  shape(config, 0, &sums);
  shape(config, 1, &left);
  shape(config, 2, &right);
  result = sums;
  tile_configure(config);
  tile_load(0, sums.data);
  tile_load(1, left.data);
  tile_load(2, right.data);
  multiply(product);
  tile_store(result.data);
  tile_release();
  printf("{\"kind\":\"product\",\"insn\":\"%s\"", product->text);
  print_tile("dst", &sums);
  print_tile("src1", &left);
  print_tile("src2", &right);
  print_tile("out", &result);
  printf("}\n");
}

/* Steps on tmm0, of 16 rows of 64 bytes; XGETBV(1) is read after each. */
static const char *const SEQUENCES[][4] = {
    {"ldtilecfg", "tilezero", "tilerelease"},
    {"ldtilecfg", "tileloadd zeros", "tilerelease"},
    {"ldtilecfg", "tileloadd data", "tilerelease"},
    {"ldtilecfg", "tileloadd data", "tilezero", "tilerelease"},
    {"ldtilecfg", "tileloadd data", "tileloadd zeros", "ldtilecfg"},
    {"ldtilecfg", "tileloadd data", "ldtilecfg", "tilezero"},
    {"ldtilecfg", "tileloadd data", "ldtilecfg zeros"},
    {"ldtilecfg zeros", "ldtilecfg", "ldtilecfg zeros"},
};

static void tile_step(const char *step) {
  static const struct tile full = {TILE_ROWS, ROW_BYTES, {0}};
  static const uint8_t zeros[TILE_BYTES];
  static uint8_t data[TILE_BYTES];
  uint8_t config[64] = {0};
  memset(data, 0xa5, sizeof data);
  if (!strcmp(step, "ldtilecfg")) {
    shape(config, 0, &full);
    tile_configure(config);
  } else if (!strcmp(step, "ldtilecfg zeros")) {
    tile_configure(config);
  } else if (!strcmp(step, "tilezero")) {
    tile_zero();
  } else if (!strcmp(step, "tilerelease")) {
    tile_release();
  } else {
    tile_load(0, !strcmp(step, "tileloadd data") ? data : zeros);
  }
}

static void record_sequence(const char *const steps[4]) {
  uint64_t in_use[4];
  size_t count = 0;
  tile_release();
  for (; count < 4 && steps[count]; count++) {
    tile_step(steps[count]);
    in_use[count] = xgetbv(1);
  }
  tile_release();
  printf("{\"kind\":\"tiles\",\"steps\":[");
  for (size_t index = 0; index < count; index++) printf("%s\"%s\"", index ? "," : "", steps[index]);
  printf("],\"xinuse\":[");
  for (size_t index = 0; index < count; index++)
    printf("%s\"0x%llx\"", index ? "," : "", (unsigned long long)in_use[index]);
  printf("]}\n");
}

static void record_products(void) {
  for (size_t row = 0; row < sizeof PRODUCTS / sizeof *PRODUCTS; row++) {
    if (!(cpu.tmul[PRODUCTS[row].word] >> PRODUCTS[row].bit & 1)) continue;
    for (int count = 0; count < 12; count++) record_product(&PRODUCTS[row], count >= 8);
  }
}

static void record_tiles(void) {
  if (!cpu.amx) {
    note("AMX: the processor has none, or the system has not enabled it");
    return;
  }
  if (syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XTILEDATA)) {
    note("AMX: the system does not permit tiles");
    return;
  }
  can_recover = 1;
  if (sigsetjmp(recovery, 1)) {
    note("AMX: an instruction raised an exception; the rest is left out");
  } else {
    for (size_t row = 0; row < sizeof SEQUENCES / sizeof *SEQUENCES; row++) record_sequence(SEQUENCES[row]);
    record_products();
  }
  can_recover = 0;
}

int main(void) {
  look();
  print_processor();
  if (!set_up()) {
    fputs("probe: the fixed addresses of its cases are taken; run it again\n", stderr);
    return 1;
  }
  if (cpu.xsave && cpu.size <= MAX_SIZE) {
    record_cases();
    record_tiles();
  } else {
    note("XSAVE: the processor has none, or the system has not enabled it");
  }
  printf("{\"kind\":\"end\"}\n");
  return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
