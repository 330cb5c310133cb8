/** System calls of a trace in C: those that take values where the kernel takes structures, and those that make and end tasks. */
import { tableOf } from '../../machine/table';

/** What a call needs beside its arguments, each C of an integer. */
export interface CallPlace {
  readonly arguments: readonly string[];
  /** The number of the task that `as` names. */
  readonly makes: number | undefined;
}

type CallRow = (place: CallPlace) => string;

const cast = (type: string, value: string | undefined): string => `(${type})(${value ?? '0'})`;

function made(task: number | undefined, flags: string, stack: string): string {
  return `new_task(${task ?? 'NOBODY'}, ${flags}, ${stack})`;
}

/** By name: C of a `long`. Calls that are not here take their arguments as they are. */
const ROWS = tableOf<CallRow>({
  rt_sigaction: ({ arguments: [signal, handler, flags, mask] }) =>
    `set_handler(${cast('int', signal)}, ${[handler, flags, mask].map((value) => cast('u64', value)).join(', ')})`,
  rt_sigprocmask: ({ arguments: [how, mask] }) => `set_mask(${cast('int', how)}, ${cast('u64', mask)})`,
  sigaltstack: ({ arguments: [at, bytes, flags] }) =>
    `set_stack(${cast('u64', at)}, ${cast('u64', bytes)}, ${cast('int', flags)})`,
  ptrace: ({ arguments: values }) =>
    `trace_task(${[0, 1, 2, 3].map((index) => cast('long', values[index])).join(', ')})`,
  fork: ({ makes }) => made(makes, '0', '0'),
  vfork: ({ makes }) => made(makes, 'CLONE_VM | CLONE_VFORK', '0'),
  clone: ({ arguments: [flags, stack], makes }) => made(makes, cast('u64', flags), cast('u64', stack)),
  clone3: ({ arguments: [flags, stack, size, signal], makes }) =>
    made(
      makes,
      `${cast('u64', flags)} | ${cast('u64', signal)}`,
      stack ? `${cast('u64', stack)} + ${cast('u64', size)}` : '0',
    ),
  execve: () => 'execute_again()',
});

export function callInC(name: string, place: CallPlace): string {
  const row = ROWS[name];
  if (row) return row(place);
  return `CALL(${[`SYS_${name}`, ...place.arguments.map((value) => cast('long', value))].join(', ')})`;
}
