/*
 * The part of the probe that records products, on a processor without AMX: the handler of the invalid opcodes does what
 * the instructions on tiles would. Only products of integers, whose arithmetic is short enough to write down again. On a
 * processor with AMX the program asks for tiles, and the handler has nothing to do.
 */
#define main probe_main
#include "../../src/main/cli/commands/probe.c"
#undef main

static struct {
  int rows, bytes;
  uint8_t data[TILE_BYTES];
} tiles[8];

static void configure(const uint8_t *config) {
  memset(tiles, 0, sizeof tiles);
  for (int number = 0; number < 8; number++) {
    tiles[number].rows = config[48 + number];
    tiles[number].bytes = config[16 + 2 * number];
  }
}

static void move(int number, uint8_t *memory, uint64_t stride, int stores) {
  if (!stores) memset(tiles[number].data, 0, TILE_BYTES);
  for (int row = 0; row < tiles[number].rows; row++) {
    uint8_t *in_tile = tiles[number].data + ROW_BYTES * row, *in_memory = memory + stride * (uint64_t)row;
    memcpy(stores ? in_memory : in_tile, stores ? in_tile : in_memory, (size_t)tiles[number].bytes);
  }
}

static int byte_of(uint8_t byte, int is_signed) { return is_signed ? (int8_t)byte : byte; }

/* Four products of bytes for each element of 32 bits (Intel SDM vol. 2, TDPBSSD and the others). */
static void multiply_bytes(int to, int left, int right, int left_signed, int right_signed) {
  for (int row = 0; row < tiles[to].rows; row++) {
    for (int column = 0; column < tiles[to].bytes / 4; column++) {
      uint32_t sum;
      memcpy(&sum, tiles[to].data + ROW_BYTES * row + 4 * column, 4);
      for (int index = 0; index < tiles[left].bytes; index++) {
        int one = byte_of(tiles[left].data[ROW_BYTES * row + index], left_signed);
        int other = byte_of(tiles[right].data[ROW_BYTES * (index / 4) + 4 * column + index % 4], right_signed);
        sum += (uint32_t)(one * other);
      }
      memcpy(tiles[to].data + ROW_BYTES * row + 4 * column, &sum, 4);
    }
  }
}

enum { NP, P66, PF3, PF2 };

static void on_invalid_opcode(int number, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  const uint8_t *code = (const uint8_t *)(uintptr_t)registers[REG_RIP];
  uint8_t *memory = (uint8_t *)(uintptr_t)registers[REG_RBX];
  int prefix = code[2] & 3, third = ~(code[2] >> 3) & 0xf, modrm = code[4], reg = modrm >> 3 & 7;
  (void)number;
  (void)info;
  if (code[0] != 0xc4 || code[1] != 0xe2) _exit(3);
  if (code[3] == 0x49 && modrm == 0x03) configure(memory);
  else if (code[3] == 0x49 && modrm == 0xc0) memset(tiles, 0, sizeof tiles);
  else if (code[3] == 0x4b && (modrm & 0xc7) == 0x04 && code[5] == 0x0b)
    move(reg, memory, (uint64_t)registers[REG_RCX], prefix == PF3);
  else if (code[3] == 0x5e && modrm >> 6 == 3)
    multiply_bytes(reg, modrm & 7, third, prefix >= PF3, prefix == PF2 || prefix == P66);
  else _exit(3);
  registers[REG_RIP] += code[3] == 0x4b ? 6 : 5;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = on_invalid_opcode, .sa_flags = SA_SIGINFO};
  look();
  if (cpu.amx && syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XTILEDATA)) return 1;
  if (!set_up() || sigaction(SIGILL, &action, NULL)) return 1;
  for (size_t row = 0; row < sizeof PRODUCTS / sizeof *PRODUCTS; row++)
    if (PRODUCTS[row].numbers == INTEGERS)
      for (int count = 0; count < 12; count++) record_product(&PRODUCTS[row], 0);
  return 0;
}
