/** General registers, live on a CPU or saved with a task. */
import type { Task } from '../../kernel/state/task';
import { GPR_NAMES } from '../../machine/architecture/gpr';
import { fromLinear, toLinear } from '../../machine/architecture/linear-address';
import { REGISTER_ROWS, type Register } from '../../machine/architecture/registers';
import { readRegister } from '../../machine/control/registers';
import { type Symbols, symbolAt } from '../../world/program/symbol-at';
import { memoryReference } from '../protocol/memory-reference';
import { cpuOf, type StateView, type Subject, spaceOf, taskOf } from '../state/state-view';
import type { Item } from './item';
import { registerItem } from './register';
import { hex } from './value';

/** As debuggers list them, which is not the order of their encoding. */
const ORDER = ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'rsp', ...GPR_NAMES.slice(8)] as const;

const ROWS = REGISTER_ROWS.filter(({ group }) => group === 'general');

/** `expression` is how a register of this subject is called. */
export function generalRegisters(
  state: StateView,
  subject: Subject,
  symbols: Symbols,
  expression: (register: string) => string,
): readonly Item[] {
  const cpu = cpuOf(state, subject);
  const saved = taskOf(state, subject)?.saved;
  const gpr = cpu?.gpr ?? saved?.gpr;
  const processor = state.cpus[0]?.processor;
  if (!gpr || !processor) return [];
  const space = spaceOf(state, subject);
  const readOnly = cpu ? undefined : 'The task is switched out: switch to it before you change its registers.';
  const pointer = (value: bigint): Partial<Item> => {
    const address = toLinear(value);
    return address !== undefined && state.memory.isMapped(space, address)
      ? { memory: memoryReference(space, address) }
      : {};
  };
  const general = ORDER.map((name): Item => {
    const value = gpr[GPR_NAMES.indexOf(name)]!; // the names are those of the file
    const setting = { expression: expression(name), ...(readOnly ? { readOnly } : {}) };
    return { name, value: hex(value, 64, symbolNote(value, symbols)), type: 'u64', ...setting, ...pointer(value) };
  });
  const others = ROWS.flatMap((row): readonly Item[] => {
    const value = cpu ? readRegister(cpu, row) : savedValue(saved, row);
    if (value === undefined) return [];
    const item = registerItem(row, value, processor, { expression: expression(row.name), readOnly });
    if (row.kind !== 'address') return [item];
    return [
      { ...item, value: hex(value, row.width, symbolNote(BigInt.asIntN(64, value), symbols)), ...pointer(value) },
    ];
  });
  return [...general, ...others];
}

/** What a task that is switched out has saved of a register; undefined for one that it shares with others. */
function savedValue(saved: Task['saved'] | undefined, { key }: Register): bigint | undefined {
  const values: Partial<Record<string, unknown>> = { ...saved };
  const value = values[key];
  if (typeof value === 'number') return fromLinear(value);
  return typeof value === 'bigint' ? value : undefined;
}

/** `<cfg+8>` for an address inside data, `<nm_handler>` at the beginning of code; empty elsewhere. */
function symbolNote(value: bigint, symbols: Symbols): string {
  const address = toLinear(value);
  const found = address === undefined ? undefined : symbolAt(symbols, address);
  return found ? `<${found.symbol.name}${found.offset > 0 ? `+${found.offset}` : ''}>` : '';
}
