/** `xtrace recorder`: prints the script that records what `xtrace import` reads. */
import { didYouMean } from '../../../language/errors/nearest';
import { RECORDERS } from '../../../recording/recorders';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { UsageError } from '../usage-error';

export const RECORDER: Command = {
  name: 'recorder',
  usage: RECORDERS.map(({ name }) => name).join(' | '),
  summary: 'Print a script that records what import reads; its comments say what it needs and how it is called.',
  options: [],
  run,
};

async function run({ files, outFile }: Invocation): Promise<ExitStatus> {
  const [name, ...more] = files;
  const names = RECORDERS.map((recorder) => recorder.name);
  if (name === undefined || more.length > 0) throw new UsageError(`recorder: name one of ${names.join(', ')}.`);
  const recorder = RECORDERS.find((candidate) => candidate.name === name);
  if (!recorder)
    throw new UsageError(`There is no recorder \`${name}\`: there are ${names.join(', ')}.${didYouMean(name, names)}`);
  outFile(recorder.script);
  return EXIT.OK;
}
