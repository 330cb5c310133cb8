/** States in which sequences run far: registers hold addresses where they are used as such, and memory holds some of each kind. */
import { XFEATURE } from '../../../src/machine/architecture/component';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Instruction, Operand } from '../../../src/machine/cpu/instruction';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import type { Random } from '../random';
import type { Sequence } from './library-code';
import { DATA, DATA_SIZE, type SequenceCase } from './sequence-native';

type Role = 'address' | 'index' | 'any';

/** What each general register is used for before it is written. */
function rolesIn(instructions: readonly Instruction[]): readonly Role[] {
  const roles = new Array<Role>(16).fill('any');
  const settled = new Set<number>();
  for (const instruction of instructions) {
    for (const [index, role] of usesOf(instruction)) {
      if (!settled.has(index)) roles[index] = role;
      settled.add(index);
    }
    for (const index of writtenFirst(instruction.operands)) settled.add(index);
  }
  roles[GPR.RSP] = 'address';
  return roles;
}

type Use = readonly [register: number, role: Role];

const STRING = /^(movs|stos|lods|scas|cmps)[bwdq]$/;
const BY_STRINGS: readonly Use[] = [
  [GPR.RSI, 'address'],
  [GPR.RDI, 'address'],
  [GPR.RCX, 'index'],
];

function usesOf({ operands, mnemonic }: Instruction): readonly Use[] {
  const inMemory = operands.flatMap((operand): Use[] => {
    if (operand.kind !== 'memory') return [];
    const { base, index } = operand.memory;
    const scaled: Use[] = index?.file === 'gpr' ? [[index.index, base ? 'index' : 'address']] : [];
    return base ? [[base.index, 'address'], ...scaled] : scaled;
  });
  return STRING.test(mnemonic) ? [...BY_STRINGS, ...inMemory] : inMemory;
}

/** Of most instructions the first operand; what else is written only makes a state less likely to run far. */
function writtenFirst([target]: readonly Operand[]): readonly number[] {
  return target?.kind === 'register' && target.register.file === 'gpr' ? [target.register.index] : [];
}

const EDGES = [0n, 1n, 0x7fn, 0x80n, 0xffn, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 1n << 63n, (1n << 64n) - 1n];

/** Mostly on a boundary of 64 bytes, and away from the ends. */
function address(random: Random): bigint {
  const by = random.oneIn(4) ? random.below(64) : 0;
  return BigInt(DATA + 1024 + 64 * random.below((DATA_SIZE - 2048) / 64) + by);
}

function valueFor(role: Role, random: Random): bigint {
  if (role === 'address') return address(random);
  if (role === 'index') return BigInt(random.below(random.oneIn(2) ? 16 : 128));
  if (random.oneIn(3)) return random.pick(EDGES);
  return random.oneIn(2) ? BigInt(random.below(1000)) : random.wide();
}

/** Bytes with floating-point numbers of ordinary size among them. */
function vectors(random: Random, size: number): Uint8Array {
  const bytes = random.bytes(size).slice();
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < size; at += 8) {
    const number = (random.below(2_000_000) - 1_000_000) / 2 ** random.below(24);
    const kind = random.below(4);
    if (kind === 0) view.setFloat64(at, number, true);
    if (kind === 1) {
      view.setFloat32(at, number, true);
      view.setFloat32(at + 4, -number / 3, true);
    }
    if (kind === 2) view.setBigUint64(at, random.pick(EDGES), true);
  }
  return bytes;
}

function memory(random: Random): Uint8Array {
  const bytes = vectors(random, DATA_SIZE);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < DATA_SIZE; at += 8) if (random.oneIn(3)) view.setBigUint64(at, address(random), true);
  return bytes;
}

const MXCSR = [0x1f80, 0x1f80, 0x1f80, 0x9fc0, 0x3f80, 0x7f80];
const SIZES: Readonly<Record<number, number>> = {
  [XFEATURE.SSE]: 256,
  [XFEATURE.AVX]: 256,
  [XFEATURE.OPMASK]: 64,
  [XFEATURE.ZMM_HI256]: 512,
  [XFEATURE.HI16_ZMM]: 1024,
};

/** @param components those that the processor has; x87 stays initial. */
export function caseFor(
  { instructions, bytes }: Sequence,
  random: Random,
  components: readonly number[],
): SequenceCase {
  return {
    code: bytes,
    registers: rolesIn(instructions).map((role) => valueFor(role, random)),
    rflags: 0x202 | (random.next() & STATUS_FLAGS),
    mxcsr: random.pick(MXCSR),
    sections: new Map(
      components.flatMap((component) => {
        const size = SIZES[component];
        return size === undefined ? [] : [[component, vectors(random, size)] as const];
      }),
    ),
    data: memory(random),
  };
}
