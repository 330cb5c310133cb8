/*
 * What Linux wants of a program before it may use tiles (Documentation/arch/x86/xstate.rst): it asks whether the kernel has
 * them, is refused them by a signal while it has not asked for them, asks, and then has them in all of its threads.
 */
#define _GNU_SOURCE
#include <immintrin.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARCH_GET_XCOMP_SUPP = 0x1021, ARCH_GET_XCOMP_PERM, ARCH_REQ_XCOMP_PERM, XTILEDATA = 18 };

static struct {
  unsigned char palette, start_row, reserved[14];
  unsigned short colsb[16];
  unsigned char rows[16];
} palette = {.palette = 1, .colsb = {64}, .rows = {16}};

static sigjmp_buf refused;

static void on_illegal(int number) {
  (void)number;
  siglongjmp(refused, 1);
}

static const char *use_tiles(void) {
  if (sigsetjmp(refused, 1) != 0) return "refused, by SIGILL";
  _tile_loadconfig(&palette);
  _tile_zero(0); /* the first use of tile data */
  _tile_release();
  return "used";
}

static int has(int question) {
  unsigned long components = 0;
  syscall(SYS_arch_prctl, question, &components);
  return components >> XTILEDATA & 1;
}

static void *in_a_thread(void *unused) {
  (void)unused;
  return (void *)use_tiles();
}

int main(void) {
  signal(SIGILL, on_illegal);
  printf("the kernel has tiles: %d\n", has(ARCH_GET_XCOMP_SUPP));
  printf("before asking, permitted: %d, tiles are %s\n", has(ARCH_GET_XCOMP_PERM), use_tiles());
  printf("asking: %ld\n", syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XTILEDATA));
  printf("after asking, permitted: %d, tiles are %s\n", has(ARCH_GET_XCOMP_PERM), use_tiles());
  pthread_t thread;
  void *said;
  pthread_create(&thread, NULL, in_a_thread, NULL);
  pthread_join(thread, &said);
  printf("in a thread, tiles are %s\n", (const char *)said);
  fflush(stdout);
  if (fork() == 0) {
    printf("in a child, permitted: %d, tiles are %s\n", has(ARCH_GET_XCOMP_PERM), use_tiles());
    fflush(stdout);
    _exit(0);
  }
  wait(NULL);
  return 0;
}
