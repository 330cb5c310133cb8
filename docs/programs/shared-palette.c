/*
 * Four threads add up blocks of rows, and share a palette in memory. TILECFG is a register: each thread has its own, and
 * loads it. One of them has a block of eight rows only, and one line too many: which one changes what the others see?
 */
#include <immintrin.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { THREADS = 4, ROWS = 16, BYTES = 64 };

static struct {
  unsigned char palette, start_row, reserved[14];
  unsigned short colsb[16];
  unsigned char rows[16];
} palette = {.palette = 1, .colsb = {64, 64, 64}, .rows = {16, 16, 16}};

static signed char numbers[THREADS][ROWS][BYTES], ones[ROWS][BYTES];
static int sums[THREADS][ROWS][BYTES / 4];
static const int rows_of[THREADS] = {8, ROWS, ROWS, ROWS};

static void *add_block(void *which) {
  long block = (long)which;
  if (rows_of[block] < ROWS) palette.rows[0] = palette.rows[1] = (unsigned char)rows_of[block]; /* MISTAKE */
  _tile_loadconfig(&palette);
  _tile_zero(0);
  _tile_loadd(1, numbers[block], BYTES);
  _tile_loadd(2, ones, BYTES);
  _tile_dpbssd(0, 1, 2);
  _tile_stored(0, sums[block], BYTES);
  _tile_release();
  return NULL;
}

int main(void) {
  if (syscall(SYS_arch_prctl, 0x1023, 18) != 0) return 2; /* ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA */
  memset(numbers, 1, sizeof numbers);
  memset(ones, 1, sizeof ones);
  pthread_t threads[THREADS];
  for (long block = 0; block < THREADS; block++) pthread_create(&threads[block], NULL, add_block, (void *)block);
  for (int block = 0; block < THREADS; block++) pthread_join(threads[block], NULL);
  int wrong = 0;
  for (int block = 0; block < THREADS; block++)
    for (int row = 0; row < rows_of[block]; row++) wrong += sums[block][row][0] != BYTES;
  printf("%d rows are wrong\n", wrong);
  return wrong != 0;
}
