/** Arguments and locals of a kernel routine. */
import { isComponentMask } from '../../kernel/routines/mask-locals';
import type { Locals, LocalValue } from '../../kernel/state/routine-frame';
import { componentsIn } from '../../machine/architecture/component';
import { toLinear } from '../../machine/architecture/linear-address';
import type { Item } from './item';
import { decimal, hex, text, type Value } from './value';

const READ_ONLY = 'Locals belong to the kernel’s code: use `without ROUTINE.STEP` to change what it does.';

export function localItems(routine: string, locals: Locals): readonly Item[] {
  return Object.entries(locals).map(([name, value]) => ({
    name,
    value: localValue(value, isComponentMask(routine, name)),
    expression: name,
    readOnly: READ_ONLY,
  }));
}

function localValue(value: LocalValue, isMask: boolean): Value {
  if (typeof value === 'bigint') return hex(BigInt.asUintN(64, value), 64, isMask ? maskNote(value) : '');
  if (typeof value === 'number') {
    const isAddress = value < -4096 && toLinear(BigInt(value)) !== undefined;
    return isAddress ? hex(BigInt.asUintN(64, BigInt(value))) : decimal(value);
  }
  return text(value === null ? 'NULL' : String(value));
}

function maskNote(mask: bigint): string {
  return componentsIn(mask)
    .map(({ id }) => id)
    .join(' ');
}
