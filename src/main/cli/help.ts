/** The texts of `--help`, from the tables of commands. */
import type { Command } from './command';

const GENERAL_OPTIONS: readonly (readonly [string, string])[] = [
  ['--help', 'Show this, or the help of a command.'],
  ['--version, version', 'Show the version.'],
];

const EXIT_STATUS = [
  'A FILE of - is standard input. Exit status: 0 all right; 1 the trace failed, or something differs;',
  '2 the call or the file was unusable; 3 a mistake of xtrace.',
];

/** Of a terminal that is no wider than many are. */
const WIDTH = 100;
/** Left columns that leave the right one too little are not widened for all rows. */
const WIDEST_LEFT = 36;

export function generalHelp(commands: readonly Command[]): string {
  return [
    'Usage: xtrace COMMAND ...',
    '',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    ...columns(GENERAL_OPTIONS),
    '',
    '`xtrace COMMAND --help` says what a command takes.',
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

/** Two columns, the right one in as many lines as it needs. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(WIDEST_LEFT, Math.max(...rows.map(([left]) => left.length)));
  return rows.flatMap(([left, right]) => {
    const lines = wrapped(right, WIDTH - width - 4);
    const isWide = left.length > width;
    const beside = isWide ? ['', ...lines] : lines;
    return beside.map((line, index) => `  ${(index === 0 ? left : '').padEnd(width)}  ${line}`.trimEnd());
  });
}

/** Lines of at most that many characters, as far as the words are shorter. */
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
