/** Which values a register takes, as far as its row says it. What goes beyond that stands with the writing instruction. */
import { toLinear } from '../architecture/linear-address';
import type { Register } from '../architecture/registers';
import { supportedIn } from '../architecture/registers/component-bits';
import { maskOf } from '../architecture/registers/row';
import type { Processor } from '../processor/processor';

export const CANONICAL_ONLY = 'the address is not canonical';

/** Why bits of a value cannot be set; undefined when all are allowed. */
export function reservedBits(value: bigint, allowed: bigint, what = 'reserved'): string | undefined {
  const bits = value & ~allowed;
  return bits === 0n ? undefined : `bits 0x${bits.toString(16)} are ${what}`;
}

/** What the other bits of a mask of components are. */
const NO_COMPONENTS = {
  xcr0: 'no user components here',
  xss: 'no supervisor components here',
  xfd: 'components that XFD cannot disable',
  all: 'no components here',
} as const;

/** Why a register refuses a value on a processor, by its row alone; undefined when it takes it. */
export function rowProblem(row: Register, processor: Processor, value: bigint): string | undefined {
  if (value >> BigInt(row.width)) return `bits 63:${row.width} are reserved`;
  switch (row.kind) {
    case 'address':
      return toLinear(value) === undefined ? CANONICAL_ONLY : undefined;
    case 'components':
      return reservedBits(value, supportedIn(row, processor), NO_COMPONENTS[row.components ?? 'all']);
    case 'flags':
      return flagsProblem(row, processor, value);
    default:
      return undefined;
  }
}

function flagsProblem({ fields = [] }: Register, processor: Processor, value: bigint): string | undefined {
  const named = fields.reduce((mask, field) => mask | maskOf(field), 0n);
  const reserved = reservedBits(value, named);
  if (reserved) return reserved;
  for (const field of fields) {
    const { name, feature } = field;
    if (feature === undefined || !(value & maskOf(field))) continue;
    const needed = [feature].flat();
    if (!needed.some((one) => processor.has(one))) return `${name} cannot be set: CPUID has no ${needed.join(' or ')}`;
  }
  return undefined;
}
