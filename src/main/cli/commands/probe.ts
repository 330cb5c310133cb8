/** `xtrace probe`: a C program that records a processor, and a recording against a model. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { agreementOf } from '../../probe/agreement';
import { modelOf } from '../../probe/model';
import { parseRecording } from '../../probe/recording';
import { agreementText } from '../../probe/report';
import { parseMachine } from '../arguments/machine-argument';
import { reasonOf, STANDARD_INPUT } from '../arguments/trace-file';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { UsageError } from '../usage-error';

export const PROBE: Command = {
  name: 'probe',
  usage: '[--check FILE] [--model MODEL] [--all]',
  summary: 'Print a C program that records a processor; or check what it recorded against a model.',
  options: [
    {
      name: 'check',
      value: 'FILE',
      summary: 'Say where a model does what was recorded, and where not. FILE may be gzipped.',
    },
    {
      name: 'model',
      value: 'MODEL',
      summary: 'Check this model, with flags as in "zen4 -pku", not the one of the processor.',
    },
    { name: 'all', summary: 'Write out every difference, not only the first ones.' },
  ],
  run,
};

async function run({ files, options, out, readInput }: Invocation): Promise<ExitStatus> {
  const { check, model, all } = options;
  const [stray] = files;
  if (stray !== undefined)
    throw new UsageError(`probe takes no file: what is ${stray}? To check it: --check ${stray}.`);
  if (typeof check !== 'string') {
    if (model !== undefined || all !== undefined) throw new UsageError('--model and --all belong to --check FILE.');
    out(probeProgram());
    return EXIT.OK;
  }
  if (model === '') throw new UsageError('--model names a CPU model, as in --model "zen4 -pku".');
  const name = check === STANDARD_INPUT ? '<stdin>' : check;
  const recording = parseRecording(
    textOf(name, check === STANDARD_INPUT ? readInput : () => readFileSync(check)),
    name,
  );
  const chosen =
    typeof model === 'string'
      ? { processor: parseMachine([model], readInput), how: `${model}, as asked for.` }
      : modelOf(recording);
  const agreement = agreementOf(recording, chosen.processor, name);
  out(agreementText(name, recording, chosen, agreement, all === true));
  return agreement.differences.length > 0 ? EXIT.FAILED : EXIT.OK;
}

/** The program lies beside this file in the sources, and beside the bundle that is shipped. */
function probeProgram(): string {
  return readFileSync(path.join(__dirname, 'probe.c'), 'utf8');
}

const GZIP = [0x1f, 0x8b];

function textOf(name: string, read: () => Uint8Array): string {
  let bytes: Uint8Array;
  try {
    bytes = read();
  } catch (error) {
    throw new UsageError(`${name} ${reasonOf(error, 'recording')}.`);
  }
  if (!GZIP.every((byte, index) => bytes[index] === byte)) return new TextDecoder().decode(bytes);
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    throw new UsageError(`${name} is gzipped and damaged: it cannot be unpacked.`);
  }
}
