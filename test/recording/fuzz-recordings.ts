/** Mutated recordings: each must end in a trace without an error of the language, or in one sentence. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FORMATS } from '../../src/recording/formats';
import { importRecording, isImportProblem } from '../../src/recording/import-recording';
import { observationJson } from '../../src/recording/reading/observations-json';
import { loadProgram } from '../../src/world/program/load-program';
import { buildCore } from '../elf/core/build-core';
import { generator } from '../random';
import { imported, part, source } from './harness';

const CHECKPOINT =
  '{"magic": "CORE", "entries": [{"thread_info": {"gpregs": {"ax": 1, "ip": "0x10"}, "fpregs": {"mxcsr": 8064, "xmm_space": [1, 2], "xsave": {"xstate_bv": 7, "ymmh_space": [3], "pkru": [4]}}}}]}';

const BOOT =
  'x86/fpu: xstate_offset[18]: 2560, xstate_sizes[18]: 8192\nx86/fpu: Enabled xstate features 0x602e7, context size is 10752 bytes,';

/** Of gcc -O2 -c: functions with data, a table of jumps, thread-local data and what other files have. */
const OBJECT = path.join(__dirname, '../fixtures/linux/functions.o');

export interface RecordingFuzz {
  readonly files: number;
  /** How many became a trace. */
  readonly written: number;
  readonly problems: readonly string[];
}

type Random = (below: number) => number;

const MOST_MUTATIONS = 6;
const LINES = 60;

/** What is likely to find an edge of a line. */
const PIECES = [
  ...['-', ' ', '[', ']', ':', '=', '0x', '\n', '> ', '=3D', '999999999999', '{', '"', ',', '\0', '\xff', '(', '$'],
  ...['18446744073709551616', '\xff\xff\xff\x7f', '\0\0\0\0\0\0\0\x80'],
];

/** A file of each format, by the name of its row. */
function originals(): ReadonlyMap<string, (random: Random) => string> {
  const text = part('perm').split('\n');
  const json = imported(part('perm')).observations.map(observationJson);
  const traced = fixture('perf-trace.txt').split('\n');
  const scripted = fixture('perf-script.txt').split('\n');
  const core = latin1(buildCore({ threads: 2, xstate: area(), layout: [[2, 256, 576]], memory: MEMORY, files: FILES }));
  const object = latin1(readFileSync(OBJECT));
  return new Map<string, (random: Random) => string>([
    ['core', () => core],
    ['elf', () => object],
    ['observations', (random) => some(json, random)],
    ['ftrace', (random) => some(text, random)],
    ['perf', (random) => some(random(2) === 0 ? traced : scripted, random)],
    ['dmesg', () => BOOT],
    ['criu', () => CHECKPOINT],
    ['xsave', () => latin1(area())],
  ]);
}

const MEMORY = [{ address: 0x40_0000, bytes: new Uint8Array(64) }];
const FILES = [{ start: 0x40_0000, end: 0x40_1000, page: 0, path: '/usr/bin/thing' }];

function area(): Uint8Array {
  const bytes = new Uint8Array(1024);
  bytes[512] = 3;
  bytes[513] = 2;
  return bytes;
}

function fixture(name: string): string {
  return readFileSync(path.join(__dirname, '../fixtures/linux', name), 'latin1');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** `count` files of every format, from a seed; of the traces that come of them, every `loadedEvery`th is loaded. */
export function fuzzRecordings(seed: number, count: number, loadedEvery: number): RecordingFuzz {
  const random = generator(seed);
  const problems: string[] = [];
  let [files, written] = [0, 0];
  const known = originals();
  for (const { name } of FORMATS) {
    const original = known.get(name);
    if (!original) problems.push(`no file of format ${name}`);
    for (let file = 0; original && file < count; file++) {
      files++;
      // A mutation may hide what a format is known by: then it is given.
      const format = random(2) === 0 ? name : undefined;
      const isLoaded = file % loadedEvery === 0 || SELDOM_WRITTEN.has(name);
      const problem = tryFile(mutate(original(random), random), format, isLoaded);
      if (problem === WRITTEN) written++;
      else if (problem !== undefined) problems.push(`file ${file} of ${name}, seed ${seed}: ${problem}`);
    }
  }
  return { files, written, problems };
}

/** Few of these become a trace, which says the more. */
const SELDOM_WRITTEN: ReadonlySet<string> = new Set(['elf']);

const WRITTEN = 'written';

/** Undefined for a file that is refused as it should be. */
function tryFile(content: string, format: string | undefined, isLoaded: boolean): string | undefined {
  try {
    const result = importRecording(source(content), { name: 'recording' }, format);
    if (isImportProblem(result)) return /^[A-Za-z][^\n]*\.$/.test(result.problem) ? undefined : result.problem;
    if (!isLoaded) return WRITTEN;
    const files = { read: () => Buffer.from(content, 'latin1'), sizeOf: () => content.length };
    const { diagnostics } = loadProgram(result.trace, { files });
    const [error] = diagnostics.filter(({ severity, code }) => severity === 'error' && !MAY_BE.has(code));
    return error ? `line ${error.range.line + 1}: ${error.message}` : WRITTEN;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** A core whose process had memory where no process has any is imported, and refused where it is run. */
const MAY_BE: ReadonlySet<string> = new Set(['bad-program']);

function some(lines: readonly string[], random: Random): string {
  const start = random(lines.length);
  return lines.slice(start, start + 1 + random(LINES)).join('\n');
}

function mutate(original: string, random: Random): string {
  let text = original;
  for (let left = 1 + random(MOST_MUTATIONS); left > 0; left--) {
    // The beginning says what everything else is.
    const at = random(random(2) === 0 ? text.length + 1 : Math.min(text.length, 256) + 1);
    const piece =
      random(3) === 0
        ? text.slice(random(text.length + 1)).slice(0, random(200))
        : (PIECES[random(PIECES.length)] ?? '');
    const isInPlace = random(2) === 0;
    text = text.slice(0, at) + piece + text.slice(at + (isInPlace ? piece.length : random(8)));
  }
  return text;
}
