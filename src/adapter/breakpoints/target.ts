/** Where breakpoints of a program can be: its steps, its functions, the lines of its kernel. */

import { variableNames } from '../../elf/dwarf/variables';
import type { Policy } from '../../kernel/routines/policy';
import { ExpressionError } from '../../language/errors/expression-error';
import { didYouMean } from '../../language/errors/nearest';
import { evaluate } from '../../language/expressions/evaluate';
import { parseTrace } from '../../language/parser';
import { spellings } from '../../machine/instructions';
import type { CompiledProgram } from '../../world/compiled/compiled-program';
import { describedPrograms } from '../../world/compiled/kernel-image';
import { libraryOfFunction, libraryOfSource } from '../../world/compiled/needed-libraries';
import {
  functionNames,
  functionPlaces,
  linePlaces,
  type ProgramPlaces,
  type SourceLinePlaces,
} from '../../world/compiled/places';
import { isAboutExceptions } from '../../world/debugger/breakpoints/exception-filters';
import type { Program } from '../../world/program/program';
import { worldScope } from '../../world/scope/scope';
import { parseMemoryReference } from '../protocol/memory-reference';
import { baseName } from '../protocol/source-path';
import type { Debuggee } from '../state/debuggee';
import type { BindingTarget, KernelStepRequest, RequestedBreakpoint } from './requested';

export function targetOf(debuggee: Debuggee): BindingTarget {
  const { program, engine } = debuggee;
  const later = namesOfLater(debuggee);
  return {
    stepLines: program.steps.lines,
    sourceLine: (path, line) => sourceLine(debuggee, path, line),
    isFile: (path) => debuggee.sources.isFile(path),
    mayLoad: runsPrograms(program),
    programAddress: (reference, offset) => {
      const place = parseMemoryReference(reference);
      return place.kind === 'memory' ? programAddress(debuggee, place.address + offset) : undefined;
    },
    kernelStep: (step) => kernelStep(debuggee, step),
    functionProblem: (name) => functionProblem(debuggee, name),
    lineOfAddress: (reference, offset) => {
      const place = parseMemoryReference(reference);
      return place.kind === 'memory' ? program.stepAt(place.address + offset)?.line : undefined;
    },
    expressionProblem: (expression, text, requested) =>
      isUnknownPlace(debuggee, requested)
        ? undefined
        : expressionProblem(() => evaluate(expression, worldScope(engine.world)), text, [
            later,
            namesAt(program.policy, requested),
            ...describedPrograms(program).map(namesInProgram),
          ]),
  };
}

/** Before the launch: from the text alone, in which only the places of line breakpoints are known. */
export function targetOfText(text: string): BindingTarget {
  const steps = parseTrace(text).statements.filter(({ kind }) => kind !== 'declaration');
  return {
    stepLines: [...new Set(steps.map(({ line }) => line))],
    programAddress: () => undefined,
    sourceLine: () => 'Programs are known once the trace has been launched.',
    isFile: () => () => false,
    mayLoad: false,
    kernelStep: () => 'The kernel is known once the trace has been launched.',
    functionProblem: () => 'Functions are known once the trace has been launched.',
    lineOfAddress: () => undefined,
    expressionProblem: () => undefined,
  };
}

function kernelStep(
  { program: { policy }, kernelSource }: Debuggee,
  { policy: wanted, step }: KernelStepRequest,
): { readonly index: number; readonly line: number } | string {
  const { routine = '', name = '' } = step ?? {};
  const index = policy.routines
    .find((candidate) => candidate.name === routine)
    ?.steps.findIndex((row) => row.name === name);
  if (kernelSource && index !== undefined && index >= 0) return { index, line: kernelSource.lineOf(routine, index) };
  const running = policy.name === 'none' ? 'This trace runs without a kernel' : `\`kernel ${policy.name}\` runs`;
  return `${running}: it has no step ${routine}.${name}, on which this breakpoint was set in \`kernel ${wanted}\`.`;
}

/** Where programs have a function at an address: each of them, as nobody says which one is meant. */
function programAddress({ program }: Debuggee, address: number): readonly ProgramPlaces[] | undefined {
  if (program.stepAt(address)) return undefined;
  const found = describedPrograms(program).filter(
    ({ symbols, info, bias }) => symbols.functionAt(address - bias) ?? info.functionAt(address - bias),
  );
  return found.length > 0 ? found.map(({ path }) => ({ path, addresses: [address] })) : undefined;
}

