/** Loads a trace with the files that it takes data from; whatever is wrong with it becomes one error for the user. */

import type { ByteSource } from '../../elf/image/byte-source';
import { DEFAULT_POLICY } from '../../language/checks/check-setting';
import type { TraceFiles } from '../../language/data/data-bytes';
import { coreNamedBy } from '../../language/data/named-files';
import type { Diagnostic } from '../../language/errors/diagnostic';
import { bytesText, LIMITS } from '../../language/errors/limits';
import { parseTrace, parsingTrace } from '../../language/parser';
import type { Trace } from '../../language/tree/statement';
import { part } from '../../machine/pausable';
import { namesOfCoreFiles } from '../../world/cores/core-process';
import { type Loaded, loadingTrace } from '../../world/program/load-program';
import type { OverrideProblem, Overrides } from '../../world/program/override';
import type { Program } from '../../world/program/program';
import { canConform } from '../../world/program/under-vmlinux';
import type { AdapterHost } from '../protocol/host';
import { baseName, folderOf, siblingPath } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';
import { asError, dataFiles, filesBeside, notRead } from './data-files';
import { notThere } from './file-limit';
import { type Driving, inSlices } from './in-slices';
import type { LaunchArguments } from './launch-arguments';
import { NO_DISK, underLaunched } from './launched-kernel';
import { filesOfRoot } from './program-launch';

/** The share of reading in the time that loading takes. */
const READ = 0.25;

/** Thrown when a trace cannot run: the message has the first problem, `diagnostics` all of them. */
export class TraceError extends UserError {
  constructor(
    path: string,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super('bad-trace', describe(baseName(path), diagnostics));
  }
}

/**
 * Rejects with `TraceError` when it cannot run, and with `UserError` when it cannot be read or is cancelled.
 *
 * @param own the text, where `launch.program` is a program and no trace.
 */
export async function loadTrace(
  host: AdapterHost,
  launch: LaunchArguments,
  driving: Driving = {},
  own?: string,
): Promise<Program> {
  const { program: path, machine, kernel } = launch;
  const text = own ?? (await readOrFail(() => host.readText(path)));
  const overrides = { ...(machine ? { machine } : {}), ...(kernel ? { kernel } : {}) };
  const { program, diagnostics, overrideProblem } = await loadText(
    host,
    path,
    text,
    overrides,
    driving,
    filesOfRoot(host, launch),
  );
  if (overrideProblem) throw new UserError('bad-argument', describeOverride(overrideProblem));
  const [problem] = diagnostics;
  if (!program && own !== undefined && problem) throw new UserError('bad-program', shortened(problem.message));
  if (!program) throw new TraceError(path, tellable(diagnostics));
  if (!launch.vmlinux) return program;
  // An image stands in the place of the trace's kernel, whichever that is; on bare metal there is none to stand for.
  const isOfAnother = !canConform(program) && program.policy.name !== 'none';
  if (isOfAnother && !kernel) return loadTrace(host, { ...launch, kernel: DEFAULT_POLICY }, driving, own);
  return underLaunched(host, program, launch.vmlinux);
}

/**
 * The errors of a trace. Of a file that does not begin as a trace does only that is told: messages quote the text, and
 * whoever can ask for a launch need not be somebody who can read the file.
 */
export function tellable(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const headless = errors.filter(({ code }) => code === 'missing-header');
  return headless.length > 0 ? headless : errors;
}

/**
 * Loads the text of the trace at `path`, which a file need not hold yet, with the files beside it.
 *
 * @param root what programs find at `/`.
 */
export async function loadText(
  host: Pick<AdapterHost, 'readBytes' | 'openImage' | 'filesIn' | 'now' | 'schedule'>,
  path: string,
  text: string,
  overrides: Overrides = {},
  driving: Driving = {},
  root?: TraceFiles,
): Promise<Loaded> {
  const trace = await readText(host, text, driving);
  const beside = await filesFor(host, path, trace, [overrides]);
  const files = root ? { ...beside, root } : beside;
  return inSlices(host, part(loadingTrace(trace, { ...overrides, files }), READ, 1), driving);
}

/** The files that a trace names, and those that lines in the place of its own do: a dump, a written policy. */
export async function filesFor(
  host: Pick<AdapterHost, 'readBytes' | 'openImage' | 'filesIn'>,
  path: string,
  trace: Trace,
  overrides: readonly Overrides[],
): Promise<TraceFiles> {
  const lines = overrides.flatMap(({ machine, kernel }) => [
    ...(machine ? [`machine ${machine}`] : []),
    ...(kernel ? [`kernel ${kernel}`] : []),
  ]);
  const traces = [trace, ...lines.map((line) => parseTrace(line))];
  const read = await readFiles(host, path, traces);
  const named = filesBeside(read, { sizeOf: (bytes) => bytes.length, read: (bytes) => bytes });
  const files = withFolder(named, (name) => read.has(name), folderFiles(host, path));
  // Who explores a trace loads it again and again: an image is read once.
  const images = new Map<string, ByteSource>();
  const openImage = (name: string): ByteSource => {
    const image = images.get(name) ?? imageBeside(host, path, name);
    images.set(name, image);
    return image;
  };
  return { ...files, openImage };
}

