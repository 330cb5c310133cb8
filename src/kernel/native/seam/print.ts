/** `printk` as text (Linux, Documentation/core-api/printk-formats.rst): the conversions that C has, without `%p` extensions. */
import { toLinear } from '../../../machine/architecture/linear-address';
import type { ImageMemory } from '../image-memory';

const CONVERSION = /%([-+ #0]*)(\d*|\*)(?:\.\d+)?(hh|h|ll|l|L|z|t|q)?([diuxXocsp%])/g;
const LONG = new Set(['l', 'll', 'L', 'z', 't', 'q']);
/** In front of a message: SOH, and one character for its level. */
const LEVEL = { mark: '\u0001', size: 2 } as const;

/** @param next the next argument of the function. */
export function formatted(memory: ImageMemory, format: string, next: () => bigint): string {
  const text = format.replace(
    CONVERSION,
    (_all, flags: string, width: string, size: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const columns = width === '*' ? Number(next()) : Number(width);
      return aligned(converted(memory, { flags, kind, isLong: LONG.has(size ?? '') }, next()), flags, columns);
    },
  );
  return (text.startsWith(LEVEL.mark) ? text.slice(LEVEL.size) : text).trimEnd();
}

interface Conversion {
  readonly flags: string;
  readonly kind: string;
  readonly isLong: boolean;
}

function converted(memory: ImageMemory, { flags, kind, isLong }: Conversion, value: bigint): string {
  const bits = isLong ? 64 : 32;
  switch (kind) {
    case 's':
      return memory.text(toLinear(value) ?? 0);
    case 'c':
      return String.fromCharCode(Number(value & 0xffn));
    case 'd':
    case 'i':
      return `${BigInt.asIntN(bits, value)}`;
    case 'u':
      return `${BigInt.asUintN(bits, value)}`;
    case 'o':
      return BigInt.asUintN(bits, value).toString(8);
    case 'p':
      return BigInt.asUintN(64, value).toString(16).padStart(16, '0');
    default: {
      const digits = BigInt.asUintN(bits, value).toString(16);
      return (flags.includes('#') ? '0x' : '') + (kind === 'X' ? digits.toUpperCase() : digits);
    }
  }
}

function aligned(text: string, flags: string, columns: number): string {
  if (flags.includes('-')) return text.padEnd(columns);
  return text.padStart(columns, flags.includes('0') ? '0' : ' ');
}
