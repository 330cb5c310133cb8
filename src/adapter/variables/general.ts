/** General registers, live on a CPU or saved with a task. */
import type { Task } from '../../kernel/state/task';
import { hasBit, XFEATURE } from '../../machine/architecture/component';
import { EXTENDED_GPR_NAMES, GPR_NAMES } from '../../machine/architecture/gpr';
import { fromLinear, toLinear } from '../../machine/architecture/linear-address';
import { REGISTER_ROWS, type Register } from '../../machine/architecture/registers';
import { readRegister } from '../../machine/control/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Processor } from '../../machine/processor/processor';
import { type Symbols, symbolAt } from '../../world/program/symbol-at';
import { memoryReference } from '../protocol/memory-reference';
import { readBuffer } from '../state/buffer-area';
import { cpuOf, type StateView, type Subject, spaceOf, taskOf } from '../state/state-view';
import type { Item } from './item';
import { MadeBefore } from './made-before';
import { registerItem } from './register';
import { hex } from './value';

/** As debuggers list them, which is not the order of their encoding. */
const NAMES = ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'rsp', ...GPR_NAMES.slice(8)] as const;

interface Place {
  readonly name: string;
  readonly number: number;
}

const ORDER: readonly Place[] = NAMES.map((name) => ({
  name,
  number: GPR_NAMES.indexOf(name),
}));

/** R16-R31, which APX adds. */
const EXTENDED: readonly Place[] = EXTENDED_GPR_NAMES.map((name, index) => ({
  name,
  number: GPR_NAMES.length + index,
}));

const MADE = new MadeBefore<Place>();
const POINTERS = new MadeBefore<Register>();

const ROWS = REGISTER_ROWS.filter(({ group }) => group === 'general');

/** `expression` is how a register of this subject is called. */
export function generalRegisters(
  state: StateView,
  subject: Subject,
  symbols: Symbols,
  expression: (register: string) => string,
): readonly Item[] {
  const cpu = cpuOf(state, subject);
  const task = taskOf(state, subject);
  const saved = task?.saved;
  const gpr = cpu?.gpr ?? saved?.gpr;
  const processor = state.cpus[0]?.processor;
  if (!gpr || !processor) return [];
  const space = spaceOf(state, subject);
  const readOnly = cpu ? undefined : 'The task is switched out: switch to it before you change its registers.';
  const pointer = (address: number | undefined): string | undefined =>
    address !== undefined && state.memory.isMapped(space, address) ? memoryReference(space, address) : undefined;
  const extended = cpu ? enabledExtended(cpu) : task && savedExtended(state, processor, task);
  const general = [...ORDER, ...(extended ? EXTENDED : [])].map((register): Item => {
    const { name, number } = register;
    const value = gpr[number] ?? extended?.[number - GPR_NAMES.length] ?? 0n;
    const address = toLinear(value);
    const memory = pointer(address);
    const called = expression(name);
    return MADE.of(register, [value, symbols, called, readOnly, memory], () => ({
      name,
      value: hex(value, 64, symbolNote(address, symbols)),
      type: 'u64',
      expression: called,
      ...(readOnly ? { readOnly } : {}),
      ...(memory ? { memory } : {}),
    }));
  });
  const others = ROWS.flatMap((row): readonly Item[] => {
    const value = cpu ? readRegister(cpu, row) : savedValue(saved, row);
    if (value === undefined) return [];
    const item = registerItem(row, value, processor, { expression: expression(row.name), readOnly });
    if (row.kind !== 'address') return [item];
    const address = toLinear(value);
    const memory = pointer(address);
    return [
      POINTERS.of(row, [item, symbols, memory], () => ({
        ...item,
        value: hex(value, row.width, symbolNote(address, symbols)),
        ...(memory ? { memory } : {}),
      })),
    ];
  });
  return [...general, ...others];
}

/** R16-R31 of a CPU; undefined where they are not enabled. */
function enabledExtended({ xcr0, gpr }: Cpu): BigUint64Array | undefined {
  return hasBit(xcr0, XFEATURE.APX) ? gpr.subarray(GPR_NAMES.length) : undefined;
}

/** R16-R31 of a task that is switched out, which are in its buffer; undefined where that has no room for them. */
function savedExtended(state: StateView, processor: Processor, { fpstate }: Task): BigUint64Array | undefined {
  if (!hasBit(fpstate.xfeatures, XFEATURE.APX)) return undefined;
  const registers = new BigUint64Array(EXTENDED.length);
  const area = readBuffer(state, processor, fpstate);
  const section = area?.components.find(({ component }) => component.index === XFEATURE.APX);
  if (section?.inUse) new Uint8Array(registers.buffer).set(section.bytes.subarray(0, registers.byteLength));
  return registers;
}

/** What a task that is switched out has saved of a register; undefined for one that it shares with others. */
function savedValue(saved: Task['saved'] | undefined, { key }: Register): bigint | undefined {
  const values: Partial<Record<string, unknown>> = { ...saved };
  const value = values[key];
  if (typeof value === 'number') return fromLinear(value);
  return typeof value === 'bigint' ? value : undefined;
}

/** `<cfg+8>` for an address inside data, `<nm_handler>` at the beginning of code; empty elsewhere. */
function symbolNote(address: number | undefined, symbols: Symbols): string {
  const found = address === undefined ? undefined : symbolAt(symbols, address);
  return found ? `<${found.symbol.name}${found.offset > 0 ? `+${found.offset}` : ''}>` : '';
}
