/** `xtrace import`: a recording of a real machine as a trace. */
import path from 'node:path';
import type { FileLimit } from '../../../adapter/launch/file-limit';
import { isUserError } from '../../../adapter/protocol/user-error';
import { FORMATS } from '../../../recording/formats';
import { importingRecording, isImportProblem } from '../../../recording/import-recording';
import { observationJson } from '../../../recording/reading/observations-json';
import { readProbeTable } from '../../../recording/reading/probe-table';
import type { ImportOptions } from '../../../recording/source';
import { sourceOf } from '../../recording-source';
import { readRegularFile } from '../../regular-file';
import { onlyFile } from '../arguments/options';
import { STANDARD_INPUT } from '../arguments/trace-file';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { inBreaths } from '../running/in-breaths';
import { UsageError } from '../usage-error';
import { writeOutput } from '../written-file';

export const IMPORT: Command = {
  name: 'import',
  usage: 'FILE [-o OUT] [--format FORMAT] [--machine M] [--kernel K] [--probes TABLE] [--json]',
  summary:
    'Make a trace out of a recording: a trace buffer, a core, a boot log, an XSAVE area, an object file, observations.',
  options: [
    { name: 'output', short: 'o', value: 'OUT', summary: 'Where to write the trace; standard output unless given.' },
    {
      name: 'format',
      value: 'FORMAT',
      summary: `One of ${FORMATS.map(({ name }) => name).join(', ')}; found out unless given.`,
    },
    { name: 'machine', value: 'M', summary: 'The machine that was recorded, as in `sapphire-rapids -enqcmd`.' },
    { name: 'kernel', value: 'K', summary: 'The kernel that was recorded, as in `linux version=6.1.192`.' },
    {
      name: 'probes',
      value: 'TABLE',
      summary: 'What events of your own probes say: a JSON object with a row an event.',
    },
    { name: 'json', summary: 'Write the observations, a JSON object a line, in place of a trace.' },
  ],
  run,
};

/** Text of a trace buffer is larger than the trace that comes of it. */
const RECORDING_LIMIT: FileLimit = { bytes: 256 * 1024 * 1024, what: 'a recording' };

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, outFile, error, breathe } = invocation;
  const file = onlyFile(invocation);
  const name = file === STANDARD_INPUT ? '<stdin>' : path.basename(file);
  const [machine, kernel, output, format] = [options.machine, options.kernel, options.output, options.format].map(
    textOf,
  );
  const work = importingRecording(
    sourceOf(read(file, invocation)),
    {
      name,
      ...(machine !== undefined && { machine }),
      ...(kernel !== undefined && { kernel }),
      ...probesIn(invocation),
    },
    format,
  );
  const imported = await inBreaths(work, breathe);
  if (isImportProblem(imported)) throw new UsageError(imported.problem);
  if (options.json === true && imported.observations.length === 0) {
    throw new UsageError(`--json: ${name} is of the format ${imported.format}, which has no observations.`);
  }
  const text =
    options.json === true ? imported.observations.map((one) => `${observationJson(one)}\n`).join('') : imported.trace;
  if (output === undefined || output === STANDARD_INPUT) outFile(text);
  else writeOutput('-o', output, text);
  if (imported.unknown !== '') error(`${name}: ${imported.unknown}\n`);
  return EXIT.OK;
}

function probesIn(invocation: Invocation): Pick<ImportOptions, 'probes'> {
  const file = textOf(invocation.options.probes);
  if (file === undefined) return {};
  const probes = readProbeTable(new TextDecoder().decode(read(file, invocation)));
  if ('problem' in probes) throw new UsageError(`--probes: ${file} is no table of probes. ${probes.problem}`);
  return { probes };
}

function textOf(value: Invocation['options'][string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function read(file: string, { readInput }: Invocation): Uint8Array {
  if (file === STANDARD_INPUT) return readInput();
  try {
    return readRegularFile(file, RECORDING_LIMIT);
  } catch (problem) {
    if (isUserError(problem)) throw new UsageError(problem.message);
    throw problem;
  }
}
