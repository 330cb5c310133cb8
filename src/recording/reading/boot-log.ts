/**
 * Boot logs of Linux: what `fpu__init_system_xstate` says (arch/x86/kernel/fpu/xstate.c). The trace that comes of it boots the
 * machine and the kernel that the log is of, and observes what the log says.
 */
import { hasBit, XFEATURE } from '../../machine/architecture/component';
import type { ImportOptions, ImportProblem } from '../source';
import { concludeMachineOf } from '../writing/conclude';
import { plain } from '../writing/lines';
import { linesOf } from './mail';
import { releaseIn } from './read-trace';

interface BootFacts {
  version?: { readonly text: string; readonly line: number };
  xcr0?: { readonly mask: bigint; readonly line: number };
  size?: { readonly bytes: number; readonly line: number };
  readonly sizes: { readonly component: number; readonly size: number; readonly line: number }[];
  readonly features: { readonly mask: bigint; readonly line: number }[];
}

type Note = (facts: BootFacts, match: RegExpExecArray, line: number) => void;

const LINES: readonly (readonly [RegExp, Note])[] = [
  [
    /\bLinux version .*/,
    (facts, { input }, line) => {
      const text = releaseIn(input);
      if (text !== undefined) facts.version ??= { text, line };
    },
  ],
  [
    /x86\/fpu: Supporting XSAVE feature 0x([0-9a-f]{3,16}): /,
    (facts, [, mask = '0'], line) => {
      facts.features.push({ mask: BigInt(`0x${mask}`), line });
    },
  ],
  [
    /x86\/fpu: xstate_offset\[ *(\d{1,2})\]: +\d+, xstate_sizes\[ *\d+\]: +(\d{1,6})\b/,
    (facts, [, component, size], line) => {
      facts.sizes.push({ component: Number(component), size: Number(size), line });
    },
  ],
  [
    /x86\/fpu: Enabled xstate features 0x([0-9a-f]{1,16}), context size is (\d{1,6}) bytes/,
    (facts, [, mask = '0', bytes], line) => {
      facts.xcr0 ??= { mask: BigInt(`0x${mask}`), line };
      facts.size ??= { bytes: Number(bytes), line };
    },
  ],
];

export function readBootLog(text: string, options: ImportOptions): { readonly trace: string } | ImportProblem {
  const facts: BootFacts = { sizes: [], features: [] };
  for (const { text: line, number } of linesOf(text)) {
    for (const [pattern, note] of LINES) {
      const match = pattern.exec(line);
      if (match) note(facts, match, number);
    }
  }
  if (!facts.xcr0) {
    const wanted = '`x86/fpu: Enabled xstate features ..., context size is ... bytes`';
    return { problem: `${options.name} has no line ${wanted}: nothing says which machine it is of.` };
  }
  return { trace: traceOf(facts, facts.xcr0, options) };
}

function traceOf(
  { version, sizes, size, features }: BootFacts,
  xcr0: { mask: bigint; line: number },
  options: ImportOptions,
) {
  const masks = [xcr0, ...features];
  const machine = concludeMachineOf(masks, 1);
  const mask = `0x${xcr0.mask.toString(16)}`;
  const isDynamic = hasBit(xcr0.mask, XFEATURE.XTILEDATA);
  return [
    `; Recorded: ${plain(options.name)}. \`line N\` is a line of that file.`,
    '',
    'xtrace 1',
    ...(options.machine === undefined ? machine.reasons.map((reason) => `; machine: ${reason}`) : []),
    options.machine ?? machine.text,
    ...(version && options.kernel === undefined ? [`; kernel: line ${version.line} names the version`] : []),
    options.kernel ?? (version ? `kernel linux version=${version.text}` : 'kernel linux'),
    '',
    ...(isDynamic ? ['data tiles = tilecfg { tmm0: 16x64 }'] : []),
    'task A',
    'switch A',
    ...(isDynamic ? FIRST_USE : []),
    `    observe A.fpstate.xfeatures=${mask}    ; line ${xcr0.line}`,
    ...(size ? [`    observe A.fpstate.size=${size.bytes}    ; line ${size.line}: the largest context`] : []),
    ...sizes.map(
      ({ component, size: bytes, line }) => `    expect size(1 << ${component}) == ${bytes}    ; line ${line}`,
    ),
    '',
  ].join('\n');
}

/** The log tells of the largest buffer: a task with tiles in use has it. */
const FIRST_USE: readonly string[] = [
  '    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0',
  '    ldtilecfg [tiles]',
  '    tilezero tmm0 => #NM',
];
