/* A quantised layer: 16 outputs of 64 inputs by AMX, each scaled and shifted. One output is wrong. */
#include <immintrin.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { INPUTS = 64, OUTPUTS = 16 };

static struct {
  signed char weights[INPUTS / 4][OUTPUTS * 4]; /* four inputs of an output side by side */
  int bias[OUTPUTS];
  int scale[OUTPUTS];
} layer;

static signed char inputs[INPUTS];
static int sums[OUTPUTS], outputs[OUTPUTS];

static struct {
  unsigned char palette, start_row, reserved[14];
  unsigned short colsb[16];
  unsigned char rows[16];
} config = {.palette = 1, .colsb = {64, 64, 64}, .rows = {1, 1, 16}};

static void load_layer(void) {
  for (int output = 0; output < OUTPUTS; output++) layer.scale[output] = 3;
  for (int output = 0; output <= OUTPUTS; output++) layer.bias[output] = 10 * output;
  for (int input = 0; input < INPUTS; input++)
    for (int output = 0; output < OUTPUTS; output++)
      layer.weights[input / 4][output * 4 + input % 4] = 1 + output % 3;
}

static void multiply(void) {
  _tile_loadconfig(&config);
  _tile_zero(0);
  _tile_loadd(1, inputs, 64);
  _tile_loadd(2, layer.weights, 64);
  _tile_dpbssd(0, 1, 2);
  _tile_stored(0, sums, 64);
  _tile_release();
}

int main(void) {
  if (syscall(SYS_arch_prctl, 0x1023, 18) != 0) return 2; /* ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA */
  load_layer();
  for (int input = 0; input < INPUTS; input++) inputs[input] = 1;
  multiply();
  for (int output = 0; output < OUTPUTS; output++) {
    outputs[output] = sums[output] * layer.scale[output] + layer.bias[output];
    int expected = 64 * (1 + output % 3) * 3 + 10 * output;
    if (outputs[output] == expected) continue;
    printf("output %d is %d, and %d was expected\n", output, outputs[output], expected);
    return 1;
  }
  puts("all outputs are right");
  return 0;
}
