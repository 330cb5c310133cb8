/** The x87 FPU (Intel SDM vol. 1, 8.1) and what XSAVE keeps of it. */

import { formatFloat } from '../../language/expressions/format-value';
import { REGISTER_ROWS } from '../../machine/architecture/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Item } from './item';
import { registerItems } from './register';
import { decimal, text } from './value';

const REGISTER_BYTES = 16;
const VALUE_BYTES = 10;
const EXPONENT_BIAS = 16383;
const FRACTION_BITS = 63;

const READ_ONLY = 'x87 registers change with instructions only.';

const ROWS = REGISTER_ROWS.filter(({ group }) => group === 'x87');

export function x87Registers(cpu: Cpu, expression: (register: string) => string): readonly Item[] {
  const top = (cpu.fsw >> 11) & 7;
  const stack = Array.from({ length: 8 }, (_, index): Item => {
    const physical = (top + index) & 7;
    const bytes = cpu.x87.subarray(REGISTER_BYTES * physical, REGISTER_BYTES * physical + VALUE_BYTES);
    const full = (cpu.ftw >> physical) & 1;
    return {
      name: `st${index}`,
      value: text(full ? extendedText(bytes) : 'empty'),
      type: 'f80',
      documentation: `80-bit extended precision, in physical register R${physical}.`,
      readOnly: READ_ONLY,
      contents: () => bytes,
    };
  });
  return [
    ...stack,
    {
      name: 'top',
      value: decimal(top, 3),
      documentation: 'Top of the register stack (FSW bits 13:11).',
      readOnly: READ_ONLY,
    },
    ...registerItems(ROWS, cpu, expression),
  ];
}

/** The nearest double, and the bits, because they do not all fit one. */
function extendedText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, VALUE_BYTES);
  const significand = view.getBigUint64(0, true);
  const signAndExponent = view.getUint16(8, true);
  const sign = signAndExponent & 0x8000 ? -1 : 1;
  const exponent = signAndExponent & 0x7fff;
  const bits = `0x${signAndExponent.toString(16).padStart(4, '0')}_${significand.toString(16).padStart(16, '0')}`;
  if (exponent === 0x7fff) return `${significand << 1n === 1n << 64n ? (sign < 0 ? '-inf' : 'inf') : 'nan'} (${bits})`;
  const value = sign * Number(significand) * 2 ** (exponent - EXPONENT_BIAS - FRACTION_BITS);
  return `${formatFloat(value)} (${bits})`;
}
