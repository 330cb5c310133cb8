/** The steps of a run in words: what each statement is, by the tables, and what happened in it. */
import { readSetting } from '../../language/editing/assembled-line';
import { parseTrace } from '../../language/parser';
import { componentsIn } from '../../machine/architecture/component';
import { type Pausable, PIECE } from '../../machine/pausable';
import { CHECK_CONTEXT, loadingTrace } from '../program/load-program';
import { advance } from '../run/moment';
import { startWorld } from '../run/start';
import type { World } from '../state/world';
import { happeningSentence } from './happening-sentence';
import { StatementSentences } from './statement-sentence';

export interface NarratedStep {
  /** Of the trace, zero-based. */
  readonly line: number;
  /** What the step is: `TILEZERO, zero tile: writes tmm0.` */
  readonly does: string;
  /** What happened in it, a sentence each. */
  readonly did: readonly string[];
}

/** Whoever steps through more of them reads none. */
const MOST_STEPS = 5000;

/** In the order of the steps as a debugger counts them: the first is step 1. Empty for a trace with errors. */
export function* narrating(text: string): Pausable<readonly NarratedStep[]> {
  const trace = parseTrace(text);
  const { program } = yield* loadingTrace(trace);
  if (!program) return [];
  const sentences = new StatementSentences(trace, readSetting(trace, CHECK_CONTEXT));
  const world = startWorld(program);
  const steps = new StepsInWords(world);
  for (let moments = 1; !world.ended && world.flow.steps < MOST_STEPS; moments++) {
    steps.look();
    advance(world);
    steps.note();
    if (moments % PIECE === 0) yield world.flow.steps / MOST_STEPS;
  }
  return steps.told.map(({ line, did }) => ({ line, does: sentences.of(line), did }));
}

class StepsInWords {
  readonly told: { readonly line: number; readonly did: string[] }[] = [];
  /** IA32_XFD of each CPU, as it was seen last. */
  private xfd: readonly bigint[];

  constructor(private readonly world: World) {
    this.xfd = world.cpus.map(({ xfd }) => xfd);
  }

  /** In front of a moment: a step may begin here. */
  look(): void {
    const { flow, kernel, line } = this.world;
    if (flow.phase !== 'start' || kernel?.active) return;
    while (this.told.length <= flow.steps) this.told.push({ line, did: [] });
  }

  /** Behind a moment: what happened belongs to the step of its number. */
  note(): void {
    const { happenings, cpus } = this.world;
    for (const happening of happenings) {
      const sentence = happeningSentence(happening);
      if (sentence !== undefined) this.told[happening.step - 1]?.did.push(sentence);
    }
    const xfd = cpus.map((cpu) => cpu.xfd);
    for (const [index, value] of xfd.entries()) {
      if (value !== this.xfd[index]) this.told.at(-1)?.did.push(xfdSentence(index, value, cpus.length));
    }
    this.xfd = xfd;
  }
}

function xfdSentence(cpu: number, value: bigint, cpus: number): string {
  const where = cpus > 1 ? ` of CPU ${cpu}` : '';
  const names = componentsIn(value).map(({ id }) => id);
  return names.length === 0
    ? `IA32_XFD${where} is 0 now: no component is armed.`
    : `IA32_XFD${where} has ${names.join(' and ')} armed now.`;
}
