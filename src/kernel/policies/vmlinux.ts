/** `kernel vmlinux`: the routines about extended state are the code of a real kernel, all others the model's. */
import { BOOT_ROUTINES } from '../native/routines/boot-routines';
import { FPU_ROUTINES } from '../native/routines/fpu-routines';
import type { NativeRow } from '../native/routines/native-routine';
import { SWITCH_ROUTINES } from '../native/routines/switch-routine';
import type { Vmlinux } from '../native/vmlinux';
import type { Policy } from '../routines/policy';
import { findPolicy } from './index';

export const NATIVE_ROWS: readonly NativeRow[] = [...BOOT_ROUTINES, ...FPU_ROUTINES, ...SWITCH_ROUTINES];

/** @param options of `linux`: what the world decides and not the code, and the version that modelled routines are of. */
export function vmlinuxPolicy(vmlinux: Vmlinux, options: Readonly<Record<string, string>>): Policy {
  const linux = findPolicy('linux', options);
  if (!linux) throw new RangeError('there is no policy linux');
  const native = NATIVE_ROWS.filter(({ needs }) => vmlinux.find(needs) !== undefined).map(({ routine }) => routine);
  const names = new Set<string>(native.map(({ name }) => name));
  const { guest: _guest, ...entries } = linux.entries;
  return {
    ...linux,
    name: 'vmlinux',
    summary: 'A real kernel: the code of its image is executed for everything about extended state.',
    routines: [...native, ...linux.routines.filter(({ name }) => !names.has(name))],
    entries,
    vmlinux,
  };
}
