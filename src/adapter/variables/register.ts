/** Registers of the tables as variables: with the names of their bits, what sets them, and why some cannot be set. */
import { fieldsOf, type Register, type SupportedComponents } from '../../machine/architecture/registers';
import { readRegister } from '../../machine/control/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Processor } from '../../machine/processor/processor';
import { bitsItem } from './bits';
import type { Item } from './item';
import { MadeBefore } from './made-before';
import { decimal, hex, type Value } from './value';

export interface RegisterPlace {
  /** What the register is called in an expression. */
  readonly expression: string;
  /** Why it cannot be set here, whatever the register is. */
  readonly readOnly?: string | undefined;
}

/** The registers of a group that a CPU has. */
export function registerItems(
  rows: readonly Register[],
  cpu: Cpu,
  expression: (register: string) => string,
): readonly Item[] {
  const items: Item[] = [];
  for (const row of rows) {
    if (!hasRegister(row, cpu.processor)) continue;
    items.push(registerItem(row, readRegister(cpu, row), cpu.processor, { expression: expression(row.name) }));
  }
  return items;
}

/** Whether the processor has the register. */
export function hasRegister({ feature }: Register, processor: Processor): boolean {
  return feature === undefined || processor.has(feature);
}

const MADE = new MadeBefore<Register>();

export function registerItem(row: Register, value: bigint, processor: SupportedComponents, place: RegisterPlace): Item {
  const inputs = [value, processor, place.expression, place.readOnly];
  return MADE.of(row, inputs, () => newItem(row, value, processor, place));
}

function newItem(row: Register, value: bigint, processor: SupportedComponents, place: RegisterPlace): Item {
  const { name, width } = row;
  const documentation = registerTitle(row);
  const setting = settingOf(row, place);
  const fields = fieldsOf(row, processor, value);
  if (fields.length > 0) return bitsItem({ name, value, bits: width, fields, documentation, ...setting });
  return { name, value: plainValue(row, value), documentation, ...setting };
}

function plainValue({ kind, width, meanings }: Register, value: bigint): Value {
  const meaning = meanings?.[Number(value)];
  const note = meaning && `(${meaning})`;
  return kind === 'count' ? decimal(value, width, note) : hex(value, width, note);
}

function settingOf(
  { write, inExpressions }: Register,
  { expression, readOnly }: RegisterPlace,
): Pick<Item, 'expression' | 'readOnly'> {
  const why = readOnly ?? (typeof write === 'string' ? undefined : write.never);
  if (inExpressions === false) return { readOnly: why ?? 'An instruction of the trace sets it.' };
  return { expression, ...(why ? { readOnly: why } : {}) };
}

/** `IA32_XFD (MSR 0x1c4): an instruction that needs one of these components raises #NM (SDM vol. 1, 13.14).` */
function registerTitle({ title, msr, documentation, manual }: Register): string {
  const number = msr === undefined ? '' : ` (MSR 0x${msr.toString(16)})`;
  return `${title}${number}: ${documentation} ${manual}.`;
}
