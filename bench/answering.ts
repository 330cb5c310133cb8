/** Whether a trace can go wrong in another order, and why it contradicts the model: runs of it, each with something otherwise. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { explain, exploringPart } from '../src/library';
import { sourceOf } from '../src/main/recording-source';
import { importRecording, isImportProblem } from '../src/recording/import-recording';
import type { Row } from './row';
import { millisecondsOf } from './timing';

const RUNS = 1000;
const REPEAT = 5;
const MINUTE_MS = 60_000;

/** Contradicted by its last line: some 400 assumptions are tried. */
const CONTRADICTED = `xtrace 1
machine sapphire-rapids
kernel linux
data cfg = tilecfg { tmm0: 16x64 }
task A
task B
switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
    tilezero tmm0 => #NM
switch B
    observe xfd=0
`;

/** What a real Linux recorded, with one value of IA32_XFD that nobody has written. */
function alteredRecording(): string {
  const bytes = gunzipSync(readFileSync('test/fixtures/linux/trace.txt.gz'));
  const imported = importRecording(sourceOf(bytes), { name: 'trace.txt' });
  if (isImportProblem(imported)) throw new Error(imported.problem);
  return imported.trace.replace(/(observe xfd=)0x40000(.*; line 1580\n)/, '$10x0$2');
}

/** The most memory that this process has had. */
function megabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}

export const ANSWERING_ROWS: readonly Row[] = [
  {
    what: 'Runs of examples/ping-pong.xtrace explored in a minute, one thread',
    unit: 'runs',
    good: 'high',
    aim: 10_000,
    limit: 'the lines of the kernel’s routines, and the laws after each',
    measure: () => {
      const text = readFileSync('examples/ping-pong.xtrace', 'utf8');
      const samples = Array.from({ length: REPEAT }, (_, seed) => {
        const work = exploringPart(text, { depth: 2, budget: RUNS, seed }, { part: 0, parts: 1 });
        work.next();
        const begun = performance.now();
        while (!work.next().done);
        return (RUNS * MINUTE_MS) / (performance.now() - begun);
      });
      return { samples };
    },
  },
  {
    what: 'A contradiction in a short trace explained: each of some 400 assumptions tried',
    unit: 'ms',
    good: 'low',
    limit: 'a trace is loaded anew for each kernel and each machine; all else runs from checkpoints',
    measure: () => ({ samples: millisecondsOf({ warmUp: 1, repeat: REPEAT }, () => explain(CONTRADICTED)) }),
  },
  {
    what: 'One altered fact in a recording of 2,252 lines explained, all that is tried behind it included',
    unit: 's',
    good: 'low',
    aim: 30,
    limit: 'the trace is loaded and run anew for each of some hundred kernels and machines',
    measure: () => {
      const text = alteredRecording();
      const begun = performance.now();
      const { explanations } = explain(text);
      if (!explanations[0]?.fits) throw new Error('The altered fact is not explained.');
      return { samples: [(performance.now() - begun) / 1000] };
    },
  },
  {
    what: 'Memory of 1,000 explored runs of examples/ping-pong.xtrace',
    unit: 'MB',
    good: 'low',
    limit: 'a checkpoint a line, the hash of each state, and the process itself',
    measure: () => {
      const text = readFileSync('examples/ping-pong.xtrace', 'utf8');
      for (const _share of exploringPart(text, { depth: 2, budget: RUNS }, { part: 0, parts: 1 }));
      return { samples: [megabytes()] };
    },
  },
  {
    what: 'Memory of the explanation of a short trace',
    unit: 'MB',
    good: 'low',
    limit: 'a checkpoint a line, the kernels tried, and the process itself',
    measure: () => {
      explain(CONTRADICTED);
      return { samples: [megabytes()] };
    },
  },
];
