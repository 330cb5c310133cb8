/** `xtrace export`: a trace as a page of its own, which steps it in any browser, from disk and without a network. */
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dataFiles } from '../../../adapter/launch/data-files';
import { encodeBase64 } from '../../../adapter/protocol/base64';
import { parseTrace } from '../../../language/parser';
import { loadTrace, TraceError } from '../../../library';
import { htmlPage, type ReadPart } from '../../../player/html-page';
import { onlyFile } from '../arguments/options';
import { readTraceFile, STANDARD_INPUT, type TraceFile } from '../arguments/trace-file';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { diagnosticText } from '../report/diagnostic-text';
import { UsageError } from '../usage-error';

export const EXPORT: Command = {
  name: 'export',
  usage: 'FILE --html OUT',
  summary: 'Write a page that steps the trace in any browser, forwards and backwards, without a network.',
  options: [{ name: 'html', value: 'OUT', summary: 'Where to write the page; - is the standard output.' }],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { error, outFile, options } = invocation;
  const { html } = options;
  if (typeof html !== 'string') throw new UsageError('export: --html OUT says where to write the page.');
  const file = readTraceFile(onlyFile(invocation), invocation.readInput);
  if (!canRun(file, error)) return EXIT.FAILED;
  const name = file.name === '<stdin>' ? 'trace.xtrace' : path.basename(file.name);
  const page = await htmlPage({ name, text: file.text, files: filesOf(file) }, readPart);
  if (html === STANDARD_INPUT) outFile(page);
  else write(html, page);
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

function write(file: string, page: string): void {
  try {
    writeFileSync(file, page);
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : String(problem);
    throw new UsageError(`--html: ${file} cannot be written: ${reason}.`);
  }
}
