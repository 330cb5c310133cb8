/** The tables of docs/kernel-code.md: which functions are ours, and which routines are a real kernel's code. */

import { HOOKS } from '../src/kernel/native/seam/hooks';
import { NATIVE_ROWS } from '../src/kernel/policies/vmlinux';
import { markdownTable, replaceTable } from './marked-table';

/** The page with its tables made anew. @throws Error where a mark is missing. */
export function withSeam(page: string): string {
  const ours = HOOKS.map(({ names, signature, meaning, reason }) => [
    names.map((name) => `\`${name}\``).join(', '),
    `\`${signature}\``,
    meaning,
    reason,
  ]);
  const real = NATIVE_ROWS.map(({ routine, needs }) => [`\`${routine.name}\``, `\`${needs}\``, routine.summary]);
  const hooks = markdownTable([['function', 'signature', 'what it does here', 'why it is ours'], ...ours]);
  return replaceTable(
    replaceTable(page, 'ours', hooks),
    'real',
    markdownTable([['routine', 'is the code of', 'what it is for'], ...real]),
  );
}
