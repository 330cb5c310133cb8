/** `current` of a kernel's code: a macro, which no debugging information has, for the task of the CPU. */
import { AT, TAG } from '../../elf/dwarf/constants';
import type { CType } from '../../elf/dwarf/types/types';
import type { Unit } from '../../elf/dwarf/unit';
import { toLinear } from '../../machine/architecture/linear-address';
import { type CObject, objectIn } from './c-object';
import type { CompiledFrame } from './compiled-frame';
import type { FrameMachine } from './frame-variables';

/** A variable of each CPU until 6.1 and again since 6.15, and between the first member of another one. */
const VARIABLES: readonly string[] = ['current_task', 'pcpu_hot'];
const STRUCT = 'task_struct';
const POINTER_BYTES = 8;

/** Where each unit describes `struct task_struct`, in `.debug_info`. */
const known = new WeakMap<Unit, number | undefined>();

/** Undefined where the frame is no kernel's, or its file does not know the structure. */
export function currentTask({ compiled, physical }: CompiledFrame, machine: FrameMachine): CObject | undefined {
  const { info, symbols, isKernel, bias } = compiled;
  const variable = isKernel && VARIABLES.flatMap((name) => symbols.named(name) ?? [])[0];
  const unit = info.unitAt(physical.within - bias);
  const offset = unit && placeOfStruct(unit);
  if (!variable || offset === undefined) return undefined;
  const type = info.attempt<CType | undefined>(() => info.types.at(offset), undefined);
  const address = pointerAt(machine, machine.gsBase + BigInt(variable.address));
  if (!type || address === undefined) return undefined;
  return objectIn(type, { kind: 'memory', address }, { peek: machine.peek, register: () => undefined });
}

function placeOfStruct(unit: Unit): number | undefined {
  if (!known.has(unit)) {
    const entry = unit.entries.find(
      (each) => each.tag === TAG.structure_type && each.has(AT.byte_size) && each.text(AT.name) === STRUCT,
    );
    known.set(unit, entry?.offset);
  }
  return known.get(unit);
}

function pointerAt({ peek }: FrameMachine, place: bigint): bigint | undefined {
  const at = toLinear(BigInt.asUintN(64, place));
  const bytes = at === undefined ? undefined : peek(at, POINTER_BYTES);
  if (bytes?.length !== POINTER_BYTES) return undefined;
  return new DataView(bytes.slice().buffer).getBigUint64(0, true);
}
