/** Commands that the language's contract names and that this version does not have. */
import type { Command } from './command';
import { UsageError } from './usage-error';

function notYet(name: string, usage: string, summary: string, options: Command['options']): Command {
  return {
    name,
    usage,
    summary: `${summary} Not in this version.`,
    options,
    run: () => Promise.reject(new UsageError(`${name} is not there yet: this version cannot do it.`)),
  };
}

export const FMT = notYet('fmt', 'FILE ... [--check]', 'Rewrite traces in the canonical layout.', [
  { name: 'check', summary: 'Only tell which traces are not in it.' },
]);

export const IMPORT = notYet('import', 'FORMAT FILE [-o OUT]', 'Make a trace out of a recording.', [
  { name: 'output', short: 'o', value: 'OUT', summary: 'Write there instead of to standard output.' },
]);
