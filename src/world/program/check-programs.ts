/** The programs that a trace's tasks run, looked at before anything runs: whatever is wrong with one is an error of the trace. */
import type { ElfFile } from '../../elf/elf-file';
import { isProblem, readElf } from '../../elf/read-elf';
import { STACK_SIZE, stringBytes } from '../../kernel/exec/initial-stack';
import { readScriptLine } from '../../kernel/exec/script';
import { absolute, givenName, HOME_FOLDER } from '../../kernel/files/path';
import type { ExecRequest } from '../../kernel/state/program-image';
import type { TraceFiles } from '../../language/data/data-bytes';
import type { Diagnostic } from '../../language/errors/diagnostic';
import { ExpressionError } from '../../language/errors/expression-error';
import { bytesText, LIMITS } from '../../language/errors/limits';
import type { ProgramCall } from '../../language/tree/declaration';
import type { Trace } from '../../language/tree/statement';
import { Problems } from './problems';
import { CODE_BASE_BESIDE_PROGRAMS } from './program';
import { programFiles } from './program-files';

/** The environment of every program, before what its task adds (a later text of the same name replaces an earlier one). */
const ENVIRONMENT: readonly string[] = ['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/home/user', 'LANG=C'];

/** What the kernel is asked to execute. */
export function execRequest({ path, arguments: values, environment, input }: ProgramCall): ExecRequest {
  const own = environment.map(({ text }) => text);
  const names = new Set(own.map(nameOf));
  return {
    path: path.text.replaceAll('\\', '/'),
    arguments: values.map(({ text }) => text),
    environment: [...ENVIRONMENT.filter((text) => !names.has(nameOf(text))), ...own],
    input: input?.text ?? null,
  };
}

function nameOf(text: string): string {
  return text.slice(0, text.indexOf('='));
}

export function programCalls(trace: Trace): readonly ProgramCall[] {
  return trace.declarations.flatMap(({ declaration }) =>
    declaration.kind === 'task' && declaration.exec ? [declaration.exec] : [],
  );
}

/** Whether tasks have code of their own, so that the trace's must lie elsewhere. */
export function bringsPrograms(trace: Trace): boolean {
  return trace.declarations.some(
    ({ declaration }) => declaration.kind === 'task' && (declaration.exec || declaration.core),
  );
}

export function checkPrograms(trace: Trace, files: TraceFiles | undefined): readonly Diagnostic[] {
  const problems = new Problems();
  for (const call of programCalls(trace)) {
    const { path, input } = call;
    problems.attempt(path.range, undefined, () => checkProgram(call, files));
    if (input) problems.attempt(input.range, 0, () => fileOf(files, input.text).sizeOf(input.text));
  }
  return problems.found;
}

/** Where a file of a program can be read. Throws `ExpressionError` where nothing can be. */
export function fileOf(files: TraceFiles | undefined, path: string): TraceFiles {
  if (files) return files;
  throw new ExpressionError('no-files', `There are no files here, so "${path}" cannot be read.`);
}

/** Throws `ExpressionError`. */
function checkProgram(call: ProgramCall, files: TraceFiles | undefined): void {
  const { text: path } = call.path;
  const elf = programIn(files, path, fileOf(files, path).read(path));
  if (elf.interpreter !== null && !isGiven(files, elf.interpreter)) {
    const why = isLookedForInRoot(files, elf.interpreter)
      ? `It is linked dynamically, and its dynamic linker ${elf.interpreter} ${NOT_IN_ROOT} ${OTHER_ROOT}`
      : `It is linked dynamically: ${elf.interpreter} would have to load its libraries. ${REMEDY}`;
    throw refused(path, why);
  }
  if (!elf.isRelocatable && elf.segments.some(({ address, memorySize }) => isReserved(address, memorySize))) {
    throw refused(path, 'It wants to lie where the stack or the code of the trace lies.');
  }
  const request = execRequest(call);
  const size = stringBytes({ ...request, arguments: [path, ...request.arguments] });
  if (size <= LIMITS.programStrings.most) return;
  throw refused(path, `Its arguments and environment have more than ${bytesText(LIMITS.programStrings.most)}.`);
}

const STATICALLY =
  'Link it statically (`gcc -static`, `musl-gcc -static`, `cargo build --target x86_64-unknown-linux-musl`)';
const REMEDY = `${STATICALLY}, or give the folder that its libraries lie in: \`xtrace exec --root DIR\`, or \`"root"\` in launch.json.`;
const NOT_IN_ROOT = 'is not in the folder that was given as root.';
const OTHER_ROOT = `${STATICALLY}, or give a root that has it there, with the libraries: \`/\`, or a system root.`;

/** The program in a file, or the one that reads it, where it is a script. */
function programIn(files: TraceFiles | undefined, path: string, bytes: Uint8Array): ElfFile {
  const script = readScriptLine(bytes);
  if (script) {
    const { interpreter } = script;
    const interpreterBytes = given(files, interpreter);
    if (!interpreterBytes) {
      const why = isLookedForInRoot(files, interpreter)
        ? NOT_IN_ROOT
        : 'is not there. Give the folder that it lies in: `xtrace exec --root DIR`.';
      throw refused(path, `It is a script that ${interpreter} reads, which ${why}`);
    }
    const read = readElf(interpreterBytes);
    if (isProblem(read))
      throw refused(path, `It is a script that ${interpreter} reads, which cannot run. ${read.problem}`);
    return read;
  }
  const elf = readElf(bytes);
  if (isProblem(elf)) throw refused(path, elf.problem);
  return elf;
}

/** The bytes at a path as programs see it, relative to their working folder; undefined where nothing can be read. */
function given(files: TraceFiles | undefined, path: string): Uint8Array | undefined {
  const name = givenName(absolute(HOME_FOLDER, path));
  return name === undefined ? undefined : programFiles(files).read(name);
}

function isGiven(files: TraceFiles | undefined, path: string): boolean {
  return given(files, path) !== undefined;
}

/** Whether a path, of a file that is not given, leads into a root that is. */
function isLookedForInRoot(files: TraceFiles | undefined, path: string): boolean {
  return files?.root !== undefined && path.startsWith('/');
}

function refused(path: string, why: string): ExpressionError {
  return new ExpressionError('bad-program', `"${path}" cannot run here. ${why}`);
}

const USER_END = 0x7fff_ffff_f000;

function isReserved(address: number, size: number): boolean {
  const isAtCode = address < CODE_BASE_BESIDE_PROGRAMS + LIMITS.code.most && address + size > CODE_BASE_BESIDE_PROGRAMS;
  return isAtCode || address + size > USER_END - STACK_SIZE;
}
