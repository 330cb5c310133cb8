/** Commands that the language's contract names and that this version does not have. */
import type { Command } from './command';
import { UsageError } from './usage-error';

export const IMPORT: Command = {
  name: 'import',
  usage: 'FORMAT FILE [-o OUT]',
  summary: 'Make a trace out of a recording. Not in this version.',
  options: [{ name: 'output', short: 'o', value: 'OUT', summary: 'Write there instead of to standard output.' }],
  run: () => Promise.reject(new UsageError('import is not there yet: this version cannot do it.')),
};
