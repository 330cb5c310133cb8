/** What several commands ask of their arguments. */
import { didYouMean, listed } from '../../../language/errors/nearest';
import { ownValue } from '../../../machine/table';
import type { Invocation, OptionValues } from '../command';
import { UsageError } from '../usage-error';

export function onlyFile({ files }: Invocation): string {
  const [file, second] = files;
  if (file === undefined) throw new UsageError('Name a trace, or - for standard input.');
  if (second !== undefined) throw new UsageError(`One trace at a time: what is ${second}?`);
  return file;
}

export function someFiles({ files }: Invocation, what: string): readonly string[] {
  if (files.length === 0) throw new UsageError(`Name ${what}, or - for standard input.`);
  if (files.filter((file) => file === '-').length > 1) throw new UsageError('Standard input can be read only once.');
  return files;
}

/** A whole number, 1 or more. */
export function countOption(options: OptionValues, name: string): number | undefined {
  const value = ownValue(options, name);
  if (typeof value !== 'string') return undefined;
  const count = /^[0-9_]+$/.test(value) ? Number(value.replaceAll('_', '')) : Number.NaN;
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new UsageError(`--${name} takes a whole number from 1 on, not "${value}".`);
}

/** A number of seconds, also a part of one. */
export function secondsOption(options: OptionValues, name: string): number | undefined {
  const value = ownValue(options, name);
  if (typeof value !== 'string') return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new UsageError(`--${name} takes a number of seconds, such as 10 or 0.5, not "${value}".`);
}

/** One of `choices`, of which the first is meant where nothing is said. */
export function choiceOption<T extends string>(options: OptionValues, name: string, choices: readonly [T, ...T[]]): T {
  const value = ownValue(options, name);
  if (typeof value !== 'string') return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new UsageError(`--${name} is one of ${listed(choices, 'and')}, not "${value}".${didYouMean(value, choices)}`);
}

/** A text that is not empty. @throws UsageError */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = ownValue(options, name);
  if (typeof value !== 'string') return undefined;
  if (value === '') throw new UsageError(`--${name} takes a value, not nothing.`);
  return value;
}
