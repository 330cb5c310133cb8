/** `xtrace cpuid`: what a processor answers to CPUID, where its state components lie, and what of a dump does not fit together. */

import { parseMachine } from '../arguments/machine-argument';
import type { Command, Invocation } from '../command';
import { cpuidDump, cpuidJson, cpuidText } from '../cpuid/cpuid-output';
import { describeProcessor } from '../cpuid/cpuid-report';
import { EXIT, type ExitStatus } from '../exit-status';

export const CPUID: Command = {
  name: 'cpuid',
  usage: '[MODEL | FILE] [FLAG ...] [--json | --dump]',
  summary:
    'Print what a model, or the processor of a dump, answers to CPUID, its state components, and what does not fit.',
  options: [
    { name: 'json', summary: 'One JSON object instead of text.' },
    { name: 'dump', summary: 'The leaves as `cpuid -r` prints them: a file for `machine from`.' },
  ],
  run,
};

async function run({ files, options, out, readInput }: Invocation): Promise<ExitStatus> {
  const report = describeProcessor(parseMachine(files, readInput));
  out((options.json === true ? cpuidJson : options.dump === true ? cpuidDump : cpuidText)(report));
  return report.problems.length === 0 ? EXIT.OK : EXIT.FAILED;
}
