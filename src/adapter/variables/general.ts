/** General registers, live on a CPU or saved with a task. */
import { toLinear } from '../../machine/architecture/address';
import { GPR_NAMES } from '../../machine/architecture/gpr';
import type { ProgramSymbol } from '../../world/program/program';
import { memoryReference } from '../protocol/memory-reference';
import { cpuOf, type StateView, type Subject, spaceOf, taskOf } from '../state/state-view';
import { bitsItem } from './bits';
import type { Item } from './item';
import { RFLAGS_BITS } from './register-bits';
import { hex } from './value';

/** As debuggers list them, which is not the order of their encoding. */
const ORDER = ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'rsp', ...GPR_NAMES.slice(8)] as const;

interface Registers {
  readonly gpr: BigUint64Array;
  readonly rip: number;
  readonly rflags: number;
}

export type Symbols = ReadonlyMap<string, ProgramSymbol>;

/** `prefix` is what makes an expression mean this subject: empty, or `A.` for a task that runs on no CPU. */
export function generalRegisters(
  state: StateView,
  subject: Subject,
  symbols: Symbols,
  prefix: string,
): readonly Item[] {
  const registers: Registers | undefined = cpuOf(state, subject) ?? taskOf(state, subject)?.saved;
  if (!registers) return [];
  const space = spaceOf(state, subject);
  const readOnly = cpuOf(state, subject)
    ? undefined
    : 'The task is switched out: switch to it before you change its registers.';
  const setting = (name: string) => ({ expression: `${prefix}${name}`, ...(readOnly ? { readOnly } : {}) });
  const pointer = (value: bigint): Partial<Item> => {
    const address = toLinear(value);
    return address !== undefined && state.memory.isMapped(space, address)
      ? { memory: memoryReference(space, address) }
      : {};
  };
  return [
    ...ORDER.map((name): Item => {
      const value = registers.gpr[GPR_NAMES.indexOf(name)]!; // the names are those of the file
      const note = symbolNote(value, symbols);
      return { name, value: hex(value, 64, note), type: 'u64', ...setting(name), ...pointer(value) };
    }),
    {
      name: 'rip',
      value: hex(BigInt.asUintN(64, BigInt(registers.rip)), 64, symbolNote(BigInt(registers.rip), symbols)),
      type: 'Address of the next step.',
      ...setting('rip'),
      ...pointer(BigInt(registers.rip)),
    },
    bitsItem({
      name: 'rflags',
      value: BigInt(registers.rflags),
      bits: 64,
      fields: RFLAGS_BITS,
      documentation: 'RFLAGS (Intel SDM vol. 1, 3.4.3).',
      ...setting('rflags'),
    }),
  ];
}

/** `<cfg+8>` for an address inside data, `<nm_handler>` at the beginning of code; empty elsewhere. */
export function symbolNote(value: bigint, symbols: Symbols): string {
  for (const symbol of symbols.values()) {
    if (symbol.kind === 'constant') continue;
    const offset = value - BigInt(symbol.address);
    const size = symbol.kind === 'data' ? symbol.bytes.length : 1;
    if (offset >= 0n && offset < BigInt(Math.max(size, 1))) return `<${symbol.name}${offset > 0n ? `+${offset}` : ''}>`;
  }
  return '';
}
