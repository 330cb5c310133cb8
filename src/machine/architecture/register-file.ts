/**
 * The one buffer that holds all registers of a logical processor: the place of each register, and the registers that
 * make up each state component (Intel SDM vol. 1, 13.5). Pure layout; `Cpu` gives the registers their meaning.
 */
import { COMPONENTS, XFEATURE } from './component';
import { STORED, type StoredAs } from './registers';
import type { StoredRegister } from './registers/row';

/** The names of the registers with one kind of storage, each with its index in the block. */
function indices<S extends 'u64' | 'u32' | 'linear'>(storage: S): Readonly<Record<StoredAs<S>, number>> {
  const rows = Object.entries<StoredRegister>(STORED).filter(([, row]) => row.storage === storage);
  return Object.fromEntries(rows.map(([name], index) => [name, index])) as Record<StoredAs<S>, number>; // all names
}

/** The 64-bit scalar registers by their index. */
export const SCALAR = indices('u64');

/** The 32-bit words by their index; the words of the x87 unit lie side by side. */
export const WORD = indices('u32');

/** The linear addresses by their index. */
export const DOUBLE = indices('linear');

/**
 * Offset and size within the supervisor block, by component. The images lie one after the other, each in the format of
 * XSAVES.
 */
export const SUPERVISOR_REGION: Readonly<Record<number, readonly [offset: number, bytes: number]>> = (() => {
  let end = 0;
  const regions = COMPONENTS.filter(({ kind }) => kind === 'supervisor').map(({ index, size }) => {
    const start = end;
    end += size;
    return [index, [start, size]] as const;
  });
  return Object.fromEntries(regions);
})();

/** Bytes of each block of registers, in the order of the blocks in the buffer. */
export const BYTES = {
  gpr: 32 * 8,
  scalars: Object.keys(SCALAR).length * 8,
  words: Object.keys(WORD).length * 4,
  doubles: Object.keys(DOUBLE).length * 8,
  zmm: 32 * 64,
  opmask: 8 * 8,
  x87: 8 * 16,
  bounds: 128,
  supervisor: Object.values(SUPERVISOR_REGION).reduce((sum, [, bytes]) => sum + bytes, 0),
  tilecfg: 64,
  tiles: 8192,
} as const;

const BLOCK_ALIGNMENT = 64;

/** Byte offsets of the blocks. */
export const OFFSET = (() => {
  let end = 0;
  const block = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / BLOCK_ALIGNMENT) * BLOCK_ALIGNMENT;
    return start;
  };
  const blocks = Object.entries(BYTES).map(([name, bytes]) => [name, block(bytes)]);
  const offsets = Object.fromEntries(blocks) as Readonly<Record<keyof typeof BYTES, number>>; // one offset for each block
  const registersEnd = end;
  const restored = block(offsets.tiles); // what was restored last of all blocks before the tiles, of which writes are noted
  return { ...offsets, registersEnd, restored, size: end };
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

function wordRuns(names: readonly StoredAs<'u32'>[]): readonly RegisterRun[] {
  return joined(names.map((name) => run(OFFSET.words + 4 * WORD[name], 4)));
}

function scalarRuns(names: readonly StoredAs<'u64'>[]): readonly RegisterRun[] {
  return joined(names.map((name) => run(OFFSET.scalars + 8 * SCALAR[name], 8)));
}

/** Merges runs that lie side by side. */
function joined(runs: readonly RegisterRun[]): readonly RegisterRun[] {
  const result: RegisterRun[] = [];
  for (const next of runs) {
    const last = result.at(-1);
    if (last && last.at + last.words === next.at)
      result[result.length - 1] = { ...last, words: last.words + next.words };
    else result.push(next);
  }
  return result;
}

const USER_REGISTERS: Readonly<Record<number, readonly RegisterRun[]>> = {
  [XFEATURE.X87]: [
    run(OFFSET.x87, 128),
    ...wordRuns(['fcw', 'fsw', 'ftw', 'fop', 'fcs', 'fds']),
    ...scalarRuns(['fip', 'fdp']),
  ],
  [XFEATURE.SSE]: [zmmPart(0, 16)],
  [XFEATURE.AVX]: [zmmPart(16, 32)],
  [XFEATURE.BNDREGS]: [run(OFFSET.bounds, BND_SIZE)],
  [XFEATURE.BNDCSR]: [run(OFFSET.bounds + BND_SIZE, BND_SIZE)],
  [XFEATURE.OPMASK]: [run(OFFSET.opmask, 64)],
  [XFEATURE.ZMM_HI256]: [zmmPart(32, 64)],
  [XFEATURE.HI16_ZMM]: [run(OFFSET.zmm + LOW_REGISTERS * ZMM_SIZE, LOW_REGISTERS * ZMM_SIZE)],
  [XFEATURE.PKRU]: wordRuns(['pkru']),
  [XFEATURE.XTILECFG]: [run(OFFSET.tilecfg, 64)],
  [XFEATURE.XTILEDATA]: [run(OFFSET.tiles, 8192)],
  [XFEATURE.APX]: [run(OFFSET.gpr + LOW_REGISTERS * 8, 128)],
};

/**
 * The registers of each component, by component number. No component includes MXCSR, which has rules of its own (13.6).
 */
export const COMPONENT_REGISTERS: readonly (readonly RegisterRun[])[] = COMPONENTS.map(({ index }) => {
  const region = SUPERVISOR_REGION[index];
  return region ? [run(OFFSET.supervisor + region[0], region[1])] : (USER_REGISTERS[index] ?? []);
});
