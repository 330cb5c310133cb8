/** What an image must have so that its code can be executed beside the modelled kernel: a table, checked before anything runs. */
import type { ElfProblem } from '../../elf/elf-file';
import type { ByteSource } from '../../elf/image/byte-source';
import { Vmlinux } from './vmlinux';

const SYMBOLS: readonly string[] = [
  'init_task',
  'boot_cpu_data',
  '__per_cpu_offset',
  'this_cpu_off',
  'fpu_kernel_cfg',
  'fpu_user_cfg',
  'init_fpstate',
  'fpu_fpregs_owner_ctx',
  'early_cpu_init',
  'fpu__init_cpu',
  'fpu__init_system',
  'fixup_exception',
  'exc_device_not_available',
  'switch_fpu_return',
  '__switch_to',
];

const MEMBERS: readonly (readonly [struct: string, path: string])[] = [
  ['task_struct', 'thread_info.flags'],
  ['task_struct', 'thread.fpu.fpstate'],
  ['task_struct', 'thread.fpu.__fpstate.regs'],
  ['task_struct', 'thread.fpu.perm'],
  ['signal_struct', 'thread_head'],
  ['fpstate', 'xfd'],
  ['cpuinfo_x86', 'x86_capability'],
  ['alt_instr', 'instr_offset'],
];

/** An image that has everything, or one sentence about what is wrong with it. */
export function readUsable(source: ByteSource): Vmlinux | ElfProblem {
  const read = Vmlinux.read(source);
  const missing = read instanceof Vmlinux ? missingOf(read) : undefined;
  return missing === undefined ? read : { problem: missing };
}

/** One sentence about what the image lacks; undefined where it has everything. */
function missingOf(vmlinux: Vmlinux): string | undefined {
  const lacks = [
    ...SYMBOLS.filter((name) => vmlinux.find(name) === undefined),
    ...MEMBERS.filter(([struct, path]) => !vmlinux.member(struct, path)).map(
      ([struct, path]) => `${path} of struct ${struct}`,
    ),
  ];
  if (lacks.length === 0) return undefined;
  if (hasFunctionsOnly(vmlinux)) {
    return 'It has been stripped of its table of symbols, and its kallsyms names functions only: build it with CONFIG_KALLSYMS_ALL=y, or take the `vmlinux` from before it was stripped.';
  }
  const [first, ...others] = lacks;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `It lacks ${first}${more}: a kernel since 5.16 has it, unless link-time optimization has taken it away.`;
}

function hasFunctionsOnly({ kallsyms }: Vmlinux): boolean {
  return kallsyms.length > 0 && !kallsyms.some(({ name }) => name === SYMBOLS[0]);
}
