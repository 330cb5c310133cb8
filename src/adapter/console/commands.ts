/** The commands of the console, and how they are told from expressions. */
import { ExpressionError } from '../../language/errors/expression-error';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import type { Debuggee } from '../state/debuggee';
import { COMPARE_COMMANDS } from './compare-commands';
import type { ConsoleCommand } from './console-command';
import { explainCommands } from './explain-commands';
import { HISTORY_COMMANDS } from './history-commands';
import { LOOK_COMMANDS } from './look-commands';
import { TRAVEL_COMMANDS } from './travel-commands';

/** In the order in which `help` lists them. */
export const CONSOLE_COMMANDS: readonly ConsoleCommand[] = [
  ...explainCommands(() => CONSOLE_COMMANDS),
  ...TRAVEL_COMMANDS,
  ...LOOK_COMMANDS,
  ...COMPARE_COMMANDS,
  ...HISTORY_COMMANDS,
];

export interface ParsedCommand {
  readonly command: ConsoleCommand;
  readonly rest: string;
}

/** The command that a text is; undefined for an expression. A name of the trace goes before a command's word. */
export function parseCommand(debuggee: Debuggee, text: string): ParsedCommand | undefined {
  const [, word = '', rest = ''] = /^\s*(@|x(?=\/)|\S+)\s*(.*)$/s.exec(text) ?? [];
  const command = CONSOLE_COMMANDS.find(({ name }) => name === word);
  if (!command || (isName(debuggee, word) && isExpression(text))) return undefined;
  return { command, rest: rest.trim() };
}

function isName({ program, engine }: Debuggee, word: string): boolean {
  return program.symbols.has(word) || (engine.world.kernel?.state.tasks ?? []).some(({ name }) => name === word);
}

function isExpression(text: string): boolean {
  try {
    parseExpressionText(text);
    return true;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return false;
  }
}
