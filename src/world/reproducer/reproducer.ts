/**
 * A trace as a C program in the style of the kernel's selftests: its steps by their encodings at the addresses that they were
 * laid out at, its tasks as threads and processes that hand the flow to one another, its system calls and signals as real ones, and what
 * it expects as checks, where user mode can see it. So a report has a reproducer.
 */
import type { Diagnostic } from '../../language/errors/diagnostic';
import { parseTrace } from '../../language/parser';
import { finish, type Pausable } from '../../machine/pausable';
import { type Loaded, loadProgram } from '../program/load-program';
import type { Placement, Program } from '../program/program';
import { momentOf } from './moment';
import { withProbes } from './probes';
import type { LeftOut, ReproducedMoment, ReproducerOptions } from './reproducer-options';

export type { LeftOut, ReproducerOptions } from './reproducer-options';

import { programInC } from './program-in-c';

export interface Reproducer {
  readonly source: string;
  readonly leftOut: readonly LeftOut[];
}

export interface NoReproducer {
  /** What keeps the trace from being a program, in a sentence. */
  readonly problem: string;
  /** Of a trace that cannot run. */
  readonly diagnostics: readonly Diagnostic[];
}

export function isNoReproducer(made: Reproducer | NoReproducer): made is NoReproducer {
  return 'problem' in made;
}

/** Where the program has a table of what stands for events; the code jumps through it. */
const TABLE = 0x6000_0000;
/** Far from where a linker puts programs, and below 2 GiB: absolute operands encode. */
const PLACEMENT: Placement = {
  code: 0x5800_0000,
  data: 0x1000_0000,
  library: 0x57ff_0000,
  placeholder: (site) => jumpThrough(TABLE + 8 * site),
};
const JUMP = [0xff, 0x24, 0x25] as const;

/** JMP QWORD PTR [address]: it touches neither registers nor stack. */
function jumpThrough(address: number): Uint8Array {
  const bytes = Uint8Array.of(...JUMP, 0, 0, 0, 0);
  new DataView(bytes.buffer).setUint32(JUMP.length, address, true);
  return bytes;
}

/** The number of the site whose placeholder lies at an offset of the code. */
function siteAt(code: Uint8Array, offset: number): number {
  const view = new DataView(code.buffer, code.byteOffset);
  return (view.getUint32(offset + JUMP.length, true) - TABLE) / 8;
}

/** Makes the program, in pieces: a moment is reached by running the trace. */
export function* reproducing(text: string, options: ReproducerOptions): Pausable<Reproducer | NoReproducer> {
  const trace = parseTrace(text);
  const loading = { ...options, placement: PLACEMENT };
  let moment: ReproducedMoment | undefined;
  if (options.step !== undefined) {
    const { program, ...wrong } = loadProgram(text, loading);
    if (!program) return notLoaded(wrong);
    const found = yield* momentOf(program, options.step);
    if (typeof found === 'string') return { problem: found, diagnostics: [] };
    moment = found;
  }
  const probed = withProbes(trace, moment?.line);
  const { program, ...wrong } = loadProgram(probed.text, loading);
  if (!program) return notLoaded(wrong, probed.lineOf);
  const problem = whyNot(program);
  if (problem !== undefined) return { problem, diagnostics: [] };
  const leftOut: LeftOut[] = [];
  const source = programInC({ program, probed, siteAt, table: TABLE, leftOut, name: options.name, moment });
  return { source, leftOut: leftOut.sort((a, b) => a.line - b.line) };
}

export function reproducer(text: string, options: ReproducerOptions): Reproducer | NoReproducer {
  return finish(reproducing(text, options));
}

function notLoaded(
  { diagnostics, overrideProblem }: Omit<Loaded, 'program'>,
  lineOf: readonly number[] = [],
): NoReproducer {
  if (overrideProblem) return { problem: overrideProblem.message, diagnostics: [] };
  const moved = diagnostics.map((found) => {
    const { range } = found;
    return { ...found, range: { ...range, line: lineOf[range.line] ?? range.line } };
  });
  return { problem: 'A trace with errors makes no program.', diagnostics: moved };
}

const PRIVILEGED: ReadonlySet<string> = new Set(
  'rdmsr wrmsr xsetbv xsaves xsaves64 xrstors xrstors64 iretq clts hlt cli sti swapgs invlpg lidt lgdt'.split(' '),
);

/** Why no program can be the trace; undefined where one can. */
function whyNot({ tasks, policy, steps, image }: Program): string | undefined {
  const own = tasks.find(({ exec, core }) => exec || core);
  if (own?.exec) return `${own.name} runs a program, which is its own reproducer: what runs is "${own.exec.path}".`;
  if (own) return `${own.name} is out of a core file: a program cannot begin in the middle of another one.`;
  const large = image.segments.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (large > MOST_BYTES)
    return `The trace has ${large} bytes of code and data, and a C program takes at most ${MOST_BYTES}.`;
  if (policy.name !== 'none') return undefined;
  for (const step of steps) {
    if (step.kind === 'event' && (step.event.kind === 'idt' || step.event.kind === 'ring0')) return BARE_METAL;
    if (step.kind === 'instruction' && PRIVILEGED.has(step.instruction.mnemonic)) return BARE_METAL;
  }
  return undefined;
}

const MOST_BYTES = 1 << 22;
const BARE_METAL =
  'The trace is for bare metal: it has steps at CPL 0, and a program has none. A test for kvm-unit-tests could do what it does.';
