/** What two processors differ in: general and control registers, then each component of the extended state. */
import { COMPONENTS, hasBit, XFEATURE } from '../../machine/architecture/component';
import { GPR_NAMES } from '../../machine/architecture/gpr';
import { fieldsOf, namesOfSet, REGISTER_ROWS, type Register } from '../../machine/architecture/registers';
import { readRegister } from '../../machine/control/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import { componentImage } from '../../machine/xstate/component-state';
import { type Difference, field, group, hexValue } from './difference';
import { sectionDifference } from './section-difference';

/** Registers of a component are told with the component. */
const OF_COMPONENTS: ReadonlySet<string> = new Set(['pkru', 'fcw', 'fsw', 'ftw', 'fop', 'fip', 'fdp']);

export function registersDifference(before: Cpu, after: Cpu): readonly Difference[] {
  const rows = (groups: readonly Register['group'][]) =>
    REGISTER_ROWS.filter(({ name, group }) => groups.includes(group) && !OF_COMPONENTS.has(name)).flatMap((row) =>
      field(row.name, registerText(before, row), registerText(after, row)),
    );
  const general = GPR_NAMES.flatMap((name, index) => field(name, gpr(before, index), gpr(after, index)));
  return [
    ...group('general registers', [...general, ...rows(['general'])]),
    ...group('control and status', rows(['control', 'vector', 'x87'])),
    ...COMPONENTS.flatMap(({ index, id }) => {
      if (!isThere(before, index) && !isThere(after, index)) return [];
      return group(id, sectionDifference(index, componentImage(before, index), componentImage(after, index)));
    }),
  ];
}

function gpr({ gpr }: Cpu, index: number): string {
  return hexValue(gpr[index] ?? 0n);
}

/** `0x60000 XTILECFG XTILEDATA`. */
function registerText(cpu: Cpu, row: Register): string {
  const value = readRegister(cpu, row);
  const names = namesOfSet(fieldsOf(row, cpu.processor, value), value);
  return [hexValue(value), ...names].join(' ');
}

function isThere({ processor }: Cpu, component: number): boolean {
  const { xcr0Supported, xssSupported } = processor;
  return component === XFEATURE.X87 || component === XFEATURE.SSE || hasBit(xcr0Supported | xssSupported, component);
}
