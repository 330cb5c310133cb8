/** `xtrace run`: runs a trace and prints what happens. */
import { coreDeathText } from '../../../adapter/inspection/core-death';
import { parseExpressionText } from '../../../language/syntax/parse-expression';
import { happeningJson, happeningText, Run, type Trace } from '../../../library';
import { worldOf } from '../../../library/program-of';
import { countOption, onlyFile } from '../arguments/options';
import { readTraceFile } from '../arguments/trace-file';
import { putUnder, readVmlinux, VMLINUX_OPTION } from '../arguments/vmlinux-argument';
import type { Command, Invocation, OptionValues } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { execute, orRefuse } from '../running/execute';
import { loadOrTell } from '../running/load-or-tell';
import { PerfettoFile } from '../running/perfetto-file';

export const RUN: Command = {
  name: 'run',
  usage: 'FILE [--json] [--until EXPR] [--max-steps N] [--vmlinux PATH] [--perfetto OUT]',
  summary: 'Run a trace and print what happens.',
  options: [
    { name: 'json', summary: 'One JSON object a line instead of text.' },
    { name: 'until', value: 'EXPR', summary: 'Stop before the first step at which EXPR holds; fail if there is none.' },
    { name: 'max-steps', value: 'N', summary: 'Fail when the trace has not ended after N steps.' },
    VMLINUX_OPTION,
    { name: 'perfetto', value: 'OUT', summary: 'Write the timeline to a file that Perfetto opens (trace-event JSON).' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { out, error, breathe, options } = invocation;
  const until = typeof options.until === 'string' ? options.until : undefined;
  const maxSteps = countOption(options, 'max-steps');
  if (until !== undefined) orRefuse(() => parseExpressionText(until));
  const file = readTraceFile(onlyFile(invocation), invocation.readInput);
  const trace = loadOrTell(file, error);
  if (!trace) return EXIT.FAILED;
  if (typeof options.vmlinux === 'string') putUnder(trace, readVmlinux(options.vmlinux));
  const render = options.json === true ? happeningJson : happeningText;
  const perfetto = perfettoOption(options, file.name, trace);
  const execution = new Run(trace, {
    ...(until === undefined ? {} : { until }),
    ...(maxSteps === undefined ? {} : { maxSteps }),
    ...(perfetto ? { timeline: perfetto.timeline } : {}),
  });
  await execute(execution, {
    breathe,
    onHappening: (happening) => {
      const line = render(happening);
      if (line !== undefined) out(`${line}\n`);
    },
  });
  const { failures, stoppedEarly, steps, moments } = execution;
  const death = options.json === true ? undefined : coreDeathText(worldOf(execution));
  if (death !== undefined) out(`${death}\n`);
  perfetto?.finish(moments);
  if (until !== undefined && !options.json) {
    error(
      stoppedEarly ? `stopped after ${steps} steps: ${until}\n` : `the trace ended and this never held: ${until}\n`,
    );
  }
  return failures.length > 0 || (until !== undefined && !stoppedEarly) ? EXIT.FAILED : EXIT.OK;
}

function perfettoOption({ perfetto }: OptionValues, name: string, trace: Trace): PerfettoFile | undefined {
  return typeof perfetto === 'string' ? new PerfettoFile(perfetto, name, trace.cpuCount) : undefined;
}
