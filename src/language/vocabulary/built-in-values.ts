/**
 * The names that expressions know without a declaration (docs/language.md, "Expressions"): one table for checks,
 * completion, hover and the documentation. What they stand for while a trace runs is the world's business.
 */
import { COMPONENTS } from '../../machine/architecture/component';
import { DATA_TYPE_ROWS } from '../syntax/data-type';
import { array, group, type NamedValue, scalar, type ValueShape } from './value-shape';
import { REGISTER_VALUES } from './values-registers';

export { describeShape, type NamedValue, type ValueShape } from './value-shape';

type Row = readonly [name: string, type: string, documentation: string];

const named = ([name, type, documentation]: Row): NamedValue => ({ name, shape: scalar(type), documentation });

const COUNTERS: readonly Row[] = [
  ['allocs', 'count', 'Buffers that the kernel has allocated since the start.'],
  ['frees', 'count', 'Buffers that the kernel has freed since the start.'],
  ['buffer_bytes', 'count', 'Bytes of the allocated buffers that exist now.'],
  ['xfd_writes', 'count', 'Writes of IA32_XFD by the kernel since the start.'],
  ['nm', 'count', '#NM exceptions since the start.'],
];

const KERNEL: readonly Row[] = [
  ...COUNTERS,
  [
    'minsigstksz',
    'count',
    'AT_MINSIGSTKSZ of the auxiliary vector: bytes of the largest signal frame; 0 for kernels that do not tell.',
  ],
];

/** What the kernel keeps of each CPU. */
const KERNEL_CPU: readonly Row[] = [
  ['fpregs_owner', 'string', '`fpu_fpregs_owner_ctx`: the task whose state its registers hold; empty for none.'],
  ['xfd_state', 'mask', '`xfd_state`: what the kernel takes IA32_XFD to be there.'],
];

const LAST: readonly Row[] = [
  ['exception', 'string', 'The exception of the step just done, as "#NM"; empty without one.'],
  ['result', 'i64', 'The result of the system call or instruction just done.'],
  [
    'xfd_err',
    'mask',
    'What IA32_XFD_ERR got by the last #NM: 0 before the first, and after one that IA32_XFD did not raise.',
  ],
];

const FPSTATE: readonly Row[] = [
  ['size', 'count', 'Bytes of the context-switch buffer, in compacted format.'],
  ['user_size', 'count', 'Bytes of the image that signal frames and ptrace show, in standard format.'],
  ['xfeatures', 'mask', 'The components that the buffer has room for.'],
  ['user_xfeatures', 'mask', 'Those of them that user space sees.'],
  ['address', 'address', 'Where the buffer lies in kernel memory.'],
  ['xstate_bv', 'mask', "XSTATE_BV of the buffer's header: the components saved there that are not initial."],
  ['xcomp_bv', 'mask', "XCOMP_BV of the buffer's header: the components that have a place; bit 63 marks the format."],
];

const NOTE: ValueShape = group(
  [
    ['address', 'address', 'Where its bytes lie in kernel memory; 0 without one.'] as const,
    ['size', 'count', 'Bytes of the note; 0 without one.'] as const,
  ].map(named),
);

