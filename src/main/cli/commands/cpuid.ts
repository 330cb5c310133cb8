/** `xtrace cpuid`: what a CPU model answers to CPUID, and where its state components lie. */

import { parseMachine } from '../arguments/machine-argument';
import type { Command, Invocation } from '../command';
import { cpuidJson, cpuidText } from '../cpuid/cpuid-output';
import { describeProcessor } from '../cpuid/cpuid-report';
import { EXIT, type ExitStatus } from '../exit-status';

export const CPUID: Command = {
  name: 'cpuid',
  usage: '[MODEL] [--json]',
  summary: 'Print what a CPU model answers to CPUID, and its state components.',
  options: [{ name: 'json', summary: 'One JSON object instead of text.' }],
  run,
};

async function run({ files, options, out }: Invocation): Promise<ExitStatus> {
  const report = describeProcessor(parseMachine(files));
  out(options.json === true ? cpuidJson(report) : cpuidText(report));
  return EXIT.OK;
}
