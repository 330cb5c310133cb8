/** Comparisons of strings by every control byte, held to the processor under the tests. */
import assert from 'node:assert/strict';
import { CR4 } from '../../../src/machine/architecture/bits';
import { assemble } from '../../../src/machine/assembler/assemble';
import { Cpu } from '../../../src/machine/cpu/cpu';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { Memory } from '../../../src/machine/cpu/memory';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { STRING_COMPARES } from '../../../src/machine/instructions/vector/string-compare';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { needs } from '../../host/needs';
import {
  CODE,
  DATA,
  DATA_WINDOW,
  type IntegerProcessor,
  integerProcessor,
  type NativeCase,
  WINDOW_SIZE,
} from '../integer/integer-native';
import { Random } from '../random';

const processor = new Processor(DEFAULT_MODEL);
const SPACE = 1;
const [RAX, RCX, RDX, RBX] = [0, 1, 2, 3] as const;
const CONTROLS = 128;
/** Where XMM0 goes. */
const RESULT = 32;

const register = (name: string): AssemblerOperand => ({ kind: 'register', register: registerByName(name)! }); // exists
const memory = (displacement: number): AssemblerOperand => ({
  kind: 'memory',
  base: registerByName('rbx')!, // exists
  scale: 1,
  displacement,
});

interface Trial extends NativeCase {
  readonly instructions: readonly Instruction[];
}

/** Few letters, so that strings are alike, and zeros among them. */
function text(random: Random): Uint8Array {
  const letters = random.pick([
    [0, 1, 2],
    [1, 2, 3, 4],
    [0x7f, 0x80, 0xff, 1],
    [0, 1],
  ]);
  return Uint8Array.from({ length: 16 }, () => random.pick(letters));
}

function trial(mnemonic: string, control: number, random: Random): Trial {
  const second = random.below(2) === 0 ? register('xmm2') : memory(17);
  const lines: readonly (readonly [string, readonly AssemblerOperand[]])[] = [
    ['movdqu', [register('xmm1'), memory(0)]],
    ['movdqu', [register('xmm2'), memory(17)]],
    [mnemonic, [register('xmm1'), second, { kind: 'immediate', value: BigInt(control) }]],
    ['movdqu', [memory(RESULT + 2), register('xmm0')]],
  ];
  const instructions: Instruction[] = [];
  let address = CODE;
  for (const [name, operands] of lines) {
    const made = assemble(name, [], operands, address);
    assert.ok(!isAssemblyError(made), name);
    instructions.push(made.instruction);
    address += made.bytes.length;
  }
  const data = new Uint8Array(WINDOW_SIZE);
  data.set(text(random), 0);
  data.set(random.below(3) === 0 ? data.slice(0, 16) : text(random), 17);
  const length = () => BigInt.asUintN(64, random.pick([0n, 3n, 8n, 9n, 16n, 40n, -2n, -8n, 0x1_0000_0003n, 1n << 63n]));
  const registers = Array.from({ length: 16 }, () => 0n);
  registers[RAX] = length();
  registers[RDX] = length();
  registers[RCX] = 0xffff_ffff_ffff_ffffn;
  registers[RBX] = BigInt(DATA_WINDOW);
  registers[4] = BigInt(DATA + 0x1800 + 64);
  const rflags = random.pick([0x202, 0x202 | STATUS_FLAGS]);
  const code = Uint8Array.from(instructions.flatMap(({ bytes }) => [...bytes]));
  return { registers, rflags, data, stack: new Uint8Array(WINDOW_SIZE), code, instructions };
}

interface Seen {
  readonly rcx: bigint;
  readonly flags: number;
  readonly xmm0: string;
}

function runHere({ registers, rflags, data, instructions }: Trial, isMask: boolean): Seen {
  const pages = new Memory();
  pages.createSpace(SPACE);
  pages.map(SPACE, DATA, 0x2000);
  pages.poke(SPACE, DATA_WINDOW, data);
  const cpu = new Cpu(0, processor, pages);
  cpu.addressSpace = SPACE;
  cpu.cr4 |= CR4.OSXSAVE | CR4.OSFXSR;
  cpu.xcr0 = processor.xcr0Supported;
  for (const [index, value] of registers.entries()) cpu.gpr[index] = value;
  cpu.rflags = rflags;
  for (const instruction of instructions) compileInstruction(instruction, processor)(cpu);
  return seen(cpu.gpr[RCX]!, cpu.rflags, pages.peek(SPACE, DATA_WINDOW, WINDOW_SIZE)!, isMask); // both are there
}

/** XMM0 is that of the harness where the instruction does not write it. */
function seen(rcx: bigint, rflags: number, data: Uint8Array, isMask: boolean): Seen {
  const xmm0 = isMask ? Buffer.from(data.slice(RESULT + 2, RESULT + 18)).toString('hex') : '';
  return { rcx, flags: rflags & STATUS_FLAGS, xmm0 };
}

describe('comparisons of strings', function () {
  this.timeout(0);
  let native: IntegerProcessor;

  before(function () {
    native = needs(this, integerProcessor());
  });

  for (const { mnemonic } of STRING_COMPARES) {
    it(`do what the processor does, by every control byte: ${mnemonic}`, function () {
      if (mnemonic.startsWith('v') && !native.host.has('AVX')) return this.skip();
      const random = new Random(mnemonic.length);
      const trials = Array.from({ length: 8 * CONTROLS }, (_, at) => trial(mnemonic, at % CONTROLS, random));
      const isMask = /strmq?$/.test(mnemonic);
      for (const [index, { registers, rflags, data }] of native.run(trials).entries()) {
        const one = trials[index]!; // one a result
        const which = `${Buffer.from(one.code).toString('hex')} ${Buffer.from(one.data).toString('hex')} ${one.registers}`;
        assert.deepEqual(runHere(one, isMask), seen(registers[RCX]!, rflags, data, isMask), which); // sixteen
      }
    });
  }
});
