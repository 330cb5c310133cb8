/*
 * An alternate stack of 2,048 bytes was large enough for forty years. A signal frame has the extended state in it: with
 * AVX-512 it does not fit, and of tiles the kernel says so beforehand. `./small-stack` asks for tiles with such a stack,
 * `./small-stack signal` takes a signal on it, `./small-stack enough` asks the kernel for the size first.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OLD_MINSIGSTKSZ = 2048, ROOM_FOR_THE_HANDLER = 4096 };

static void on_signal(int number) {
  (void)number;
  static const char text[] = "the handler runs\n";
  write(1, text, sizeof text - 1);
}

static void ask(void) {
  long answer = syscall(SYS_arch_prctl, 0x1023, 18); /* ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA */
  printf("asking for tiles: %s\n", answer == 0 ? "granted" : strerror(errno));
  fflush(stdout);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  size_t size = strcmp(what, "enough") == 0 ? getauxval(AT_MINSIGSTKSZ) + ROOM_FOR_THE_HANDLER : OLD_MINSIGSTKSZ;
  stack_t stack = {.ss_sp = malloc(size), .ss_size = size};
  printf("a frame needs %lu bytes, the stack has %zu\n", getauxval(AT_MINSIGSTKSZ), size);
  fflush(stdout);
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
  if (sigaltstack(&stack, NULL) != 0 || sigaction(SIGUSR1, &action, NULL) != 0) return 2;
  if (strcmp(what, "signal") != 0) ask();
  raise(SIGUSR1);
  return 0;
}
