/** `xtrace constants`: the numbers that traces may write by name. */
import { CONSTANT_GROUPS, type ConstantGroup } from '../../../language/vocabulary/constant-groups';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { columns } from '../help';

export const CONSTANTS: Command = {
  name: 'constants',
  usage: '[WORD ...] [--json]',
  summary: 'List the constants that traces know without a declaration: all, or those that have all the words.',
  options: [{ name: 'json', summary: 'One JSON object a line instead of text; values are hexadecimal strings.' }],
  run,
};

async function run({ files, options, out, error }: Invocation): Promise<ExitStatus> {
  const groups = CONSTANT_GROUPS.map((group) => having(group, files)).filter(({ constants }) => constants.length > 0);
  if (groups.length === 0) {
    error(`There is no constant with ${files.join(' ')} in its name or its description.\n`);
    return EXIT.FAILED;
  }
  out(groups.map(options.json === true ? groupJson : groupText).join(options.json === true ? '' : '\n'));
  return EXIT.OK;
}

/** The constants of the group in whose name or description each of the words stands, in any case. */
function having(group: ConstantGroup, words: readonly string[]): ConstantGroup {
  const wanted = words.map((word) => word.toLowerCase());
  const constants = group.constants.filter(({ name, documentation }) => {
    const text = `${name} ${documentation}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return { ...group, constants };
}

function groupText({ title, documentation, constants }: ConstantGroup): string {
  const rows = constants.map(({ name, value, documentation }): [string, string] => [
    `${name} = ${value > 9n ? hex(value) : value}`,
    documentation,
  ]);
  return `${[`${title}. ${documentation}`, '', ...columns(rows)].join('\n')}\n`;
}

function groupJson({ title, constants }: ConstantGroup): string {
  return constants
    .map(({ name, value, documentation }) =>
      JSON.stringify({ name, value: hex(value), group: title, documentation }).concat('\n'),
    )
    .join('');
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
