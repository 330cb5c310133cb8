/** The table of docs/programs.md: the system calls that programs can make. */
import { SYSTEM_CALLS } from '../src/kernel/syscalls/table';
import { markdownTable, replaceTable } from './marked-table';

/** The page with its table made anew. @throws Error where the mark is missing. */
export function withCalls(page: string): string {
  const rows = SYSTEM_CALLS.map(({ number, name, parameters, note = '' }) => [
    String(number),
    `\`${name}(${parameters.join(', ')})\``,
    note,
  ]);
  return replaceTable(page, 'calls', markdownTable([['number', 'call', 'what is different here'], ...rows]));
}
