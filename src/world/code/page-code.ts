/** What has been decoded from one page: instructions by the place of their first byte, dropped when the page is written. */
import { type DecodedPage, PAGE_SIZE } from '../../machine/cpu/page';
import type { LinkedStep } from './linked-step';

export class PageCode implements DecodedPage {
  /** The state under which the links between instructions were made. A link holds in this state only. */
  private linkedUnder: unknown;
  private readonly found: (LinkedStep | undefined)[] = new Array(PAGE_SIZE).fill(undefined);
  private readonly offsets: number[] = [];
  /** The code of the page before this one, if an instruction of it ends here. */
  private before: PageCode | null = null;

  /** The instruction that begins at `offset`, if it has been decoded. */
  at(offset: number): LinkedStep | undefined {
    return this.found[offset];
  }

  /** Links were made under `terms`, or there are none yet. */
  linkUnder(terms: unknown): void {
    if (this.linkedUnder === terms) return;
    this.linkedUnder = terms;
    for (const offset of this.offsets) {
      const step = this.found[offset];
      if (step) cut(step);
    }
  }

  enter(offset: number, step: LinkedStep): LinkedStep {
    this.found[offset] = step;
    this.offsets.push(offset);
    return step;
  }

  /** An instruction of the page before this one has its last bytes here. */
  endsCodeOf(before: PageCode): void {
    this.before = before;
  }

  /** Nothing leads to a dropped step any more: the loop that is at one looks the next one up. */
  drop(): void {
    for (const offset of this.offsets) this.forget(offset);
    this.before?.dropTails();
    this.before = null;
  }

  /** Nothing is linked to instructions that end in another page. */
  private dropTails(): void {
    for (const offset of this.offsets) if (this.found[offset]?.tail) this.forget(offset);
  }

  private forget(offset: number): void {
    const step = this.found[offset];
    if (step) {
      cut(step);
      step.isDropped = true;
    }
    this.found[offset] = undefined;
  }
}

function cut(step: LinkedStep): void {
  step.next = undefined;
  step.target = Number.NaN;
  step.taken = undefined;
}