const TASK: readonly NamedValue[] = [
  {
    name: 'state',
    shape: { type: 'string', texts: ['running', 'ready', 'stopped', 'waiting', 'exited', 'killed'] },
    documentation: '"running", "ready", "stopped" (by ptrace), "waiting" (in vfork), "exited" or "killed".',
  },
  named(['cpu', 'i64', 'The CPU that the task runs on; -1 when it does not run.']),
  named(['pid', 'count', "The task's ID, as kill takes it."]),
  named(['pending', 'signals', 'The signals that wait for the task or its process: bit N - 1 for signal N.']),
  named(['blocked', 'signals', 'The signals that the task blocks: bit N - 1 for signal N.']),
  named(['signal', 'string', 'The signal that killed the task, as "SIGILL"; empty without one.']),
  named([
    'exit_code',
    'i64',
    'How its process ended, as a shell gives it: 128 and the signal where one killed it; -1 before.',
  ]),
  named(['output', 'string', 'What the program and its children have written to standard output and error (`exec`).']),
  named(['perm', 'mask', 'The components that its process has the permission to use.']),
  named(['xfd', 'mask', 'What IA32_XFD holds while the task runs.']),
  named([
    'need_fpu_load',
    'count',
    "TIF_NEED_FPU_LOAD: 1 while the registers hold someone else's state, and the buffer has the task's.",
  ]),
  named(['last_cpu', 'i64', '`fpu.last_cpu`: the CPU whose registers may still hold its state; -1 for none.']),
  { name: 'fpstate', shape: group(FPSTATE.map(named)), documentation: "The task's context-switch buffer." },
  {
    name: 'sigaltstack',
    shape: group([
      named(['size', 'count', 'Bytes of the alternate signal stack; 0 without one.']),
      named(['address', 'address', 'Where the alternate signal stack begins, its lowest address.']),
    ]),
    documentation: 'The alternate signal stack.',
  },
  {
    name: 'guest',
    shape: group(
      (
        [
          ['size', 'count', 'Bytes of the area that its registers are kept in; 0 without a virtual CPU.'],
          ['xfeatures', 'mask', 'The components that the area has room for.'],
          ['xstate_bv', 'mask', "XSTATE_BV of the area's header."],
          ['xfd', 'mask', 'IA32_XFD of the guest, as the kernel knows it.'],
          ['xfd_err', 'mask', 'IA32_XFD_ERR of the guest, while the guest does not run.'],
          ['xcr0', 'mask', 'XCR0 of the guest.'],
          ['xss', 'mask', 'IA32_XSS of the guest.'],
          ['pkru', 'mask', 'PKRU of the guest, while the guest does not run.'],
          ['image_size', 'count', 'Bytes of the image that KVM_GET_XSAVE2 gives.'],
          ['perm', 'mask', 'The components that guests of its process may use; bit 63: no longer open to requests.'],
        ] as const
      ).map(named),
    ),
    documentation: 'The virtual CPU that the task runs.',
  },
  {
    name: 'core',
    shape: group([
      {
        name: 'xstate',
        shape: NOTE,
        documentation: 'NT_X86_XSTATE: the task’s registers as an image in standard format.',
      },
      { name: 'layout', shape: NOTE, documentation: 'NT_X86_XSAVE_LAYOUT: 16 bytes for each component (since 6.12).' },
    ]),
    documentation: 'What the core file of a process that died of a signal says about the task.',
  },
];

const TASK_NAMES = new Set(TASK.map(({ name }) => name));

/** What a task's name stands for: its own members, and its registers, live or saved. */
export const TASK_SHAPE: ValueShape = group(
  [...TASK, ...REGISTER_VALUES.filter(({ name }) => !TASK_NAMES.has(name))],
  'string',
);

const MEMORY: readonly NamedValue[] = DATA_TYPE_ROWS.map(({ name, documentation }) => ({
  name,
  shape: array(scalar(name)),
  documentation: `Memory at an address in the current address space: \`${name}[rsi + 8]\`. ${documentation}`,
}));

const MASKS: readonly NamedValue[] = COMPONENTS.map(({ id, index, title, size, kind, documentation }) => ({
  name: id,
  shape: scalar('mask'),
  documentation: `0x${(1n << BigInt(index)).toString(16)}: the mask of component ${index}, ${title}. ${documentation} ${size} bytes in an XSAVE area; ${
    kind === 'user' ? 'XCR0' : 'IA32_XSS'
  } enables it.`,
}));

export const VALUES: readonly NamedValue[] = [
  ...REGISTER_VALUES,
  {
    name: 'cpu',
    shape: { type: 'count', element: group([...REGISTER_VALUES, ...KERNEL_CPU.map(named)]) },
    documentation:
      'The number of the current CPU; `cpu[1].xfd` is a register of another, `cpu[1].fpregs_owner` what the kernel keeps of it.',
  },
  {
    name: 'kernel',
    shape: group(KERNEL.map(named)),
    documentation: 'Counters of the kernel, and what it tells programs.',
  },
  { name: 'last', shape: group(LAST.map(named)), documentation: 'What the step just done did.' },
  ...MASKS,
  ...MEMORY,
];

const byName: ReadonlyMap<string, NamedValue> = new Map(VALUES.map((value) => [value.name, value]));
const REGISTER_NAMES: ReadonlySet<string> = new Set(REGISTER_VALUES.map(({ name }) => name));

/** The built-in name; registers in any case. */
export function builtInValue(name: string): NamedValue | undefined {
  return byName.get(name) ?? registerValue(name);
}

function registerValue(name: string): NamedValue | undefined {
  const lower = name.toLowerCase();
  return REGISTER_NAMES.has(lower) ? byName.get(lower) : undefined;
}

/** The member of a shape; registers, which `cpu[N]` and tasks have, in any case. */
export function memberOf(shape: ValueShape, name: string): NamedValue | undefined {
  const member = shape.members?.get(name);
  if (member || !REGISTER_NAMES.has(name.toLowerCase())) return member;
  return shape.members?.get(name.toLowerCase());
}