function sourceLine(
  { program, sources, traceSource }: Debuggee,
  path: string,
  line: number,
): SourceLinePlaces | string {
  const programs = describedPrograms(program);
  const found = linePlaces(program, sources.isFile(path), line);
  if (found) return found;
  const library = libraryOfSource(program, sources.isFile(path));
  if (library !== undefined) return notLoaded(library);
  if (programs.length === 0) return `The trace that runs is ${traceSource.name}, and this line is not part of it.`;
  const problem = programs.flatMap((each) => each.problem ?? []).at(0);
  if (problem !== undefined) return problem;
  if (sources.fileAt(path)) return 'The programs that run have no code on this line, or behind it.';
  return `No program that runs was compiled from this file: compile it with \`-g\`, beside ${traceSource.name}, or give the launch a \`sourceMap\`.`;
}

/** Which names there are at such a place is known once a program that has the place is loaded. */
function isUnknownPlace(debuggee: Debuggee, requested: RequestedBreakpoint): boolean {
  if (requested.on === 'source-line') return typeof sourceLine(debuggee, requested.path, requested.line) === 'string';
  return requested.on === 'function' && functionProblem(debuggee, requested.name) !== undefined;
}

function runsPrograms({ tasks }: Program): boolean {
  return tasks.some(({ exec }) => exec !== undefined);
}

function notLoaded(library: string): string {
  return `It is part of ${baseName(library)}, which no program has loaded yet.`;
}

function functionProblem({ program }: Debuggee, name: string): string | undefined {
  const symbol = program.symbols.get(name);
  if (symbol?.kind === 'proc' || symbol?.kind === 'label') return undefined;
  if (functionPlaces(program, name).length > 0) return undefined;
  const routines: readonly string[] = program.policy.routines.map((routine) => routine.name);
  const mnemonics = [...spellings()];
  if (routines.includes(name) || mnemonics.includes(name.toLowerCase())) return undefined;
  const library = libraryOfFunction(program, name);
  if (library !== undefined) return notLoaded(library);
  const procs = [...program.symbols.values()].filter(({ kind }) => kind === 'proc').map((proc) => proc.name);
  const hint = didYouMean(name, [...procs, ...functionNames(program), ...routines, ...mnemonics]);
  const inProgram = runsPrograms(program) ? ', no function of a program that has run by now' : '';
  return `\`${name}\` is no mnemonic, no proc of this trace${inProgram} and no routine of its kernel (${program.policy.name}).${hint}`;
}

/** Errors that no later state can cure. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'unknown-name',
  'unknown-function',
  'unknown-member',
  'function-without-arguments',
  'argument-count',
  'not-a-component',
]);

/** `known`: names that there are where the expression is evaluated, if not now. */
function expressionProblem(
  evaluate: () => unknown,
  text: string,
  known: readonly ReadonlySet<string>[],
): string | undefined {
  try {
    evaluate();
    return undefined;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, message, range } = error;
    if (!FOR_GOOD.has(code)) return undefined;
    const name = range && text.slice(range.start, range.end);
    return name !== undefined && known.some((names) => names.has(name)) ? undefined : message;
  }
}

const NO_NAMES: ReadonlySet<string> = new Set();
const VECTOR: ReadonlySet<string> = new Set(['vector']);

/** Names that mean something only where this breakpoint stops: variables of the kernel, the vector of an exception. */
function namesAt(policy: Policy, requested: RequestedBreakpoint): ReadonlySet<string> {
  if (requested.on === 'filter') return isAboutExceptions(requested.filter) ? VECTOR : NO_NAMES;
  const isRoutine = requested.on === 'function' && policy.routines.some(({ name }) => name === requested.name);
  return isRoutine || requested.on === 'kernel-step' ? namesInKernel(policy) : NO_NAMES;
}

const kernelNames = new WeakMap<Policy, ReadonlySet<string>>();

/** Variables are not declared, and a callee may get one by another name: whatever stands in the pseudo-C may be one. */
function namesInKernel(policy: Policy): ReadonlySet<string> {
  let names = kernelNames.get(policy);
  if (!names) {
    const texts = policy.routines.flatMap(({ signature, steps }) => [signature, ...steps.map(({ code }) => code)]);
    names = new Set(texts.join(' ').match(/[A-Za-z_]\w*/g));
    kernelNames.set(policy, names);
  }
  return names;
}

const programNames = new WeakMap<CompiledProgram, ReadonlySet<string>>();

/** Variables of a program: each is there in its own function. */
function namesInProgram(compiled: CompiledProgram): ReadonlySet<string> {
  // Of a kernel, more is read from stop to stop.
  let names = compiled.isKernel ? undefined : programNames.get(compiled);
  if (!names) {
    names = variableNames(compiled.info);
    programNames.set(compiled, names);
  }
  return names;
}

/** Names that come into being while the trace runs: tasks of fork and clone, counters of `repeat`. */
function namesOfLater({ program }: Debuggee): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of program.trace.statements) {
    if (statement.kind !== 'event') continue;
    const { event } = statement;
    if (event.kind === 'syscall' && event.as) names.add(event.as.text);
    if (event.kind === 'repeat' && event.counter) names.add(event.counter.text);
  }
  return names;
}
