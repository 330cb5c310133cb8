/** Arguments and variables of a kernel routine, as expressions see them. Locals belong to the kernel's code: nobody sets a local. */
import type { Locals, LocalValue } from '../../kernel/state/routine-frame';
import type { Reference } from '../../language/vocabulary/value';
import { ownValue } from '../../machine/table';

/** Undefined where the routine has no such variable, or not yet. */
export function localReference(locals: Locals | undefined, name: string): Reference | undefined {
  const value = locals && ownValue(locals, name);
  return value === undefined ? undefined : referenceTo(value);
}

/** As in C: NULL and false are 0, true is 1. Tasks and strings are their names. */
function referenceTo(value: LocalValue): Reference {
  switch (typeof value) {
    case 'bigint':
      return { type: 'mask', value: BigInt.asUintN(64, value) };
    case 'number':
      return Number.isInteger(value) ? { type: 'i64', value: BigInt(value) } : { type: 'f64', value };
    case 'boolean':
      return { type: 'bool', value: value ? 1n : 0n };
    case 'string':
      return { type: 'string', value };
    default:
      return { type: 'pointer', value: 0n };
  }
}
