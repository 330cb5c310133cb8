/**
 * What a written policy can be made of: every line of every routine of every kernel, in every version. A line means what it
 * means there; nothing of a policy's text is ever executed.
 */
import { eager } from '../policies/eager';
import { explicit } from '../policies/explicit';
import { linux, linuxRoutines } from '../policies/linux';
import { linuxRfc2020 } from '../policies/linux-rfc-2020';
import type { Policy } from '../routines/policy';
import type { Routine } from '../routines/routine';

/** A step of any routine: its locals are those of the routine that it stands in. */
export type AnyStep = Routine['steps'][number];

export class KnownLines {
  private readonly routines = new Map<string, Routine[]>();
  private readonly steps = new Map<string, AnyStep[]>();

  /** @param base whose lines come first where several kernels have the same. */
  constructor(base: Policy) {
    const shapes = [linuxRfc2020.configure?.({ reclaim: 'on' }) ?? linuxRfc2020, explicit, eager];
    for (const routine of [base, linux, ...shapes].flatMap(({ routines }) => routines)) this.add(routine);
    for (const routine of linuxRoutines) this.add(routine);
  }

  get routineNames(): readonly string[] {
    return [...this.routines.keys()];
  }

  routine(name: string): Routine | undefined {
    return this.routines.get(name)?.[0];
  }

  /** What a line of a routine can mean: as in that routine, or else as in another. The most likely first. */
  meanings(routine: string, code: string): readonly AnyStep[] {
    const wanted = withoutBlanks(code);
    const own = (this.routines.get(routine) ?? []).flatMap(({ steps }) =>
      steps.filter((step) => withoutBlanks(step.code) === wanted),
    );
    return own.length > 0 ? own : (this.steps.get(wanted) ?? []);
  }

  /** The lines of a routine, for suggestions. */
  linesOf(routine: string): readonly string[] {
    return [
      ...new Set((this.routines.get(routine) ?? []).flatMap(({ steps }) => steps.map(({ code }) => code.trim()))),
    ];
  }

  private add(routine: Routine): void {
    const all = this.routines.get(routine.name) ?? [];
    this.routines.set(routine.name, [...all, routine]);
    for (const step of routine.steps as readonly AnyStep[]) {
      const key = withoutBlanks(step.code);
      this.steps.set(key, [...(this.steps.get(key) ?? []), step]);
    }
  }
}

/** How a line is spaced means nothing. */
function withoutBlanks(code: string): string {
  return code.replace(/\s+/g, '');
}
