/** `kernel vmlinux`: the routines about extended state are the code of a real kernel, all others the model's. */
import { BOOT_ROUTINES } from '../native/routines/boot-routines';
import { FPU_ROUTINES } from '../native/routines/fpu-routines';
import { GUEST_ROUTINES } from '../native/routines/guest-routines';
import type { NativeRow } from '../native/routines/native-routine';
import { REGSET_ROUTINES } from '../native/routines/regset-routines';
import { SWITCH_ROUTINES } from '../native/routines/switch-routine';
import type { Vmlinux } from '../native/vmlinux';
import { routinesOf } from '../routines/of-version';
import type { Policy } from '../routines/policy';
import type { KernelBuild } from '../versions/build';
import { findPolicy } from './index';

export const NATIVE_ROWS: readonly NativeRow[] = [
  ...BOOT_ROUTINES,
  ...FPU_ROUTINES,
  ...SWITCH_ROUTINES,
  ...GUEST_ROUTINES,
  ...REGSET_ROUTINES,
];

const SUMMARY = 'A real kernel: the code of its image is executed for everything about extended state.';

/** What is known of `kernel vmlinux` before its image has been read: all options of `linux` but the image's own. */
export const VMLINUX = {
  name: 'vmlinux',
  summary: SUMMARY,
  options: linuxOptions().filter(({ name }) => name !== 'version'),
  routines: routinesWith(() => true, findPolicy('linux', {})),
  hasFunctions: true,
} as const;

/**
 * @param options of `linux`: what the world decides and not the code, and the version that modelled routines are of.
 * @param build what else modelled routines are of.
 */
export function vmlinuxPolicy(
  vmlinux: Vmlinux,
  options: Readonly<Record<string, string>>,
  build: Partial<KernelBuild> = {},
): Policy {
  const linux = findPolicy('linux', options)?.built?.(build);
  if (!linux) throw new RangeError('there is no policy linux');
  return {
    ...linux,
    name: 'vmlinux',
    summary: SUMMARY,
    routines: routinesWith((name) => vmlinux.find(name) !== undefined, linux),
    hasFunctions: true,
    vmlinux,
  };
}

function linuxOptions(): Policy['options'] {
  return findPolicy('linux', {})?.options ?? [];
}

/** Mainline's routines, with calls of functions in the place of the routines that the image has. */
function routinesWith(has: (name: string) => boolean, linux: Policy | undefined): Policy['routines'] {
  const rows = NATIVE_ROWS.filter(({ needs }) => has(needs)).map(({ routine }) => routine);
  const native = linux ? routinesOf(linux, rows) : [];
  const names = new Set<string>(native.map(({ name }) => name));
  const modelled = linux?.routines ?? [];
  return [...native, ...modelled.filter(({ name }) => !names.has(name))];
}
