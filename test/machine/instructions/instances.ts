/** An instruction of every form in the tables, with the plainest operands, and a processor that is ready for all of them. */

import { CR4 } from '../../../src/machine/architecture/bits';
import { FEATURES } from '../../../src/machine/architecture/feature';
import { GPR } from '../../../src/machine/architecture/gpr';
import { buildTilecfg } from '../../../src/machine/architecture/tilecfg';
import { isConditionalCompare } from '../../../src/machine/assembler/default-flags';
import { formByName, type OperandPattern } from '../../../src/machine/assembler/form';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { SEGMENT } from '../../../src/machine/cpu/effective-address';
import type { Instruction, InstructionRow, Operand, Prefix, RegisterFile } from '../../../src/machine/cpu/instruction';
import { Memory } from '../../../src/machine/cpu/memory';
import { RIGHTS } from '../../../src/machine/cpu/page';
import { INSTRUCTIONS } from '../../../src/machine/instructions';
import { processor } from '../bench-cpu';
import { Random } from '../random';

export const CODE = 0x40_0000;
/** Two pages that can be written, behind them one that can only be read; nothing before or after them. */
export const DATA = 0x50_0000;
export const READ_ONLY = DATA + 0x2000;
export const END = DATA + 0x3000;
export const SPACE = 1;
/** A kernel page. */
export const KERNEL = -0x20_0000;

export interface Instance {
  readonly row: InstructionRow;
  readonly instruction: Instruction;
}

/** RBX, RSI, RDI, RSP and RBP point to memory; operands that are written stay away from them. */
const FREE = [GPR.RAX, GPR.RDX, 8, 9];

const SIZES: Readonly<Partial<Record<RegisterFile, number>>> = {
  xmm: 16,
  ymm: 32,
  zmm: 64,
  k: 8,
  tmm: 1024,
  cr: 8,
  mm: 8,
};

const REPEATED = /^(movs|stos|lods|scas|cmps)[bwdq]$/;

/** All forms of all rows; string instructions also with REP. */
export function allInstances(): Instance[] {
  return INSTRUCTIONS.flatMap((row) =>
    row.forms.flatMap((form) => {
      const plain = instanceOf(row, form);
      const prefixes: Prefix[] = REPEATED.test(row.mnemonic) && plain.instruction.operands.length === 0 ? ['rep'] : [];
      return prefixes.length === 0 ? [plain] : [plain, { row, instruction: { ...plain.instruction, prefixes } }];
    }),
  );
}

/** One form of each row: another one in every turn, until all have had theirs. */
export function formsInTurn(instances: readonly Instance[], turn: number): Instance[] {
  const rows = new Map<InstructionRow, Instance[]>();
  for (const instance of instances) {
    const forms = rows.get(instance.row);
    if (forms) forms.push(instance);
    else rows.set(instance.row, [instance]);
  }
  return [...rows.values()].map((forms) => forms[turn % forms.length]!); // no row is without forms
}

function instanceOf(row: InstructionRow, name: string): Instance {
  const form = formByName(name);
  const operands = (form?.operands ?? []).map(operandOf);
  return {
    row,
    instruction: {
      address: CODE,
      bytes: new Uint8Array(4),
      mnemonic: row.mnemonic,
      operands,
      operandSize: form?.operandSize ?? 0,
      form: name,
      ...(isConditionalCompare(name) && { defaultFlags: 0 }),
    },
  };
}

/** Memory where there is a choice: it gives more reasons to fault. */
function operandOf(pattern: OperandPattern, position: number): Operand {
  const { memory, fixed, file, immediate, constant, branch, addressing, indices, masking, size } = pattern;
  const masked = masking === 'required' ? { mask: 1 } : {};
  if (memory !== undefined) {
    const address = addressing === 'absolute' ? { displacement: DATA } : { base: pointer(GPR.RBX), displacement: 0 };
    const stride = indices ? { file: indices, index: 6, size: SIZES[indices] ?? 0 } : pointer(GPR.RCX);
    const index = addressing === 'sib' ? { index: stride } : {};
    return { kind: 'memory', memory: { ...address, ...index, scale: 1, size: memory }, ...masked };
  }
  if (fixed) return { kind: 'register', register: fixed };
  if (file === 'gpr') return { kind: 'register', register: { file, index: FREE[position] ?? 10, size } };
  if (file === 'segment') return { kind: 'register', register: { file, index: SEGMENT.DS, size } };
  if (file === 'cr') return { kind: 'register', register: { file, index: 4, size: 8 } };
  if (file) return { kind: 'register', register: { file, index: position + 1, size: SIZES[file] ?? size }, ...masked };
  if (immediate !== undefined) return { kind: 'immediate', value: 1n, size };
  if (branch !== undefined) return { kind: 'branch', target: CODE + 64 };
  return { kind: 'immediate', value: constant ?? 1n, size };
}

function pointer(index: number) {
  return { file: 'gpr', index, size: 8 } as const;
}

/** What the instruction tables need that the newest model lacks: adding a feature and its rows is all there is to do. */
const ALL_FEATURES = [...new Set(INSTRUCTIONS.flatMap(({ features }) => features))]
  .filter((feature) => !processor('diamond-rapids').has(feature))
  .map((feature) => `+${FEATURES[feature].flag}`);

/** Everything enabled, at CPL 0, tiles configured, nothing armed, all registers different and pointers in place. */
export function readyCpu(model = 'diamond-rapids', ...flags: string[]): Cpu {
  const memory = new Memory();
  memory.createSpace(SPACE);
  memory.map(SPACE, DATA, READ_ONLY - DATA);
  memory.map(SPACE, READ_ONLY, END - READ_ONLY, RIGHTS.readOnly);
  memory.map(SPACE, KERNEL, 0x1000);
  const cpu = new Cpu(0, processor(model, ...(model === 'diamond-rapids' ? ALL_FEATURES : []), ...flags), memory);
  cpu.addressSpace = SPACE;
  cpu.cr4 |= CR4.OSXSAVE | CR4.PKE | CR4.FSGSBASE;
  cpu.xcr0 = cpu.processor.xcr0Supported;
  cpu.xss = cpu.processor.xssSupported;
  randomise(cpu, 1);
  return cpu;
}

/** Other contents in all registers that hold data, and in memory. */
export function randomise(cpu: Cpu, seed: number): void {
  const random = new Random(seed);
  cpu.zmm.set(random.bytes(cpu.zmm.length));
  cpu.tiles.set(random.bytes(cpu.tiles.length));
  cpu.x87.set(random.bytes(cpu.x87.length));
  for (let index = 0; index < 8; index++) cpu.opmask[index] = random.wide();
  cpu.tilecfg.set(buildTilecfg({ palette: 1, startRow: 0, tiles: Array(8).fill({ rows: 16, colsb: 64 }) }));
  for (let index = 0; index < 32; index++) cpu.gpr[index] = random.wide() & 0xffffn;
  cpu.gpr[GPR.RCX] = 2n;
  cpu.memory.poke(SPACE, DATA, random.bytes(END - DATA));
  pointTo(cpu, BigInt(DATA + 0x800));
}

/** Where memory operands and implicit ones lie from now on. */
export function pointTo(cpu: Cpu, address: bigint): void {
  for (const index of [GPR.RBX, GPR.RSI, GPR.RDI, GPR.RSP, GPR.RBP]) cpu.gpr[index] = BigInt.asUintN(64, address);
}
