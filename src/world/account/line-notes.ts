/** What a line has to tell of a run, in the fewest words: the row of each kind of happening. */
import { formatOutcome, outcomeOfRecord } from '../program/outcome';
import type { Happening, HappeningRecord } from '../state/happening';
import type { LineAccount } from './run-account';

type Words = (record: Happening) => string | undefined;
type Rows = { readonly [K in HappeningRecord['kind']]?: (record: Happening & { readonly kind: K }) => string };

const outcome = (record: Happening): string => {
  const met = outcomeOfRecord(record as Parameters<typeof outcomeOfRecord>[0]); // the rows below are kernel records
  return met ? formatOutcome(met) : '';
};

/** In the words of `=>` where these have one. Kinds that a line does not tell of have no row. */
const NOTES: Rows = {
  exception: ({ name }) => name,
  grow: ({ from, to }) => `${from}→${to}`,
  syscall: outcome,
  signal: outcome,
  killed: ({ task }) => `${task} dies`,
  oops: outcome,
  warn: outcome,
  hang: outcome,
  divergence: ({ expected }) => `not ${expected.join(', ')}`,
};

const FAULTS: ReadonlySet<Happening['kind']> = new Set(['exception', 'signal', 'killed', 'oops', 'warn', 'hang']);

/** Of a line that a loop comes to a million times. */
const MOST_NOTES = 6;

export class LineNotes {
  private readonly notes = new Set<string>();
  private readonly faults = new Set<string>();
  private held = 0;
  private failed = 0;

  happened(happening: Happening): void {
    if (happening.kind === 'expect') this.judged(happening.ok);
    const words = (NOTES[happening.kind] as Words | undefined)?.(happening); // the key chose the row
    if (words === undefined) return;
    this.note(words);
    if (FAULTS.has(happening.kind) && this.faults.size < MOST_NOTES) this.faults.add(words);
  }

  note(words: string): void {
    if (this.notes.size < MOST_NOTES) this.notes.add(words);
    else if (!this.notes.has(words)) this.notes.add('…');
  }

  account(line: number): LineAccount {
    return { line, notes: [...this.notes], faults: [...this.faults], held: this.held, failed: this.failed };
  }

  private judged(ok: boolean): void {
    if (ok) this.held++;
    else this.failed++;
  }
}