/** What programs find in their folder; undefined where that is on no disk. */
function folderFiles(host: Pick<AdapterHost, 'filesIn'>, path: string): TraceFiles | undefined {
  try {
    return host.filesIn?.(folderOf(path));
  } catch {
    return undefined;
  }
}

/** The files that the trace names, and beside them those that its programs open. */
function withFolder(named: TraceFiles, isNamed: (name: string) => boolean, folder: TraceFiles | undefined): TraceFiles {
  if (!folder) return named;
  const filesOf = (name: string) => (isNamed(name) ? named : folder);
  return {
    ...folder,
    sizeOf: (name) => filesOf(name).sizeOf(name),
    read: (name) => filesOf(name).read(name),
  };
}

/** Throws `ExpressionError`. */
function imageBeside(host: Pick<AdapterHost, 'openImage'>, path: string, name: string): ByteSource {
  const file = siblingPath(path, name);
  try {
    if (file === undefined) throw notThere(name);
    if (!host.openImage) throw new UserError('cannot-read', NO_DISK);
    return host.openImage(file, folderOf(path));
  } catch (error) {
    throw notRead(asError(error));
  }
}

/** Reads a text without loading it. */
export function readText(
  host: Pick<AdapterHost, 'now' | 'schedule'>,
  text: string,
  driving: Driving = {},
): Promise<Trace> {
  return inSlices(host, part(parsingTrace(text), 0, READ), driving);
}

/** The files that `data ... file` names, or why one cannot be read, which is the loader's to report. */
async function readFiles(
  host: Pick<AdapterHost, 'readBytes'>,
  path: string,
  traces: readonly Trace[],
): Promise<ReadonlyMap<string, Uint8Array | Error>> {
  const files = new Map<string, Uint8Array | Error>();
  let left: number = LIMITS.allData.most;
  for (const { name, path: file } of traces.flatMap((trace) => dataFiles(trace, path))) {
    const content = left < 0 ? TOO_MUCH : await host.readBytes(file, folderOf(path)).catch(asError);
    files.set(name, content);
    if (!(content instanceof Error)) left -= content.length;
  }
  await readFilesOfCores(host, path, traces, files);
  return files;
}

/** The files that processes of cores had mapped, as far as files of these names lie beside the trace. */
async function readFilesOfCores(
  host: Pick<AdapterHost, 'readBytes'>,
  path: string,
  traces: readonly Trace[],
  files: Map<string, Uint8Array | Error>,
): Promise<void> {
  const cores = traces.flatMap(({ declarations }) =>
    declarations.flatMap(({ declaration }) => coreNamedBy(declaration)),
  );
  const contents = [...new Set(cores)].flatMap((name) => files.get(name) ?? []);
  const names = contents.flatMap((content) => (content instanceof Error ? [] : namesOfCoreFiles(content)));
  for (const name of new Set(names)) {
    const file = files.has(name) ? undefined : siblingPath(path, name);
    const content = file && (await host.readBytes(file, folderOf(path)).catch(asError));
    if (content && !(content instanceof Error)) files.set(name, content);
  }
}

const TOO_MUCH = new UserError(
  LIMITS.allData.code,
  `The files before it have more than ${bytesText(LIMITS.allData.most)} together.`,
);

async function readOrFail(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    throw new UserError('cannot-read', error instanceof Error ? error.message : 'The trace cannot be read.');
  }
}

function describe(name: string, diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics;
  if (!first) return `${name} cannot run.`;
  const more = diagnostics.length - 1;
  const rest = more === 0 ? '' : ` (and ${more} more ${more === 1 ? 'problem' : 'problems'})`;
  return `${name}:${first.range.line + 1}:${first.range.start + 1}: ${shortened(first.message)}${rest}`;
}

/** Not a place in the trace: the text is the launch configuration's. */
function describeOverride({ keyword, message }: OverrideProblem): string {
  return `The launch's own \`${keyword}\` cannot be used. ${shortened(message)}`;
}

/** A message may quote the trace, and a line of a trace may have any length. */
export function shortened(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}...` : message;
}

const LONGEST_MESSAGE = 300;
