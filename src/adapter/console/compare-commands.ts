/** `diff`: what differs between two places in time, or two tasks. */
import type { Task } from '../../kernel/state/task';
import { listed } from '../../language/errors/nearest';
import { COMPARED } from '../../world/compare/compare';
import { compareMoments, tellTaskDifferences } from '../compare';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { type ConsoleCommand, demand } from './console-command';
import { demandPlace } from './place-in-time';

function taskNamed({ state }: Debuggee, name: string): Task | undefined {
  return state.kernel?.tasks.findLast((task) => task.name === name);
}

const DIFF = 'diff PLACE [PLACE] [PART]';

export const COMPARE_COMMANDS: readonly ConsoleCommand[] = [
  {
    name: 'diff',
    grammar: DIFF,
    summary: `Shows what differs between two places in time, or that one and here; or between two tasks. PART is one of ${listed([...COMPARED], 'or')}.`,
    run: ({ adapter, debuggee }, rest) => {
      const words = demand(rest, { grammar: DIFF }).split(/\s+/);
      const last = words.at(-1);
      const part = words.length > 1 ? COMPARED.find((one) => one === last) : undefined;
      const [first = '', second = 'here', ...more] = part ? words.slice(0, -1) : words;
      if (more.length > 0) throw new UserError('too-many', `There is too much behind \`diff\`: \`${DIFF}\`.`);
      const parts = part ? [part] : COMPARED;
      const [a, b] = [taskNamed(debuggee, first), taskNamed(debuggee, second)];
      if (a && b) return { text: 'Comparing.', after: () => tellTaskDifferences(adapter, [a, b], parts) };
      const [before, after] = [demandPlace(debuggee, first), demandPlace(debuggee, second)];
      return { text: 'Comparing.', moves: true, after: () => compareMoments(adapter, { before, after, parts }) };
    },
  },
];
