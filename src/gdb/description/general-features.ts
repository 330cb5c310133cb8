/** The registers that every x86-64 description has, with the names and in the order of gdb's own (gdb/features/i386). */
import { GPR } from '../../machine/architecture/gpr';
import type { Cpu } from '../../machine/cpu/cpu';
import { SEGMENT } from '../../machine/cpu/effective-address';
import { readSelector } from '../../machine/cpu/selectors';
import { topOfStack } from '../../machine/x87/status';
import { bytesRow, flagsType, numberRow, type RegisterFeature, type RegisterRow } from './register-row';
import { VECTOR_TYPES } from './vector-types';

const GENERAL: readonly (readonly [name: string, index: number])[] = [
  ['rax', GPR.RAX],
  ['rbx', GPR.RBX],
  ['rcx', GPR.RCX],
  ['rdx', GPR.RDX],
  ['rsi', GPR.RSI],
  ['rdi', GPR.RDI],
  ['rbp', GPR.RBP],
  ['rsp', GPR.RSP],
  ...Array.from({ length: 8 }, (_, index): [string, number] => [`r${index + 8}`, index + 8]),
];

const POINTERS: ReadonlySet<string> = new Set(['rbp', 'rsp']);

const general = GENERAL.map(([name, index]) => {
  const type = POINTERS.has(name) ? 'data_ptr' : 'int64';
  return numberRow(name, 64, { type }, (cpu) => cpu.gpr[index] ?? 0n, name);
});

const SELECTORS = ['cs', 'ss', 'ds', 'es', 'fs', 'gs'] as const;
const SEGMENTS = { cs: SEGMENT.CS, ss: SEGMENT.SS, ds: SEGMENT.DS, es: SEGMENT.ES, fs: SEGMENT.FS, gs: SEGMENT.GS };

const selectors = SELECTORS.map((name) =>
  numberRow(name, 32, { type: 'int32' }, (cpu) => readSelector(cpu, SEGMENTS[name])),
);

/** ST(i): ten bytes of a physical register that is counted from the top of the stack. */
const stack = Array.from({ length: 8 }, (_, index) =>
  bytesRow(`st${index}`, 80, { type: 'i387_ext' }, (cpu) => physical(cpu, (topOfStack(cpu) + index) % 8)),
);

function physical(cpu: Cpu, index: number): Uint8Array {
  return cpu.x87.subarray(16 * index, 16 * index + 10);
}

/** Two bits for each physical register: valid, zero, special, empty (SDM vol. 1, 8.1.7). */
function tagWord(cpu: Cpu): number {
  const tags = Array.from({ length: 8 }, (_, index) => (cpu.ftw & (1 << index) ? tagOf(physical(cpu, index)) : EMPTY));
  return tags.reduceRight((word, tag) => (word << 2) | tag, 0);
}

const [VALID, ZERO, SPECIAL, EMPTY] = [0, 1, 2, 3];

function tagOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 10);
  const significand = view.getBigUint64(0, true);
  const exponent = view.getUint16(8, true) & 0x7fff;
  if (exponent === 0 && significand === 0n) return ZERO;
  const isNormal = exponent !== 0 && exponent !== 0x7fff && significand >> 63n === 1n;
  return isNormal ? VALID : SPECIAL;
}

const float = (name: string, read: (cpu: Cpu) => bigint | number, target?: string): RegisterRow =>
  numberRow(name, 32, { type: 'int', group: 'float' }, read, target);

const control: readonly RegisterRow[] = [
  float('fctrl', ({ fcw }) => fcw, 'fcw'),
  float('fstat', ({ fsw }) => fsw, 'fsw'),
  float('ftag', tagWord),
  float('fiseg', ({ fcs }) => fcs),
  float('fioff', ({ fip }) => fip & 0xffff_ffffn),
  float('foseg', ({ fds }) => fds),
  float('fooff', ({ fdp }) => fdp & 0xffff_ffffn),
  float('fop', ({ fop }) => fop),
];

const FLAG_BITS = [
  ['CF', 0],
  ['', 1],
  ['PF', 2],
  ['AF', 4],
  ['ZF', 6],
  ['SF', 7],
  ['TF', 8],
  ['IF', 9],
  ['DF', 10],
  ['OF', 11],
  ['NT', 14],
  ['RF', 16],
  ['VM', 17],
  ['AC', 18],
  ['VIF', 19],
  ['VIP', 20],
  ['ID', 21],
] as const;

const MXCSR_BITS = [
  ['IE', 0],
  ['DE', 1],
  ['ZE', 2],
  ['OE', 3],
  ['UE', 4],
  ['PE', 5],
  ['DAZ', 6],
  ['IM', 7],
  ['DM', 8],
  ['ZM', 9],
  ['OM', 10],
  ['UM', 11],
  ['PM', 12],
  ['FZ', 15],
] as const;

const named = (bits: readonly (readonly [name: string, bit: number])[]) => bits.map(([name, bit]) => ({ name, bit }));

const always = (): boolean => true;

/** No system call is under way where a task stands still. */
const NO_CALL = -1n;

export const GENERAL_FEATURES: readonly RegisterFeature[] = [
  {
    name: 'org.gnu.gdb.i386.core',
    types: [flagsType('i386_eflags', 4, named(FLAG_BITS))],
    registers: [
      ...general,
      numberRow('rip', 64, { type: 'code_ptr' }, ({ rip }) => rip, 'rip'),
      numberRow('eflags', 32, { type: 'i386_eflags' }, ({ rflags }) => rflags, 'rflags'),
      ...selectors,
      ...stack,
      ...control,
    ],
    isIn: always,
  },
  {
    name: 'org.gnu.gdb.i386.sse',
    types: [...VECTOR_TYPES, flagsType('i386_mxcsr', 4, named(MXCSR_BITS))],
    registers: [
      ...Array.from({ length: 16 }, (_, index) =>
        bytesRow(
          `xmm${index}`,
          128,
          { type: 'vec128' },
          ({ zmm }) => zmm.subarray(64 * index, 64 * index + 16),
          (lane) => `zmm${index}.u64[${lane}]`,
        ),
      ),
      numberRow('mxcsr', 32, { type: 'i386_mxcsr', group: 'vector' }, ({ mxcsr }) => mxcsr, 'mxcsr'),
    ],
    isIn: always,
  },
  {
    name: 'org.gnu.gdb.i386.linux',
    types: [],
    registers: [numberRow('orig_rax', 64, { type: 'int' }, () => NO_CALL)],
    isIn: always,
  },
  {
    name: 'org.gnu.gdb.i386.segments',
    types: [],
    registers: [
      numberRow('fs_base', 64, { type: 'int' }, ({ fsBase }) => fsBase, 'fs_base'),
      numberRow('gs_base', 64, { type: 'int' }, ({ gsBase }) => gsBase, 'gs_base'),
    ],
    isIn: always,
  },
];
