/** The options of commands that run a program: on which machine, under which kernel, with which environment. */
import type { CommandOption, OptionValues } from '../command';
import { UsageError } from '../usage-error';
import { textOption } from './options';

export const PROGRAM_OPTIONS: readonly CommandOption[] = [
  {
    name: 'machine',
    value: 'M',
    summary: 'The processor, as `machine` of a trace has it: "granite-rapids -amx-fp16".',
  },
  { name: 'kernel', value: 'K', summary: 'The kernel, as `kernel` of a trace has it: "linux version=6.12".' },
  {
    name: 'env',
    value: 'K=V',
    isRepeated: true,
    summary: 'A text of the environment, beside PATH, HOME and LANG=C.',
  },
  {
    name: 'root',
    value: 'DIR',
    summary:
      'What the program finds at /: its interpreter and its libraries lie there. Read-only; nothing else is read.',
  },
];

/** `--machine` and `--kernel`, where they are given. */
export function settingOptions(options: OptionValues): { machine?: string; kernel?: string } {
  const machine = textOption(options, 'machine');
  const kernel = textOption(options, 'kernel');
  return { ...(machine === undefined ? {} : { machine }), ...(kernel === undefined ? {} : { kernel }) };
}

/** `--env`. @throws UsageError for what is no `NAME=VALUE`. */
export function environmentOption({ env }: OptionValues): readonly string[] {
  const texts = Array.isArray(env) ? env : [];
  const wrong = texts.find((text) => text.indexOf('=') < 1);
  if (wrong !== undefined) throw new UsageError(`--env: \`${wrong}\` is no NAME=VALUE.`);
  return texts;
}
