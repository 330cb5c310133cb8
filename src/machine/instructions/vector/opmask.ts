/** Instructions on opmask registers (Intel SDM vol. 2, KADD to KXOR): of the lowest 8, 16, 32 or 64 bits; those above become 0. */

import { FLAG } from '../../architecture/bits';
import { XFEATURE } from '../../architecture/component';
import type { Feature } from '../../architecture/feature';
import type { Cpu } from '../../cpu/cpu';
import { compileAddress } from '../../cpu/effective-address';
import type { Instruction, InstructionRow } from '../../cpu/instruction';
import { ENABLING, requireAvx512Enabled } from '../../vector/enabling';
import { NOTHING_WRITTEN, targetWritten } from '../../vector/written';

interface Width {
  readonly letter: string;
  readonly bits: number;
  readonly feature: Feature;
}

const B: Width = { letter: 'b', bits: 8, feature: 'AVX512DQ' };
const W: Width = { letter: 'w', bits: 16, feature: 'AVX512F' };
const D: Width = { letter: 'd', bits: 32, feature: 'AVX512BW' };
const Q: Width = { letter: 'q', bits: 64, feature: 'AVX512BW' };
const WIDTHS = [B, W, D, Q];

type Compute = (a: bigint, b: bigint, bits: number) => bigint;

interface MaskRow {
  readonly mnemonic: string;
  readonly summary: string;
  readonly operation: string;
  readonly feature: Feature;
  readonly forms: readonly string[];
  readonly meaning: (instruction: Instruction) => (cpu: Cpu) => void;
  readonly memory?: boolean;
  /** Flags are all that it writes. */
  readonly noTarget?: boolean;
}

function maskRow({ mnemonic, summary, operation, feature, forms, meaning, memory, noTarget }: MaskRow): InstructionRow {
  const name = mnemonic.toUpperCase();
  return {
    mnemonic,
    summary,
    operation,
    features: [feature],
    components: [XFEATURE.OPMASK],
    exceptions: [
      ...ENABLING.evex,
      ...(memory ? ['#GP(0) or #SS(0) for an address that is not canonical', '#PF for a page fault'] : []),
    ],
    manual: `SDM vol. 2, ${name.slice(0, -1)}`,
    forms,
    written: noTarget ? () => NOTHING_WRITTEN : targetWritten,
    compile: (instruction) => {
      const execute = meaning(instruction);
      return (cpu) => {
        requireAvx512Enabled(cpu, name);
        execute(cpu);
      };
    },
  };
}

function formOf(head: string, letter: string, operands: string): string {
  return `VEX_K${head.slice(1)}${letter}_${operands}`;
}

/** The indices of the register operands, in order; an immediate becomes its value. */
function numbers({ operands }: Instruction): number[] {
  return operands.map((operand) =>
    operand.kind === 'register' ? operand.register.index : operand.kind === 'immediate' ? Number(operand.value) : 0,
  );
}

const LOGIC: readonly [name: string, words: string, compute: Compute][] = [
  ['kadd', 'second + third', (a, b) => a + b],
  ['kand', 'second & third', (a, b) => a & b],
  ['kandn', '~second & third', (a, b) => ~a & b],
  ['kor', 'second | third', (a, b) => a | b],
  ['kxnor', '~(second ^ third)', (a, b) => ~(a ^ b)],
  ['kxor', 'second ^ third', (a, b) => a ^ b],
];

const binaries = LOGIC.flatMap(([name, words, compute]) =>
  WIDTHS.map(({ letter, bits, feature }) =>
    maskRow({
      mnemonic: `${name}${letter}`,
      summary: 'Combine two opmasks',
      operation: `first = ${words}, of ${bits} bits.`,
      feature: name === 'kadd' && letter === 'w' ? 'AVX512DQ' : feature,
      forms: [formOf(name, letter, 'kr_kr_kr')],
      meaning: (instruction) => {
        const [to = 0, a = 0, b = 0] = numbers(instruction);
        return ({ opmask }) => {
          opmask[to] = BigInt.asUintN(bits, compute(opmask[a]!, opmask[b]!, bits)); // operands' registers exist
        };
      },
    }),
  ),
);

const shifts = (['kshiftl', 'kshiftr'] as const).flatMap((name) =>
  WIDTHS.map(({ letter, bits }) =>
    maskRow({
      mnemonic: `${name}${letter}`,
      summary: `Shift an opmask ${name === 'kshiftl' ? 'left' : 'right'}`,
      operation: `first = second shifted by the immediate, of ${bits} bits.`,
      feature: letter === 'b' ? 'AVX512DQ' : letter === 'w' ? 'AVX512F' : 'AVX512BW',
      forms: [formOf(name, letter, 'kr_kr_imm8')],
      meaning: (instruction) => {
        const [to = 0, from = 0, count = 0] = numbers(instruction);
        const by = BigInt(count);
        return ({ opmask }) => {
          const value = BigInt.asUintN(bits, opmask[from]!); // an operand's register exists
          opmask[to] = count >= bits ? 0n : BigInt.asUintN(bits, name === 'kshiftl' ? value << by : value >> by);
        };
      },
    }),
  ),
);

const STATUS_FLAGS = FLAG.CF | FLAG.PF | FLAG.AF | FLAG.ZF | FLAG.SF | FLAG.OF;

