/** ADCX and ADOX, which keep two chains of carries apart, and CRC32 (Intel SDM vol. 2). */
import { FLAG } from '../../architecture/bits';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { withoutDestination } from '../../integer/apx/destination';
import { operandAt } from '../../integer/places';
import { valueReader } from '../../integer/value-source';
import { registerOf } from '../operands';
import { integerRow } from './row';

type Value = ReturnType<typeof valueReader>;

/** The first operand becomes the sum of the last two and of the flag, which is the carry out. No other flag changes. */
function compileAdd(instruction: Instruction, flag: number): Execute {
  const size = instruction.operandSize;
  const { index } = registerOf(instruction, 0);
  const { operands, operand } = withoutDestination(instruction, 2);
  const [first, second] = [operand, operands[1]!].map((each) => valueReader(each, size)) as [Value, Value]; // two of each
  const bits = BigInt(8 * size);
  return (cpu) => {
    const sum = first(cpu) + second(cpu) + (cpu.rflags & flag ? 1n : 0n);
    cpu.gpr[index] = BigInt.asUintN(8 * size, sum);
    cpu.rflags = sum >> bits ? cpu.rflags | flag : cpu.rflags & ~flag;
  };
}

/** 11EDC6F41h with its bits reversed. */
const POLYNOMIAL = 0x82f6_3b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

function compileCrc32(instruction: Instruction): Execute {
  const { index } = registerOf(instruction, 0);
  const size = Number(/_rm(\d+)$/.exec(instruction.form)?.[1]) / 8;
  const second = valueReader(operandAt(instruction, 1), size);
  return (cpu) => {
    let value = second(cpu);
    let sum = Number(BigInt.asUintN(32, cpu.gpr[index]!)); // an operand's register exists
    for (let left = size; left > 0; left--, value >>= 8n)
      sum = (sum >>> 8) ^ TABLE[(sum ^ Number(value & 0xffn)) & 0xff]!; // 256 of them
    cpu.gpr[index] = BigInt(sum >>> 0);
  };
}

function chain(mnemonic: 'adcx' | 'adox', name: 'CF' | 'OF'): InstructionRow {
  const head = `A${mnemonic.slice(1)}`;
  return integerRow({
    mnemonic,
    summary: `Add with ${name} as the carry`,
    operation: `first += second + ${name}; ${name} is the carry out. No other flag changes.`,
    features: ['ADX'],
    forms: [`${head}_r32_rm32`, `${head}_r64_rm64`],
    compile: (instruction) => compileAdd(instruction, FLAG[name]),
  });
}

export const INTEGER_CHECKSUMS: readonly InstructionRow[] = [
  chain('adcx', 'CF'),
  chain('adox', 'OF'),
  integerRow({
    mnemonic: 'crc32',
    summary: 'Accumulate a CRC32',
    operation:
      'first = the checksum in first, with the bytes of second, by the polynomial 0x11edc6f41. Bits 63:32 become 0.',
    features: ['SSE4_2'],
    forms: ['Crc32_r32_rm8', 'Crc32_r32_rm16', 'Crc32_r32_rm32', 'Crc32_r64_rm8', 'Crc32_r64_rm64'],
    compile: compileCrc32,
  }),
];
