/** `xtrace run`: runs a trace and prints what happens. */
import { ExpressionError } from '../../../language/errors/expression-error';
import { parseExpressionText } from '../../../language/syntax/parse-expression';
import type { Expression } from '../../../language/tree/expression';
import { loadProgram } from '../../../world/program/load-program';
import type { Program } from '../../../world/program/program';
import { countOption, onlyFile } from '../arguments/options';
import { readTraceFile } from '../arguments/trace-file';
import type { Command, Invocation, OptionValues } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { diagnosticText, hasErrors } from '../report/diagnostic-text';
import { execute } from '../running/execute';
import { PerfettoFile } from '../running/perfetto-file';
import { recordJson } from '../running/record-json';
import { recordText } from '../running/record-text';
import { UsageError } from '../usage-error';

export const RUN: Command = {
  name: 'run',
  usage: 'FILE [--json] [--until EXPR] [--max-steps N] [--perfetto OUT]',
  summary: 'Run a trace and print what happens.',
  options: [
    { name: 'json', summary: 'One JSON object a line instead of text.' },
    { name: 'until', value: 'EXPR', summary: 'Stop before the first step at which EXPR holds; fail if there is none.' },
    { name: 'max-steps', value: 'N', summary: 'Fail when the trace has not ended after N steps.' },
    { name: 'perfetto', value: 'OUT', summary: 'Write the timeline to a file that Perfetto opens (trace-event JSON).' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { out, error, breathe, options } = invocation;
  const until = untilOption(options);
  const maxSteps = countOption(options, 'max-steps');
  const file = readTraceFile(onlyFile(invocation), invocation.readInput);
  const { program, diagnostics } = loadProgram(file.text, { files: file.files });
  for (const diagnostic of diagnostics) error(`${diagnosticText(file.name, diagnostic)}\n`);
  if (!program || hasErrors(diagnostics)) return EXIT.FAILED;
  const render = options.json === true ? recordJson : recordText;
  const perfetto = perfettoOption(options, file.name, program);
  const { failures, stoppedEarly, steps, moments } = await execute(program, {
    breathe,
    onHappening: (happening) => {
      const line = render(happening);
      if (line !== undefined) out(`${line}\n`);
    },
    ...(until ? { until } : {}),
    ...(maxSteps === undefined ? {} : { maxSteps }),
    ...(perfetto ? { timeline: perfetto.timeline } : {}),
  });
  perfetto?.finish(moments);
  if (until && !options.json) {
    const name = options.until;
    error(stoppedEarly ? `stopped after ${steps} steps: ${name}\n` : `the trace ended and this never held: ${name}\n`);
  }
  return failures.length > 0 || (until && !stoppedEarly) ? EXIT.FAILED : EXIT.OK;
}

function perfettoOption({ perfetto }: OptionValues, trace: string, program: Program): PerfettoFile | undefined {
  return typeof perfetto === 'string' ? new PerfettoFile(perfetto, trace, program.cpuCount) : undefined;
}

function untilOption({ until }: OptionValues): Expression | undefined {
  if (typeof until !== 'string') return undefined;
  try {
    return parseExpressionText(until);
  } catch (error) {
    if (error instanceof ExpressionError) throw new UsageError(`--until: ${error.message}`);
    throw error;
  }
}
