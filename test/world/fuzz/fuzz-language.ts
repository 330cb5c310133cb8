/**
 * The language with texts that are nearly traces: reading, checking, laying out, formatting, running, and all that an editor
 * and a debugger ask. Whatever the text is, there is an answer, within the text, and no mistake of ours.
 */
import { complete } from '../../../src/language/editing/completion/completion';
import { quickFixes } from '../../../src/language/editing/fixes/quick-fixes';
import { hover } from '../../../src/language/editing/hover/hover';
import { outline } from '../../../src/language/editing/outline';
import { referencesAt } from '../../../src/language/editing/references';
import { signatureHelp } from '../../../src/language/editing/signature-help';
import type { Range } from '../../../src/language/errors/diagnostic';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { formatTrace } from '../../../src/language/format-trace';
import { parseTrace } from '../../../src/language/parser';
import { CHECK_CONTEXT, checkProgram, loadProgram } from '../../../src/world/program/load-program';
import type { Program } from '../../../src/world/program/program';
import { advance } from '../../../src/world/run/moment';
import { startWorld } from '../../../src/world/run/start';
import { evaluateText, resolveReference } from '../../../src/world/scope/evaluate-text';
import type { World } from '../../../src/world/state/world';
import { exampleNames, exampleText } from '../../examples';
import { Random } from '../../machine/random';
import { mutated } from './mutate';

/** Long examples say little more, and take their time. */
const LONGEST = 4000;
const MOMENTS = 300;

const SEEDS = exampleNames.map(exampleText).filter((text) => text.length <= LONGEST);

const EXPRESSIONS = [
  ...['A.fpstate.size == 10752', 'tmm0.i32[0][1] + 1', 'cpu[0].xfd', 'has(xinuse, XTILEDATA) ? 1 : 0', 'u8[rsp + 8]'],
  ...['max(1, 2.5, -rax)', 'kernel.nm', 'last.exception == "#NM"', '(1 << 63) * (1 << 63)', 'zmm0.f32[3]', 'xfd,x'],
];
const MACHINES = ['sapphire-rapids cpus=2', 'zen4 -avx512f', 'granite-rapids +amx-fp8 errata=x'];
const KERNELS = ['linux version=6.12', 'linux-rfc-2020 reclaim=on', 'none boot=reset', 'explicit memory=4096', 'eager'];

const FILES = { sizeOf: () => 64, read: () => new Uint8Array(64) };

export interface LanguageFuzz {
  readonly texts: number;
  /** That ran. */
  readonly programs: number;
  /** What went wrong, each with the text. */
  readonly problems: readonly string[];
}

/** As many texts as `count` says; the same for the same seed. */
export function fuzzLanguage(seed: number, count: number): LanguageFuzz {
  const random = new Random(seed);
  const problems: string[] = [];
  let programs = 0;
  for (let texts = 0; texts < count; texts++) {
    const text = mutated(random.pick(SEEDS), random);
    const attempt = (what: string, work: () => string | undefined): void => {
      const problem = problemOf(work);
      if (problem !== undefined) problems.push(`${what}: ${problem}\n${JSON.stringify(text)}`);
    };
    attempt('check', () => checkedWrongly(text));
    attempt('format', () => formattedWrongly(text));
    attempt('editor', () => editedWrongly(text, random));
    attempt('overrides', () => overriddenWrongly(text, random));
    attempt('run', () => {
      const { program } = loadProgram(text, { files: FILES });
      if (!program) return undefined;
      programs++;
      return ranWrongly(program, random);
    });
  }
  return { texts: count, programs, problems };
}

function problemOf(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function checkedWrongly(text: string): string | undefined {
  const diagnostics = checkProgram(text, FILES);
  for (const { message, code, range } of diagnostics) {
    if (!isWithin(range, text)) return `${code} lies outside: ${JSON.stringify(range)}`;
    if (/\bundefined\b|\[object |NaN/.test(message) && !/undefined|NaN/.test(text)) return `${code} says: ${message}`;
  }
  const isClean = diagnostics.every(({ severity }) => severity !== 'error');
  const loads = loadProgram(text, { files: FILES }).program !== undefined;
  return isClean === loads
    ? undefined
    : `checked as ${isClean ? 'right' : 'wrong'}, but it ${loads ? 'loads' : 'does not load'}`;
}

function isWithin({ line, start, end }: Range, text: string): boolean {
  const source = text.split('\n')[line];
  return source !== undefined && start >= 0 && start <= end && end <= source.length;
}

function formattedWrongly(text: string): string | undefined {
  const once = formatTrace(text);
  return formatTrace(once) === once ? undefined : 'formatting twice changes something';
}

function editedWrongly(text: string, random: Random): string | undefined {
  const trace = parseTrace(text);
  const lines = text.split('\n');
  const line = random.below(lines.length);
  const source = lines[line] ?? '';
  const column = random.below(source.length + 1);
  outline(trace);
  signatureHelp(source, column);
  const references = referencesAt(trace, line, column);
  const ranges = [
    hover(trace, line, column, CHECK_CONTEXT)?.range,
    complete(trace, line, column, CHECK_CONTEXT).range,
    ...quickFixes(trace, line, line, CHECK_CONTEXT).flatMap(({ edits }) => edits.map(({ range }) => range)),
    ...(references?.definitions ?? []),
    ...(references?.uses ?? []),
  ];
  const wrong = ranges.find((range) => range && !isWithin(range, text));
  return wrong && `an answer at ${line}:${column} lies outside: ${JSON.stringify(wrong)}`;
}

function overriddenWrongly(text: string, random: Random): string | undefined {
  const machine = mutated(random.pick(MACHINES), random);
  const kernel = mutated(random.pick(KERNELS), random);
  const { overrideProblem } = loadProgram(text, { machine, kernel, files: FILES });
  return overrideProblem?.message === '' ? `no reason against ${machine} and ${kernel}` : undefined;
}

function ranWrongly(program: Program, random: Random): string | undefined {
  const world = startWorld(program);
  for (let left = random.below(MOMENTS); left > 0 && !world.ended; left--) advance(world);
  for (let left = 4; left > 0; left--) {
    const expression = mutated(random.pick(EXPRESSIONS), random);
    const problem = problemOf(() => askedWrongly(world, expression));
    if (problem !== undefined) return `${JSON.stringify(expression)}: ${problem}`;
  }
  return undefined;
}

function askedWrongly(world: World, expression: string): string | undefined {
  try {
    const { value } = evaluateText(world, expression);
    if (!['bigint', 'number', 'string'].includes(typeof value)) return `is ${typeof value}`;
    resolveReference(world, expression)?.assign?.(1n);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    if (error.message === '') return 'no reason';
  }
  return undefined;
}
