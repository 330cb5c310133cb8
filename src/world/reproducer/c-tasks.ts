/** What a program in user mode knows of the tasks of a trace. */
import type { Expression } from '../../language/tree/expression';
import { namedConstant } from '../../language/vocabulary/constants';
import { tableOf } from '../../machine/table';
import { namedGprInC } from './c-registers';
import { integer, type Names, type Seen } from './seen';

type Member = (task: number) => Seen;

/** What the program knows of a task's state, and how. */
const STATES = tableOf<(task: number) => string>({
  killed: (task) => `was_killed(${task})`,
  exited: (task) => `has_exited(${task})`,
  running: (task) => `cpu_of(${task}) >= 0`,
});

/** Members of a task. Its permissions are those of its process: of another one they are not seen. */
const MEMBERS = tableOf<Member>({
  pid: (task) => integer(`(num)baton.task[${task}].tid`),
  cpu: (task) => integer(`(num)cpu_of(${task})`),
  exit_code: (task) => integer(`(num)exit_code(${task})`),
  state: (task) => ({
    type: 'states',
    states: (text) => STATES[text]?.(task),
  }),
  signal: (task) => ({
    type: 'states',
    states: (text) => {
      const signal = signalNumber(text);
      return signal === undefined ? undefined : `signal_of(fate(${task})) == ${signal}`;
    },
  }),
});

export function taskInC(expression: Expression, names: Names): Seen | undefined {
  if (expression.kind !== 'member' || expression.object.kind !== 'name') return undefined;
  const task = names.task(expression.object.name);
  if (task === undefined) return undefined;
  const { text } = expression.member;
  return MEMBERS[text]?.(task) ?? namedGprInC(text, `registers_of(${task})`);
}

/** The number of a signal; undefined for a text that is none. */
export function signalNumber(name: string): number | undefined {
  const value = name.startsWith('SIG') ? namedConstant(name)?.value : undefined;
  return value === undefined ? undefined : Number(value);
}
