/** `xtrace lesson test`: walks lessons, and says of each whether it is right. */
import { didYouMean } from '../../../language/errors/nearest';
import { finish } from '../../../machine/pausable';
import { testingLesson } from '../../../world/lesson/test-lesson';
import { findTraces } from '../arguments/find-traces';
import { someFiles } from '../arguments/options';
import { readTraceFile } from '../arguments/trace-file';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { UsageError } from '../usage-error';

export const LESSON: Command = {
  name: 'lesson',
  usage: 'test FILE|FOLDER ... [--quiet]',
  summary: 'Walk lessons: their traces run, their checkpoints are reached, their answers and solutions are right.',
  options: [{ name: 'quiet', short: 'q', summary: 'Say nothing of lessons that are right.' }],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const [verb, ...files] = invocation.files;
  if (verb !== 'test') {
    const given = verb === undefined ? '' : ` There is no "${verb}".${didYouMean(verb, ['test'])}`;
    throw new UsageError(`Write \`xtrace lesson test FILE ...\`.${given}`);
  }
  let status: ExitStatus = EXIT.OK;
  for (const file of findTraces(someFiles({ ...invocation, files }, 'lessons or folders'), '.lesson.md')) {
    if (!testFile(file, invocation)) status = EXIT.FAILED;
    await invocation.breathe();
  }
  return status;
}

function testFile(file: string, { out, readInput, options }: Invocation): boolean {
  const { name, text } = readTraceFile(file, readInput, 'lesson');
  const { problems, checkpoints } = finish(testingLesson(text));
  for (const { line, message } of problems) out(`${name}:${line + 1}: error: ${message}\n`);
  const isRight = problems.length === 0;
  const count = `${checkpoints} ${checkpoints === 1 ? 'checkpoint' : 'checkpoints'}`;
  if (!isRight || options.quiet !== true) out(`${isRight ? 'ok  ' : 'FAIL'} ${name} (${count})\n`);
  return isRight;
}
