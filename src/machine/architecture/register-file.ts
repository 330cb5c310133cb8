/**
 * The one buffer that holds all registers of a logical processor: where each lies in it, and which of them the state
 * components are made of (Intel SDM vol. 1, 13.5). Pure layout; `Cpu` gives it meaning.
 */
import { COMPONENTS, XFEATURE } from './component';

/** The 64-bit scalar registers by their index. */
export const SCALAR = {
  cr0: 0,
  cr2: 1,
  cr4: 2,
  efer: 3,
  xcr0: 4,
  xss: 5,
  xfd: 6,
  xfdErr: 7,
  xinuse: 8,
  xmodified: 9,
  tsc: 10,
  fip: 11,
  fdp: 12,
  fsBase: 13,
  gsBase: 14,
  kernelGsBase: 15,
} as const;

/** The 32-bit words by their index; those of the x87 unit lie side by side. */
export const WORD = {
  rflags: 0,
  cpl: 1,
  mxcsr: 2,
  pkru: 3,
  fcw: 4,
  fsw: 5,
  ftw: 6,
  fop: 7,
  fcs: 8,
  fds: 9,
  addressSpace: 10,
  xrstorCpl: 11,
  xrstorFormat: 12,
} as const;

/** The linear addresses by their index. */
export const DOUBLE = { rip: 0, xrstorAddress: 1 } as const;

/** Offset and size within the supervisor block, by component. */
export const SUPERVISOR_REGION: Readonly<Record<number, readonly [number, number]>> = {
  8: [0, 128],
  10: [128, 8],
  11: [136, 16],
  12: [152, 24],
  13: [176, 8],
  14: [184, 48],
  15: [232, 808],
  16: [1040, 8],
};

const BLOCK_ALIGNMENT = 64;

/** Byte offsets of the blocks. */
export const OFFSET = (() => {
  let end = 0;
  const block = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / BLOCK_ALIGNMENT) * BLOCK_ALIGNMENT;
    return start;
  };
  const registers = {
    gpr: block(32 * 8),
    scalars: block(16 * 8),
    words: block(16 * 4),
    doubles: block(8 * 8),
    zmm: block(32 * 64),
    opmask: block(8 * 8),
    x87: block(8 * 16),
    bounds: block(128),
    supervisor: block(2048),
    tilecfg: block(64),
    tiles: block(8192),
  };
  return { ...registers, registersEnd: end, restored: block(end), size: end };
})();

/** Registers of one component: `count` pieces of `words` 32-bit words, `stride` words apart, from word `at` of the buffer. */
export interface RegisterRun {
  readonly at: number;
  readonly words: number;
  readonly count: number;
  readonly stride: number;
}

const ZMM_SIZE = 64;
const BND_SIZE = 64;
const LOW_REGISTERS = 16;

function run(offset: number, bytes: number, count = 1, stride = 0): RegisterRun {
  return { at: offset / 4, words: bytes / 4, count, stride: stride / 4 };
}

/** Bytes `from` to `to` of 16 ZMM registers. */
function zmmPart(from: number, to: number): RegisterRun {
  return run(OFFSET.zmm + from, to - from, LOW_REGISTERS, ZMM_SIZE);
}

const USER_REGISTERS: Readonly<Record<number, readonly RegisterRun[]>> = {
  [XFEATURE.X87]: [
    run(OFFSET.x87, 128),
    run(OFFSET.words + 4 * WORD.fcw, 4 * (WORD.fds - WORD.fcw + 1)),
    run(OFFSET.scalars + 8 * SCALAR.fip, 16),
  ],
  [XFEATURE.SSE]: [zmmPart(0, 16)],
  [XFEATURE.AVX]: [zmmPart(16, 32)],
  [XFEATURE.BNDREGS]: [run(OFFSET.bounds, BND_SIZE)],
  [XFEATURE.BNDCSR]: [run(OFFSET.bounds + BND_SIZE, BND_SIZE)],
  [XFEATURE.OPMASK]: [run(OFFSET.opmask, 64)],
  [XFEATURE.ZMM_HI256]: [zmmPart(32, 64)],
  [XFEATURE.HI16_ZMM]: [run(OFFSET.zmm + LOW_REGISTERS * ZMM_SIZE, LOW_REGISTERS * ZMM_SIZE)],
  [XFEATURE.PKRU]: [run(OFFSET.words + 4 * WORD.pkru, 4)],
  [XFEATURE.XTILECFG]: [run(OFFSET.tilecfg, 64)],
  [XFEATURE.XTILEDATA]: [run(OFFSET.tiles, 8192)],
  [XFEATURE.APX]: [run(OFFSET.gpr + LOW_REGISTERS * 8, 128)],
};

/** By component number. MXCSR is in none of them: it has rules of its own (13.6). */
export const COMPONENT_REGISTERS: readonly (readonly RegisterRun[])[] = COMPONENTS.map(({ index }) => {
  const region = SUPERVISOR_REGION[index];
  return region ? [run(OFFSET.supervisor + region[0], region[1])] : (USER_REGISTERS[index] ?? []);
});
