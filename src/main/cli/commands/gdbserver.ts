/** `xtrace gdbserver`: a program or a trace for gdb, lldb, and what else speaks the remote protocol of GDB. */
import { launchArguments } from '../../../adapter/launch/launch-arguments';
import { Debuggee } from '../../../adapter/state/debuggee';
import { type LoadTraceOptions, loadTrace, type Trace, TraceError } from '../../../library';
import { programOf } from '../../../library/program-of';
import { ownValue } from '../../../machine/table';
import { programTrace } from '../../../world/program/program-trace';
import { listenForGdb, serveGdbOnStreams } from '../../gdb/serve-gdb';
import { listenOrRefuse, placeOption, serveUntilAsked } from '../arguments/listening-place';
import { textOption } from '../arguments/options';
import { readProgramFile } from '../arguments/program-file';
import { environmentOption, PROGRAM_OPTIONS, settingOptions } from '../arguments/program-options';
import { readTraceFile } from '../arguments/trace-file';
import type { Command, Invocation } from '../command';
import { EXIT } from '../exit-status';
import { diagnosticText } from '../report/diagnostic-text';
import { UsageError } from '../usage-error';

export const GDBSERVER: Command = {
  name: 'gdbserver',
  usage:
    '[--port N | --socket PATH] [--machine M] [--kernel K] [--env K=V]... [--root DIR] [--stdin FILE] PROGRAM|TRACE [ARG ...]',
  summary: 'Debug a program or a trace with gdb or lldb, forward and back.',
  runsProgram: true,
  options: [
    { name: 'port', value: 'N', summary: 'Listen on 127.0.0.1:N; 0 takes a free port and prints it.' },
    { name: 'socket', value: 'PATH', summary: 'Listen on a socket that only you can connect to.' },
    ...PROGRAM_OPTIONS,
    { name: 'stdin', value: 'FILE', summary: 'What standard input of the program reads: a file in its folder.' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const { options, error } = invocation;
  const place = placeOption(options, 'gdbserver');
  const debugged = load(invocation);
  if (typeof debugged === 'number') return debugged;
  const log = (line: string) => error(`xtrace: ${line}\n`);
  const { trace, path, runsProgram } = debugged;
  const makeDebuggee = () =>
    new Debuggee(launchArguments({ program: path }, 'arguments'), programOf(trace), path, { runsProgram });
  const serving = { ...place, makeDebuggee, log };
  if (place.port === undefined && place.socket === undefined) {
    await serveGdbOnStreams(serving);
    return EXIT.OK;
  }
  const server = await listenOrRefuse(place, () => listenForGdb(serving));
  if (server) await serveUntilAsked(server, log);
  return EXIT.OK;
}

interface Debugged {
  readonly trace: Trace;
  readonly path: string;
  readonly runsProgram: boolean;
}

/** What is to be debugged, or the exit status after telling why it cannot be. */
function load(invocation: Invocation): Debugged | number {
  const [path] = invocation.files;
  if (path === undefined) throw new UsageError('gdbserver: which program or trace? See xtrace gdbserver --help.');
  try {
    return /\.xtrace$/i.test(path) ? loadTraceFile(invocation, path) : loadProgram(invocation, path);
  } catch (problem) {
    if (!(problem instanceof TraceError)) throw problem;
    for (const each of problem.diagnostics.filter(({ severity }) => severity === 'error')) {
      invocation.error(`${diagnosticText(path, each)}\n`);
    }
    return EXIT.UNUSABLE;
  }
}

function loadTraceFile({ files, options, readInput }: Invocation, path: string): Debugged {
  const [, extra] = files;
  if (extra !== undefined) throw new UsageError(`A trace takes no arguments: what is ${extra}?`);
  const wrong = ['env', 'root', 'stdin'].find((name) => ownValue(options, name) !== undefined);
  if (wrong !== undefined) throw new UsageError(`--${wrong} is for programs: a trace says such things itself.`);
  const { name, text, files: beside } = readTraceFile(path, readInput);
  const setting: LoadTraceOptions = { file: name, files: beside, ...settingOptions(options) };
  return { trace: loadTrace(text, setting), path, runsProgram: false };
}

function loadProgram({ files, options, error }: Invocation, path: string): Debugged | number {
  const [, ...args] = files;
  const program = readProgramFile(path, textOption(options, 'root'));
  if ('problem' in program) {
    error(`xtrace: ${program.problem}\n`);
    return program.status;
  }
  const input = textOption(options, 'stdin');
  const start = { name: program.name, args, environment: environmentOption(options), input };
  const setting: LoadTraceOptions = { file: path, files: program.files, ...settingOptions(options) };
  return { trace: loadTrace(programTrace(start), setting), path, runsProgram: true };
}
