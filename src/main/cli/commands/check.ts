/** `xtrace check`: tells the problems of traces without running the traces. */
import type { Command } from '../command';
import { filteredTraces, reportOnTraces, SHARED_OPTIONS } from '../judging/judged-traces';
import { CHECK_REPORTS } from '../report/formats';

export const CHECK: Command = {
  name: 'check',
  usage: 'FILE|FOLDER ... [OPTION ...]',
  summary: 'Print what is wrong with traces, as file:line:column: error: message.',
  options: [...SHARED_OPTIONS, { name: 'quiet', short: 'q', summary: 'Say nothing of warnings.' }],
  run: async (invocation) => {
    const checkOnly = invocation.options.quiet ? 'errors' : 'everything';
    return reportOnTraces(filteredTraces(invocation, 'traces or folders'), { checkOnly }, CHECK_REPORTS, invocation);
  },
};
