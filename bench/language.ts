/** A long trace, from its text to a program that can run. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diagnose } from '../src/language/check';
import { parsingTrace } from '../src/language/parser';
import { CheckedText } from '../src/language/typing/checked-text';
import { loadTrace, Run } from '../src/library';
import type { Pausable } from '../src/machine/pausable';
import { CHECK_CONTEXT, loadingTrace } from '../src/world/program/load-program';
import { longTrace } from './long-trace';
import type { Measured, Row } from './row';
import { millisecondsOf } from './timing';

const LINES = 100_000;
const MILLION = 1_000_000;
const TYPED_LINES = 10_000;
const KEYS = 21;

export const LANGUAGE_ROWS: readonly Row[] = [
  {
    what: 'Parsing and checking 100,000 lines',
    unit: 'ms',
    good: 'low',
    aim: 200,
    limit: 'reading each line, and the trees of events',
    measure: () => {
      const text = longTrace(LINES);
      return { samples: millisecondsOf({ warmUp: 0, repeat: 7 }, () => demandClean(diagnose(text, CHECK_CONTEXT))) };
    },
  },
  {
    what: 'Checking 100,000 lines again after a keystroke in them',
    unit: 'ms',
    good: 'low',
    aim: 10,
    limit: 'finding where the texts differ',
    measure: () => {
      const text = longTrace(LINES);
      const checked = CheckedText.check(text, CHECK_CONTEXT);
      const place = text.indexOf('mov ', text.length / 2);
      const typed = Array.from(
        { length: 20 },
        (_, index) =>
          `${text.slice(0, place)}${'mov eax, 12345678901234567890'.slice(0, 9 + index)}\n${text.slice(place)}`,
      );
      const next = typed.values();
      return {
        samples: millisecondsOf({ warmUp: 0, repeat: typed.length }, () =>
          demandAnswer(checked.diagnosticsOf(next.next().value ?? text)),
        ),
      };
    },
  },
  {
    what: 'Checking 10,000 lines again after a key that other lines have to do with',
    unit: 'ms',
    good: 'low',
    aim: 50,
    limit: 'steps that say a name whose meaning has changed',
    measure: () => keysThatOthersHaveToDoWith(longTrace(TYPED_LINES)),
  },
  {
    what: 'The same in 100,000 lines',
    unit: 'ms',
    good: 'low',
    aim: 10,
    limit: 'checking what declares and what begins a block, and saying what is wrong where a name has gone',
    measure: () => keysThatOthersHaveToDoWith(longTrace(LINES)),
  },
  {
    what: 'A million lines, from their text to a program that can run',
    unit: 's',
    good: 'low',
    aim: 2,
    limit: 'reading each line, the trees of events, and garbage collection',
    measure: () => {
      const text = asFromFile(longTrace(MILLION));
      return {
        samples: millisecondsOf({ warmUp: 0, repeat: 1 }, () => loadToFirstStep(text)).map((each) => each / 1000),
      };
    },
  },
  {
    what: 'The longest piece of that, between two pauses',
    unit: 'ms',
    good: 'low',
    aim: 50,
    limit: 'garbage collection',
    measure: () => ({ samples: [longestPiece(asFromFile(longTrace(MILLION)))] }),
  },
  {
    what: 'Memory for them, at most',
    unit: 'MB',
    good: 'low',
    aim: 500,
    limit: 'the text, statements as objects, and the tree of each event',
    measure: () => ({ samples: [memoryOfLoading(longTrace(MILLION))] }),
  },
  {
    what: 'Loading 100,000 lines: also assembling them',
    unit: 'ms',
    good: 'low',
    limit: 'reading each line, and the layout of branches',
    measure: () => {
      const text = longTrace(LINES);
      return { samples: millisecondsOf({ warmUp: 0, repeat: 4 }, () => demandClean(loadTrace(text).warnings)) };
    },
  },
];

/** Keys in a label, a block, data, a task and all else that is more than a step. */
const FRAME_KEYS: readonly { readonly what: string; readonly key: (text: string, count: number) => string }[] = [
  { what: 'a new label', key: (text, count) => amid(text, `here${count}:\n`) },
  { what: 'the name of a label', key: (text, count) => text.replace('.top_5:', `.top_5${count}:`) },
  { what: 'a block', key: (text, count) => amid(text, `repeat ${count} as round\n`) },
  { what: 'an end', key: (text, count) => amid(text, `end ; ${count}\n`) },
  { what: 'the name of data', key: (text, count) => text.replace('data buffer_5 ', `data buffer_5${count} `) },
  { what: 'the size of data', key: (text, count) => text.replace('buffer_5 = i8[16]', `buffer_5 = i8[${count}]`) },
  { what: 'a constant', key: (text, count) => amid(text, `const c = ${count}\n`) },
  { what: 'the name of a task', key: (text, count) => text.replace('task B', `task B${count}`) },
  { what: 'a forked task', key: (text, count) => amid(text, `syscall fork() as Q${count}\n`) },
  { what: 'the machine', key: (text, count) => text.replace('cpus=2', `cpus=${count}`) },
];

/** The median of each kind of key; the worst kind counts. */
function keysThatOthersHaveToDoWith(text: string): Measured {
  const checked = CheckedText.check(text, CHECK_CONTEXT);
  const samples = FRAME_KEYS.map(({ key }) => {
    const next = Array.from({ length: KEYS }, (_, index) => asFromFile(key(text, index + 1))).values();
    const each = millisecondsOf({ warmUp: 0, repeat: KEYS }, () =>
      demandAnswer(checked.diagnosticsOf(next.next().value ?? text)),
    );
    return each.toSorted((a, b) => a - b)[KEYS >> 1] ?? Number.NaN;
  });
  const worstAt = FRAME_KEYS[samples.indexOf(Math.max(...samples))]?.what ?? '';
  return { samples, worstAt, judgedByWorst: true };
}

function amid(text: string, line: string): string {
  const place = text.indexOf('\n', text.length / 2) + 1;
  return text.slice(0, place) + line + text.slice(place);
}

/** A trace that is wrong somewhere could be done sooner. */
function demandClean(diagnostics: ReturnType<typeof diagnose>): void {
  const [first] = diagnostics;
  if (first) throw new Error(`The long trace is not clean: ${first.range.line + 1}: ${first.message}`);
}

function demandAnswer(diagnostics: ReturnType<typeof diagnose> | undefined): void {
  if (!diagnostics) throw new Error('The long trace was to be checked as a whole again.');
}

/** Milliseconds: the longest that loading keeps its caller from anything else, however short its slices are. */
function longestPiece(text: string): number {
  const loading = loadingText(text);
  let longest = 0;
  for (;;) {
    const start = performance.now();
    const { done } = loading.next();
    longest = Math.max(longest, performance.now() - start);
    if (done) return longest;
  }
}

/** In one piece in memory: a text that was joined is copied by whoever looks at it first. */
function asFromFile(text: string): string {
  return Buffer.from(text).toString();
}

/** MB: the most that a process has that reads the text from its file and nothing else. To make it takes as much again. */
function memoryOfLoading(text: string): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-long-'));
  try {
    const file = path.join(folder, 'long.xtrace');
    writeFileSync(file, text);
    return Number(execFileSync(process.execPath, ['out/bench/load-once.js', file], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function* loadingText(text: string): Pausable<void> {
  const { diagnostics } = yield* loadingTrace(yield* parsingTrace(text));
  demandClean(diagnostics);
}

function loadToFirstStep(text: string): void {
  const trace = loadTrace(text);
  demandClean(trace.warnings);
  if (new Run(trace).ended) throw new Error('The long trace has no first step.');
}
