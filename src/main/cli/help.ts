/** The texts of `--help`, from the tables of commands. */
import type { Command } from './command';

const GENERAL_OPTIONS: readonly (readonly [string, string])[] = [
  ['--help', 'Show this, or the help of a command.'],
  ['--version, version', 'Show the version.'],
];

const EXIT_STATUS = [
  'Exit status: 0 all right; 1 the trace failed, or something differs; 2 the call or the file was unusable; 3 a mistake of xtrace.',
  'A FILE of - is standard input.',
];

export function generalHelp(commands: readonly Command[]): string {
  return [
    'Usage: xtrace COMMAND ...',
    '',
    ...columns(commands.map(({ name, usage, summary }) => [`${name} ${usage}`, summary])),
    '',
    ...columns(GENERAL_OPTIONS),
    '',
    ...EXIT_STATUS,
    '',
  ].join('\n');
}

export function commandHelp({ name, usage, summary, options }: Command): string {
  const rows = options.map(({ name, value, short, summary }): [string, string] => [
    `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`,
    summary,
  ]);
  return [
    `Usage: xtrace ${name} ${usage}`,
    '',
    summary,
    '',
    ...columns([...rows, ['--help', 'Show this.']]),
    '',
    ...EXIT_STATUS,
    '',
  ].join('\n');
}

export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
