/**
 * All routines of a policy as one read-only document: pseudo-C of the model's own, with each step's reason above its
 * line. The debugger shows it, and sets breakpoints in it. Lines are zero-based.
 */
import { describeLifetime } from '../versions/lifetime';
import type { Policy } from './policy';
import type { Routine } from './routine';

interface StepPlace {
  readonly routine: string;
  /** Index in the routine's steps. */
  readonly step: number;
}

export interface KernelSource {
  readonly text: string;
  /** Line of a step; that of the closing brace for an index behind the last; 0 for an unknown routine. */
  readonly lineOf: (routine: string, step: number) => number;
  /** Line of a routine's signature; undefined when the policy has no such routine. */
  readonly signatureLine: (routine: string) => number | undefined;
  /** The step on a line; undefined on comments, braces and lines that do nothing. */
  readonly stepAt: (line: number) => StepPlace | undefined;
  /** The step on the line, or on the next line that has one in the same routine; undefined behind the last. */
  readonly stepFrom: (line: number) => StepPlace | undefined;
}

const INDENT = '    ';
const WIDTH = 96;

interface Builder {
  readonly lines: string[];
  readonly places: Map<number, StepPlace>;
  readonly routines: Map<string, { signature: number; steps: number[]; end: number }>;
}

export function renderSource(policy: Policy): KernelSource {
  const builder: Builder = { lines: [], places: new Map(), routines: new Map() };
  comment(builder, `kernel ${policy.name}: ${policy.summary}`, '');
  comment(
    builder,
    'A model in words of its own, with the real names: what happens in which order, and why. Not the source text.',
    '',
  );
  for (const routine of policy.routines) renderRoutine(builder, routine);
  const { lines, places, routines } = builder;
  return {
    text: `${lines.join('\n')}\n`,
    lineOf: (routine, step) => routines.get(routine)?.steps[step] ?? routines.get(routine)?.end ?? 0,
    signatureLine: (routine) => routines.get(routine)?.signature,
    stepAt: (line) => places.get(line),
    stepFrom: (line) => {
      for (const { signature, end } of routines.values()) {
        if (line > end) continue;
        for (let at = Math.max(line, signature); at < end; at++) {
          const place = places.get(at);
          if (place) return place;
        }
      }
      return undefined;
    },
  };
}

function renderRoutine(builder: Builder, routine: Routine): void {
  const { name, signature, file, summary, steps } = routine;
  const { lines, places, routines } = builder;
  lines.push('');
  comment(builder, sentences(summary, describeLifetime(routine)), '');
  comment(builder, file, '');
  const position = { signature: lines.length, steps: [] as number[], end: 0 };
  routines.set(name, position);
  lines.push(signature, '{');
  for (const [index, step] of steps.entries()) {
    const { code, why, run } = step;
    const indent = INDENT + (/^ */.exec(code)?.[0] ?? '');
    if (why !== '') comment(builder, sentences(why, describeLifetime(step)), indent);
    position.steps.push(lines.length);
    if (run) places.set(lines.length, { routine: name, step: index });
    lines.push(INDENT + code);
  }
  position.end = lines.length;
  lines.push('}');
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** Wrapped at words; nothing for an empty text. */
function comment({ lines }: Builder, text: string, indent: string): void {
  const prefix = `${indent}// `;
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && prefix.length + line.length + 1 + word.length > WIDTH) {
      lines.push(prefix + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(prefix + line);
}
