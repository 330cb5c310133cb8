/** Commands that explain: what there is to type, and why the trace stands where it stands. */
import { tellExplanations } from '../explain';
import { coreDeathText } from '../inspection/core-death';
import { exceptionInfo } from '../inspection/exception-info';
import { UserError } from '../protocol/user-error';
import type { ConsoleCommand } from './console-command';

const WHY: ConsoleCommand = {
  name: 'why',
  grammar: 'why',
  summary:
    'Explains the exception or the failure that the trace has stopped on, with its numbers; of a core, why the process died, and its stack.',
  run: ({ adapter, debuggee }) => {
    const { exception } = adapter;
    if (!exception) {
      const text = coreDeathText(debuggee.engine.world);
      if (text !== undefined) return { text };
      throw new UserError('no-exception', 'The trace has not stopped on an exception or a failure.');
    }
    const { exceptionId, description = '', details } = exceptionInfo(debuggee, exception);
    return { text: [exceptionId, description, details?.stackTrace ?? ''].filter((text) => text !== '').join('\n') };
  },
};

const EXPLAIN: ConsoleCommand = {
  name: 'explain',
  grammar: 'explain',
  summary: 'Looks for the assumption which, changed, makes the trace and the model agree, and lists what it finds.',
  run: ({ adapter }) => ({ text: 'Looking for what explains it.', after: () => void tellExplanations(adapter) }),
};

/** @param all every command, of which `help` itself is one. */
export function explainCommands(all: () => readonly ConsoleCommand[]): readonly ConsoleCommand[] {
  const help: ConsoleCommand = {
    name: 'help',
    grammar: 'help [COMMAND]',
    summary: 'Lists the commands, or explains one.',
    run: (_context, rest) => {
      const commands = all();
      if (rest === '') return { text: [INTRODUCTION, ...commands.map(lineOf)].join('\n') };
      const found = commands.find(({ name }) => name === rest);
      if (!found) throw new UserError('no-command', `There is no command \`${rest}\`: \`help\` lists all.`);
      return { text: `${found.grammar}\n${found.summary}` };
    },
  };
  return [help, WHY, EXPLAIN];
}

const INTRODUCTION = 'An expression shows its value, TARGET = VALUE sets it. Commands:';
const GRAMMAR_WIDTH = 22;

function lineOf({ grammar, summary }: ConsoleCommand): string {
  return `${grammar.padEnd(GRAMMAR_WIDTH)} ${summary}`;
}