/** KORTEST and KTEST: ZF and CF from what two opmasks have; the other status flags become 0. */
function testing(
  name: string,
  words: string,
  { letter, bits }: Width,
  feature: Feature,
  isSet: {
    readonly zf: (a: bigint, b: bigint) => boolean;
    readonly cf: (a: bigint, b: bigint, ones: bigint) => boolean;
  },
): InstructionRow {
  const ones = (1n << BigInt(bits)) - 1n;
  return maskRow({
    mnemonic: `${name}${letter}`,
    summary: 'Test opmasks and set flags',
    operation: `Of ${bits} bits: ${words}. OF, SF, AF and PF become 0.`,
    feature,
    forms: [formOf(name, letter, 'kr_kr')],
    noTarget: true,
    meaning: (instruction) => {
      const [first = 0, second = 0] = numbers(instruction);
      return (cpu) => {
        const [a, b] = [cpu.opmask[first]! & ones, cpu.opmask[second]! & ones]; // operands' registers exist
        const flags = (isSet.zf(a, b) ? FLAG.ZF : 0) | (isSet.cf(a, b, ones) ? FLAG.CF : 0);
        cpu.rflags = (cpu.rflags & ~STATUS_FLAGS) | flags;
      };
    },
  });
}

const tests = WIDTHS.flatMap((width) => [
  testing('kortest', 'ZF = (first | second) is 0, CF = it is all ones', width, width.feature, {
    zf: (a, b) => (a | b) === 0n,
    cf: (a, b, ones) => (a | b) === ones,
  }),
  testing(
    'ktest',
    'ZF = (first & second) is 0, CF = (~first & second) is 0',
    width,
    width.letter === 'w' ? 'AVX512DQ' : width.feature,
    { zf: (a, b) => (a & b) === 0n, cf: (a, b) => (~a & b) === 0n },
  ),
]);

const nots = WIDTHS.map(({ letter, bits, feature }) =>
  maskRow({
    mnemonic: `knot${letter}`,
    summary: 'Complement an opmask',
    operation: `first = ~second, of ${bits} bits.`,
    feature,
    forms: [formOf('knot', letter, 'kr_kr')],
    meaning: (instruction) => {
      const [to = 0, from = 0] = numbers(instruction);
      return ({ opmask }) => {
        opmask[to] = BigInt.asUintN(bits, ~opmask[from]!); // an operand's register exists
      };
    },
  }),
);

const unpacks = (
  [
    ['kunpckbw', 8, 'AVX512F'],
    ['kunpckwd', 16, 'AVX512BW'],
    ['kunpckdq', 32, 'AVX512BW'],
  ] as const
).map(([mnemonic, bits, feature]) =>
  maskRow({
    mnemonic,
    summary: 'Join two opmasks',
    operation: `The low ${bits} bits of first = those of third, the next ${bits} = those of second.`,
    feature,
    forms: [`VEX_K${mnemonic.slice(1)}_kr_kr_kr`],
    meaning: (instruction) => {
      const [to = 0, high = 0, low = 0] = numbers(instruction);
      return ({ opmask }) => {
        const part = (index: number) => BigInt.asUintN(bits, opmask[index]!); // operands' registers exist
        opmask[to] = (part(high) << BigInt(bits)) | part(low);
      };
    },
  }),
);

const moves = WIDTHS.map(({ letter, bits, feature }) => {
  const general = bits === 64 ? 'r64' : 'r32';
  return maskRow({
    mnemonic: `kmov${letter}`,
    summary: 'Move an opmask',
    operation: `first = second, of ${bits} bits; zeros above in a register.`,
    feature,
    forms: [`kr_km${bits}`, `m${bits}_kr`, `kr_${general}`, `${general}_kr`].map((each) =>
      formOf('kmov', letter, each),
    ),
    meaning: (instruction) => compileMove(instruction, bits),
    memory: true,
  });
});

function compileMove({ operands: [target, source] }: Instruction, bits: number): (cpu: Cpu) => void {
  if (target?.kind === 'memory' && source?.kind === 'register') {
    const addressOf = compileAddress(target.memory);
    const from = source.register.index;
    return (cpu) => {
      const value = new Uint8Array(new BigUint64Array([cpu.opmask[from]!]).buffer, 0, bits / 8); // exists
      cpu.memory.write(cpu.access, addressOf(cpu), value);
    };
  }
  if (target?.kind !== 'register') throw new TypeError('KMOV writes a register or memory');
  const to = target.register.index;
  const write = (cpu: Cpu, value: bigint) => {
    (target.register.file === 'k' ? cpu.opmask : cpu.gpr)[to] = BigInt.asUintN(bits, value);
  };
  if (source?.kind === 'memory') {
    const addressOf = compileAddress(source.memory);
    const bytes = new Uint8Array(8);
    const value = new BigUint64Array(bytes.buffer);
    return (cpu) => {
      bytes.fill(0);
      cpu.memory.readInto(cpu.access, addressOf(cpu), bytes, 0, bits / 8);
      write(cpu, value[0]!); // eight bytes
    };
  }
  if (source?.kind !== 'register') throw new TypeError('KMOV reads a register or memory');
  const from = source.register.index;
  if (source.register.file === 'k') return (cpu) => write(cpu, cpu.opmask[from]!); // operands' registers exist
  return (cpu) => write(cpu, cpu.gpr[from]!);
}

export const OPMASK_INSTRUCTIONS: readonly InstructionRow[] = [
  ...binaries,
  ...nots,
  ...shifts,
  ...tests,
  ...unpacks,
  ...moves,
];
