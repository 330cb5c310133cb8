/**
 * What an exploration has found, as an ordinary trace: the injections in their places, nothing that is not needed, and the
 * story in comments. The trace has been run as it is written.
 */
import type { Policy } from '../../kernel/routines/policy';
import { findInvariant } from '../invariants/invariants';
import { blameFor } from './blame';
import type { Hit } from './exploration';
import type { Load } from './forks';
import type { Injection } from './injection';
import type { Problem } from './problem';
import { type Line, problemIn, shrink, textOf } from './shrink';
import type { Demands } from './walk';

export interface Finding {
  /** Number of the run that found it. */
  readonly run: number;
  /** The law's name; `expectation` or `invariant` where it is the trace's own, or the user's. */
  readonly law: string;
  /** What always holds. */
  readonly sentence: string;
  /** What does not, with the values. */
  readonly text: string;
  readonly injections: readonly Injection[];
  /** The step of the kernel, `ROUTINE.STEP`, that ran last before it was wrong. */
  readonly place: string | null;
  /** Without which line of the kernel or in which version it does not happen; null where nothing says. */
  readonly culprit: string | null;
  /** The trace that shows it. */
  readonly trace: string;
  /** Zero-based line of `trace` at which it is first wrong. */
  readonly line: number;
  /** The moment of a run of `trace` at which it is first wrong, as a debugger counts them. */
  readonly moment: number;
}

/** Undefined where the written trace does not show it: nothing is told that cannot be seen. */
export function findingOf(
  text: string,
  { run, injections, problem }: Hit,
  { load, demands, name }: { readonly load: Load; readonly demands: Demands; readonly name: string },
): Finding | undefined {
  const lines = injected(text, injections);
  if (!problemIn(textOf(lines), problem.key, load, demands)) return undefined;
  const small = shrink(lines, problem.key, load, demands);
  const body = textOf(small);
  const found = problemIn(body, problem.key, load, demands);
  if (!found) return undefined;
  const culprit = blameFor(body, injections, problem.key, load, demands);
  const kernel = load(body)?.policy;
  const sentence = sentenceOf(found);
  const story = [
    `${found.kind}: ${sentence}`,
    `Broken here, in ${kernelText(kernel)}: ${found.text}`,
    `It happens when ${injections.map((injection) => injection.story).join(', and ')}.`,
    ...(culprit === null ? [] : [culprit]),
    `Found by \`xtrace explore\` in ${name}.`,
    ...(kernel?.vmlinux && !/^\s*kernel\s+vmlinux\b/m.test(body) ? ['Run it under that image: `--vmlinux PATH`.'] : []),
  ];
  const comments = story.flatMap((paragraph) => wrapped(paragraph));
  const head = comments.map((line) => `; ${line}`).join('\n');
  const shift = comments.length + 1;
  return {
    run,
    law: found.kind,
    sentence,
    text: found.text,
    injections,
    place: found.place,
    moment: found.moment,
    culprit,
    trace: `${head}\n\n${body.trimEnd()}\n`,
    line: found.line < 0 ? found.line : found.line + shift,
  };
}

function kernelText(kernel: Policy | undefined): string {
  if (kernel?.vmlinux) return `this build of Linux ${kernel.vmlinux.version}`;
  return `this model of \`${kernel?.written ?? `kernel ${kernel?.name ?? ''}`}\``;
}

function sentenceOf({ kind, key }: Problem): string {
  const law = findInvariant(kind);
  if (law) return law.sentence;
  if (kind === 'invariant') return `\`${key.replace('invariant ', '')}\` holds at every step in user mode.`;
  return 'What the trace expects holds in every order.';
}

/** The lines of the trace, with those of the injections before theirs. */
function injected(text: string, injections: readonly Injection[]): readonly Line[] {
  return text.split('\n').flatMap((line, index): readonly Line[] => {
    const before = injections.filter((injection) => injection.line === index).flatMap((injection) => injection.text);
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    return [
      ...before.map((added) => ({ text: `${indent}${added}`, isInjected: true })),
      { text: line, isInjected: false },
    ];
  });
}

const WIDTH = 100;

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
