/** docs/constants.md, from the tables of the language. */
import { CONSTANT_GROUPS, type ConstantGroup } from '../src/language/vocabulary/constant-groups';
import { markdownTable } from './marked-table';

const LEAD = `# Constants

This page is generated from the tables in \`src/language/vocabulary\`; change those, then run \`npm run docs\`.

Numbers that traces may write by name, in expressions, in operands of instructions and in outcomes, without declaring
them. \`xtrace constants WORD\` finds one. But for those of components, none of these names is
reserved: where a trace declares one of them, its own declaration counts.`;

export function constantsPage(): string {
  return `${[LEAD, ...CONSTANT_GROUPS.map(section)].join('\n\n')}\n`;
}

function section({ title, documentation, constants }: ConstantGroup): string {
  const rows = constants.map(({ name, value, documentation }) => [
    `\`${name}\``,
    value.toString(),
    `0x${value.toString(16)}`,
    documentation,
  ]);
  return [`## ${title}`, documentation, markdownTable([['name', 'value', '', 'what it is'], ...rows])].join('\n\n');
}
