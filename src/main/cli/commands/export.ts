/** `xtrace export`: a trace as a page of its own, which steps it in any browser, or as a C program that does what it does. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dataFiles } from '../../../adapter/launch/data-files';
import { encodeBase64 } from '../../../adapter/protocol/base64';
import { parseTrace } from '../../../language/parser';
import { loadTrace, TraceError } from '../../../library';
import { htmlPage, type ReadPart } from '../../../player/html-page';
import { pageProblem } from '../../../player/page-problem';
import { isNoReproducer, reproducing } from '../../../world/reproducer/reproducer';
import { countOption, onlyFile } from '../arguments/options';
import { readTraceFile, STANDARD_INPUT, type TraceFile } from '../arguments/trace-file';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { diagnosticText } from '../report/diagnostic-text';
import { inBreaths } from '../running/in-breaths';
import { UsageError } from '../usage-error';
import { writeOutput } from '../written-file';

export const EXPORT: Command = {
  name: 'export',
  usage: 'FILE --html OUT | --c FILE [-o OUT] [--at STEP] [--machine M] [--kernel K]',
  summary: 'Write a page that steps the trace in any browser, or a C program that does the same on a real machine.',
  options: [
    { name: 'html', value: 'OUT', summary: 'Where to write the page; - is the standard output.' },
    { name: 'c', summary: 'Write a C program in the style of the selftests of the kernel.' },
    { name: 'output', short: 'o', value: 'OUT', summary: 'Where to write the program; standard output unless given.' },
    {
      name: 'at',
      value: 'STEP',
      summary: 'End the program before that step, counted from 1, with what registers hold there.',
    },
    { name: 'machine', value: 'M', summary: 'Another machine for the program, as a trace writes it.' },
    { name: 'kernel', value: 'K', summary: 'Another kernel, as a trace writes it.' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { error, outFile, options } = invocation;
  const { html } = options;
  if (options.c === true) return exportProgram(invocation);
  if (typeof html !== 'string') {
    throw new UsageError('export: --html OUT says where to write the page, and --c asks for a C program.');
  }
  const file = readTraceFile(onlyFile(invocation), invocation.readInput);
  const problem = pageProblem(parseTrace(file.text));
  if (problem !== undefined) throw new UsageError(`${file.name}: ${problem}`);
  if (!canRun(file, error)) return EXIT.FAILED;
  const name = file.name === '<stdin>' ? 'trace.xtrace' : path.basename(file.name);
  const page = await htmlPage({ name, text: file.text, files: filesOf(file) }, readPart);
  if (html === STANDARD_INPUT) outFile(page);
  else writeOutput('--html', html, page);
  return EXIT.OK;
}

/** What the program leaves out is said on the standard error, by lines. */
async function exportProgram(invocation: Invocation): Promise<ExitStatus> {
  const { error, outFile, options, breathe } = invocation;
  const { html, output, machine, kernel } = options;
  if (html !== undefined) throw new UsageError('export: --html and --c are two things: ask for one of them.');
  const file = readTraceFile(onlyFile(invocation), invocation.readInput);
  const step = countOption(options, 'at');
  const asked = {
    name: path.basename(file.name),
    files: file.files,
    ...(typeof machine === 'string' && { machine }),
    ...(typeof kernel === 'string' && { kernel }),
    ...(step !== undefined && { step }),
  };
  const made = await inBreaths(reproducing(file.text, asked), breathe);
  if (isNoReproducer(made)) {
    for (const diagnostic of made.diagnostics) error(`${diagnosticText(file.name, diagnostic)}\n`);
    error(`${file.name}: ${made.problem}\n`);
    return EXIT.FAILED;
  }
  if (typeof output !== 'string' || output === STANDARD_INPUT) outFile(made.source);
  else writeOutput('--output', output, made.source);
  for (const { line, sentence } of made.leftOut) error(`${file.name}:${line + 1}: left out: ${sentence}\n`);
  return EXIT.OK;
}

/** The program that runs lies in `dist`. */
const readPart: ReadPart = (part) => readFile(path.join(__dirname, '..', part));

/** A page of a trace that cannot run would only say so: what is wrong is told here. */
function canRun({ name, text, files }: TraceFile, error: (text: string) => void): boolean {
  try {
    loadTrace(text, { file: name, files });
    return true;
  } catch (problem) {
    if (!(problem instanceof TraceError)) throw problem;
    for (const diagnostic of problem.diagnostics) error(`${diagnosticText(name, diagnostic)}\n`);
    return false;
  }
}

/** The files that the trace reads. All of them exist: the trace has run. */
function filesOf({ text, files }: TraceFile): Readonly<Record<string, string>> {
  const named = dataFiles(parseTrace(text), 'trace');
  return Object.fromEntries(named.map(({ name }) => [name, encodeBase64(files.read(name))]));
}
