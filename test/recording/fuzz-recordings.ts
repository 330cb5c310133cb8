/** Mutated recordings: each must end in a trace without an error of the language, or in one sentence. */
import { importRecording, isImportProblem } from '../../src/recording/import-recording';
import { observationJson } from '../../src/recording/reading/observations-json';
import { loadProgram } from '../../src/world/program/load-program';
import { generator } from '../random';
import { imported, part, source } from './harness';

const CHECKPOINT =
  '{"magic": "CORE", "entries": [{"thread_info": {"gpregs": {"ax": 1, "ip": "0x10"}, "fpregs": {"mxcsr": 8064, "xmm_space": [1, 2], "xsave": {"xstate_bv": 7, "ymmh_space": [3], "pkru": [4]}}}}]}';

export interface RecordingFuzz {
  readonly files: number;
  /** How many became a trace. */
  readonly written: number;
  readonly problems: readonly string[];
}

const MOST_MUTATIONS = 6;
const LINES = 60;

/** What is likely to find an edge of a line. */
const PIECES = [
  '-',
  ' ',
  '[',
  ']',
  ':',
  '=',
  '0x',
  '\n',
  '> ',
  '=3D',
  '999999999999',
  '{',
  '"',
  ',',
  '\0',
  '\xff',
  '18446744073709551616',
];

/** `count` files from a seed: parts of a trace buffer, the same as JSON and as perf prints it, a boot log, a checkpoint, an area. */
export function fuzzRecordings(seed: number, count: number): RecordingFuzz {
  const random = generator(seed);
  const text = part('perm').split('\n');
  const json = imported(part('perm')).observations.map(observationJson);
  const problems: string[] = [];
  let written = 0;
  const originals: readonly (() => string)[] = [
    () => some(text, random).join('\n'),
    () => some(json, random).join('\n'),
    () =>
      some(text, random)
        .map((line) => line.replace(/-(\d+) +\[(\d+)\] \S+ +/, '  $1 [$2] '))
        .join('\n'),
    () =>
      'x86/fpu: xstate_offset[18]: 2560, xstate_sizes[18]: 8192\nx86/fpu: Enabled xstate features 0x602e7, context size is 10752 bytes,',
    () => CHECKPOINT,
    () => `${'\0'.repeat(512)}\x03\x02${'\0'.repeat(500)}`,
  ];
  for (let file = 0; file < count; file++) {
    const mutated = mutate(originals[file % originals.length]?.() ?? '', random);
    try {
      const result = importRecording(source(mutated), { name: 'recording' });
      if (isImportProblem(result)) {
        if (!/^[A-Za-z][^\n]*\.$/.test(result.problem)) problems.push(`file ${file}: ${result.problem}`);
        continue;
      }
      written++;
      const [error] = loadProgram(result.trace, {}).diagnostics.filter(({ severity }) => severity === 'error');
      if (error) problems.push(`file ${file} of seed ${seed}: line ${error.range.line + 1}: ${error.message}`);
    } catch (error) {
      problems.push(`file ${file} of seed ${seed}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  return { files: count, written, problems };
}

function some(lines: readonly string[], random: (below: number) => number): string[] {
  const start = random(lines.length);
  return lines.slice(start, start + 1 + random(LINES));
}

function mutate(original: string, random: (below: number) => number): string {
  let text = original;
  for (let left = 1 + random(MOST_MUTATIONS); left > 0; left--) {
    const at = random(text.length + 1);
    const piece =
      random(3) === 0
        ? text.slice(random(text.length + 1)).slice(0, random(200))
        : (PIECES[random(PIECES.length)] ?? '');
    text = text.slice(0, at) + piece + text.slice(at + random(8));
  }
  return text;
}
