/** `xtrace test`: runs traces and says which traces pass. */

import { countOption, secondsOption } from '../arguments/options';
import { VMLINUX_OPTION } from '../arguments/vmlinux-argument';
import type { Command, Invocation } from '../command';
import type { ExitStatus } from '../exit-status';
import { filteredTraces, reportOnTraces, SHARED_OPTIONS } from '../judging/judged-traces';
import { TEST_REPORTS } from '../report/formats';

/** A trace that has not ended by then never will. */
const MAX_STEPS = 10_000_000;

export const TEST: Command = {
  name: 'test',
  usage: 'FILE|FOLDER ... [OPTION ...]',
  summary: 'Run traces, also all in a folder, and say which of them hold.',
  options: [
    { name: 'lenient', summary: 'Let deaths, oopses and hangs pass that no outcome names.' },
    { name: 'max-steps', value: 'N', summary: `Fail a trace that has not ended after N steps (${MAX_STEPS}).` },
    VMLINUX_OPTION,
    { name: 'timeout', value: 'SECONDS', summary: 'Fail a trace that has not ended after so many seconds.' },
    ...SHARED_OPTIONS,
    { name: 'quiet', short: 'q', summary: 'Say nothing of traces that hold.' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options } = invocation;
  const timeout = secondsOption(options, 'timeout');
  const judging = {
    maxSteps: countOption(options, 'max-steps') ?? MAX_STEPS,
    lenient: options.lenient === true,
    ...(timeout === undefined ? {} : { timeout }),
    ...(typeof options.vmlinux === 'string' ? { vmlinux: options.vmlinux } : {}),
  };
  return reportOnTraces(filteredTraces(invocation, 'traces or folders'), judging, TEST_REPORTS, invocation);
}
