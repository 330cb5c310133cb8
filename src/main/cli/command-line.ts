/** The command line: finds the command, parses its options, and turns whatever goes wrong into a message. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { version } from '../../../package.json';
import { UserError } from '../../adapter/protocol/user-error';
import { nearest } from '../../language/errors/nearest';
import { visibleText } from '../../language/errors/visible-text';
import { type CliStreams, type Command, type Invocation, type OptionValues, parseArgsOptions } from './command';
import { CHECK } from './commands/check';
import { COMPARE } from './commands/compare';
import { CONFORM } from './commands/conform';
import { CONSTANTS } from './commands/constants';
import { CPUID } from './commands/cpuid';
import { DAP } from './commands/dap';
import { DIFF } from './commands/diff';
import { EXEC } from './commands/exec';
import { EXPLAIN } from './commands/explain';
import { EXPLORE } from './commands/explore';
import { EXPORT } from './commands/export';
import { FMT } from './commands/fmt';
import { GDBSERVER } from './commands/gdbserver';
import { IMPORT } from './commands/import';
import { LESSON } from './commands/lesson';
import { LSP } from './commands/lsp';
import { PROBE } from './commands/probe';
import { RECORDER } from './commands/recorder';
import { ROUTINES } from './commands/routines';
import { RUN } from './commands/run';
import { TEST } from './commands/test';
import { EXIT } from './exit-status';
import { commandHelp, generalHelp } from './help';
import { UsageError } from './usage-error';

export const COMMANDS: readonly Command[] = [
  RUN,
  EXEC,
  TEST,
  CHECK,
  EXPLORE,
  EXPLAIN,
  DIFF,
  COMPARE,
  CONFORM,
  FMT,
  IMPORT,
  RECORDER,
  EXPORT,
  LESSON,
  CPUID,
  CONSTANTS,
  ROUTINES,
  PROBE,
  GDBSERVER,
  DAP,
  LSP,
];

type Streams = CliStreams & Pick<Invocation, 'outFile'>;

/** Executes a call; `argv` are the arguments behind the program's name. Never throws. */
export async function runCommandLine(argv: readonly string[], raw: CliStreams): Promise<number> {
  const streams: Streams = {
    ...raw,
    out: (text) => raw.out(visibleText(text)),
    error: (text) => raw.error(visibleText(text)),
    outFile: raw.out,
  };
  try {
    return await dispatch(argv, streams);
  } catch (error) {
    if (error instanceof UsageError || error instanceof UserError) {
      streams.error(`xtrace: ${error.message}\n`);
    } else {
      const reason = error instanceof Error ? error.message : String(error);
      streams.error(`xtrace: internal error: ${reason}. Please report this, with the trace.\n`);
      return EXIT.MISTAKE;
    }
    return EXIT.UNUSABLE;
  }
}

async function dispatch(argv: readonly string[], streams: Streams): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    streams.error(generalHelp(COMMANDS));
    return EXIT.UNUSABLE;
  }
  if (name === '--version' || name === '-V' || name === 'version') {
    streams.out(`${version}\n`);
    return EXIT.OK;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const [topic] = rest;
    streams.out(topic === undefined ? generalHelp(COMMANDS) : commandHelp(findCommand(topic)));
    return EXIT.OK;
  }
  const command = findCommand(name);
  const { files, options } = parseArguments(command, rest);
  if (options.help) {
    streams.out(commandHelp(command));
    return EXIT.OK;
  }
  return command.run({ ...streams, files, options });
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command) return command;
  const meant = nearest(
    name,
    COMMANDS.map((candidate) => candidate.name),
  );
  const hint = meant ? `Did you mean ${meant}?` : 'See xtrace --help.';
  throw new UsageError(`There is no ${name.startsWith('-') ? 'option' : 'command'} "${name}". ${hint}`);
}

function parseArguments(command: Command, args: readonly string[]): { files: string[]; options: OptionValues } {
  try {
    const options: ParseArgsConfig['options'] = {
      ...parseArgsOptions(command.options),
      help: { type: 'boolean', short: 'h' },
    };
    const own = command.runsProgram ? beforeProgram(args, options) : args.length;
    const { values, positionals } = parseArgs({ args: args.slice(0, own), allowPositionals: true, options });
    // Each option is a switch, a text, or a list of texts where its row says so.
    return { files: [...positionals, ...args.slice(own)], options: values as OptionValues };
  } catch (error) {
    throw new UsageError(`${command.name}: ${reasonOf(error, command)} See xtrace ${command.name} --help.`);
  }
}

/** A sentence or two. Node's own has more: advice over several lines. */
function reasonOf(error: unknown, { options }: Command): string {
  const reason = error instanceof Error ? error.message : String(error);
  const [, ambiguous] = /^Option '--?([\w-]+)' argument is ambiguous/.exec(reason) ?? [];
  if (ambiguous) {
    const { name = ambiguous } = options.find(({ short }) => short === ambiguous) ?? {};
    return `--${name} takes a value. One that begins with a dash is written --${name}=-VALUE.`;
  }
  const [, unknown] = /^Unknown option '(--[\w-]+)'/.exec(reason) ?? [];
  const meant = unknown && nearest(unknown, [...options.map(({ name }) => `--${name}`), '--help']);
  return `${reason.split(/\. |\n/, 1)[0]}.${meant ? ` Did you mean ${meant}?` : ''}`;
}

/** How many arguments stand before the first one that is neither an option nor the value of one. */
function beforeProgram(args: readonly string[], options: ParseArgsConfig['options'] & {}): number {
  const { tokens } = parseArgs({ args: [...args], allowPositionals: true, strict: false, tokens: true, options });
  return tokens.find(({ kind }) => kind === 'positional')?.index ?? args.length;
}
