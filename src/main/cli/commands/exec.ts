/** `xtrace exec`: runs a program without a trace. Its output is the output, its exit status ours. */
import { happeningJson, happeningText, loadTrace, Run, type Trace, TraceError } from '../../../library';
import { formatAddress } from '../../../machine/architecture/linear-address';
import { programTrace } from '../../../world/program/program-trace';
import type { Happening } from '../../../world/state/happening';
import { featuresOption } from '../arguments/features';
import { countOption, textOption } from '../arguments/options';
import { INPUT, readProgramFile, withInput } from '../arguments/program-file';
import { environmentOption, PROGRAM_OPTIONS, settingOptions } from '../arguments/program-options';
import type { Command, Invocation, OptionValues } from '../command';
import { EXIT, SHELL_STATUS } from '../exit-status';
import { featureProblems, mixJson, mixOf, mixText } from '../report/mix';
import { execute, orRefuse } from '../running/execute';
import { ProgramInput } from '../running/program-input';
import { UsageError } from '../usage-error';

export const EXEC: Command = {
  name: 'exec',
  usage:
    '[--machine M] [--kernel K] [--env K=V]... [--root DIR] [--require FEATURES] [--forbid FEATURES] [--mix] [--until EXPR] [--max-steps N] [--events] [--json] PROGRAM [ARG ...]',
  summary: 'Run a program: its output and its exit status are those of this call.',
  runsProgram: true,
  options: [
    ...PROGRAM_OPTIONS,
    {
      name: 'require',
      value: 'FEATURES',
      summary: 'Fail if the program executes no instruction of one of these: amx-int8,avx512-vnni.',
    },
    { name: 'forbid', value: 'FEATURES', summary: 'Fail if the program executes an instruction of one of these.' },
    { name: 'mix', summary: 'Write what was executed, by feature and function, to standard error.' },
    { name: 'until', value: 'EXPR', summary: 'Stop before the first step at which EXPR holds; fail if there is none.' },
    { name: 'max-steps', value: 'N', summary: 'Fail when the program has not ended after N steps.' },
    { name: 'events', summary: 'Write what happens, but for output, to standard error.' },
    { name: 'json', summary: 'With --mix alone that, else the events: as one JSON object a line.' },
  ],
  run,
};

async function run({ options, files, error, write, breathe, isTerminal, readSome }: Invocation): Promise<number> {
  const [path, ...args] = files;
  if (path === undefined) throw new UsageError('exec: which program? See xtrace exec --help.');
  const until = textOption(options, 'until');
  const maxSteps = countOption(options, 'max-steps');
  const required = featuresOption(options.require, 'require');
  const forbidden = featuresOption(options.forbid, 'forbid');
  const countsInstructions = options.mix === true || required.length + forbidden.length > 0;
  const program = readProgramFile(path, textOption(options, 'root'));
  if ('problem' in program) {
    error(`xtrace: ${program.problem}\n`);
    return program.status;
  }
  // A terminal is empty for programs.
  const input = isTerminal ? undefined : INPUT;
  let showOutput = (): void => undefined;
  const stream = new ProgramInput(readSome, () => showOutput());
  const trace = loadOrTell(
    () =>
      loadTrace(programTrace({ name: program.name, args, environment: environmentOption(options), input }), {
        file: path,
        files: withInput(program.files, stream),
        ...settingOptions(options),
      }),
    error,
  );
  if (typeof trace === 'number') return trace;
  const execution = orRefuse(
    () =>
      new Run(trace, {
        countsInstructions,
        ...(until === undefined ? {} : { until }),
        ...(maxSteps === undefined ? {} : { maxSteps }),
      }),
  );
  const tell = eventWriter(options, error);
  const tellMissing = missingWriter(options, error);
  const onHappening = (happening: Happening): void => {
    tellMissing(happening);
    if (happening.kind === 'output') write(happening.stream, Buffer.from(happening.bytes, 'latin1'));
    else tell(happening);
  };
  showOutput = () => execution.takeHappened().forEach(onHappening);
  await execute(execution, { breathe, onHappening });
  const status = statusOf(execution, until, error);
  if (!countsInstructions) return status;
  const { retired } = execution;
  if (options.mix === true) error((options.json === true ? mixJson : mixText)(mixOf(retired)));
  const problems = featureProblems(retired, required, forbidden);
  for (const problem of problems) error(`xtrace: ${problem}\n`);
  return problems.length > 0 && status === EXIT.OK ? EXIT.FAILED : status;
}

/** The trace, or the exit status after telling why there is none. */
function loadOrTell(load: () => Trace, error: Invocation['error']): Trace | number {
  try {
    return load();
  } catch (problem) {
    if (!(problem instanceof TraceError)) throw problem;
    const errors = problem.diagnostics.filter(({ severity }) => severity === 'error');
    for (const { message } of errors) error(`xtrace: ${message}\n`);
    return errors.some(({ code }) => code === 'bad-program') ? SHELL_STATUS.NOT_LOADABLE : EXIT.UNUSABLE;
  }
}

function statusOf(execution: Run, until: string | undefined, error: Invocation['error']): number {
  const [failure] = execution.failures;
  if (failure) {
    error(`xtrace: ${failureText(failure)}\n`);
    return EXIT.FAILED;
  }
  if (until !== undefined) {
    const { stoppedEarly, steps } = execution;
    error(
      stoppedEarly ? `stopped after ${steps} steps: ${until}\n` : `the program ended and this never held: ${until}\n`,
    );
    return stoppedEarly ? EXIT.OK : EXIT.FAILED;
  }
  const status = Number(execution.evaluate('A.exit_code').value);
  if (status >= 0) return status;
  error('xtrace: The program waits for ever: all of its tasks sleep, and nothing will wake them.\n');
  return EXIT.FAILED;
}

function failureText(failure: Happening): string {
  if (failure.kind !== 'error') return happeningText(failure) ?? failure.kind;
  return failure.code === 'max-steps' ? failure.message.replace('The trace', 'The program') : failure.message;
}

/** Tells once of each instruction that the program dies of here and not elsewhere. Events say so by themselves. */
function missingWriter({ events, json }: OptionValues, error: Invocation['error']): (happening: Happening) => void {
  const told = new Set<string>();
  if (events === true || json === true) return () => undefined;
  return (happening) => {
    if (happening.kind !== 'exception' || !happening.detail.isNotModelled || told.has(happening.detail.why)) return;
    told.add(happening.detail.why);
    error(`xtrace: ${happening.detail.why}: #UD at ${formatAddress(happening.rip)}\n`);
  };
}

function eventWriter({ events, json, mix }: OptionValues, error: Invocation['error']): (happening: Happening) => void {
  if (events !== true && (json !== true || mix === true)) return () => undefined;
  const render = json === true ? happeningJson : happeningText;
  return (happening) => {
    const line = render(happening);
    if (line !== undefined) error(`${line}\n`);
  };
}
