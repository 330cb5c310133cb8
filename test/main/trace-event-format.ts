/**
 * What the published description of the Trace Event Format (D. Sinclair, N. Duca, 2016) demands of a file, as far as one of
 * ours can have it: the fields of each phase, slices that nest, flows that begin and end inside slices.
 */
import assert from 'node:assert/strict';

export interface Event {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly s?: string;
  readonly id?: number | string;
  readonly bp?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

type Check = (event: Event) => void;

const isTime = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** "Complete Events", "Instant Events", "Counter Events", "Flow Events", "Metadata Events". */
const PHASES: Readonly<Record<string, Check>> = {
  X: ({ ts, dur }) => assert.ok(isTime(ts) && isTime(dur)),
  i: ({ ts, s }) => assert.ok(isTime(ts) && ['g', 'p', 't'].includes(s ?? 't')),
  C: ({ ts, args }) => {
    assert.ok(isTime(ts));
    const series = Object.values(args ?? {});
    assert.ok(series.length > 0 && series.every((value) => typeof value === 'number'));
  },
  s: ({ ts, id, cat }) => assert.ok(isTime(ts) && id !== undefined && cat !== undefined),
  f: ({ ts, id, cat, bp }) => assert.ok(isTime(ts) && id !== undefined && cat !== undefined && (bp ?? 'e') === 'e'),
  M: ({ name, args = {} }) => {
    const wanted: Readonly<Record<string, string>> = {
      process_name: 'string',
      thread_name: 'string',
      thread_sort_index: 'number',
    };
    assert.ok(wanted[name] !== undefined, `${name} is no metadata event`);
    const [key] = Object.keys(args);
    assert.equal(key, name === 'thread_sort_index' ? 'sort_index' : 'name');
    assert.equal(typeof args[key ?? ''], wanted[name]);
  },
};

const UNITS = ['ms', 'ns'];

/** The events of a file in the JSON Object Format; fails where the file is none. */
export function checkedEvents(text: string): readonly Event[] {
  const file = JSON.parse(text) as { readonly traceEvents: readonly Event[]; readonly displayTimeUnit?: string };
  assert.ok(UNITS.includes(file.displayTimeUnit ?? 'ms'));
  for (const event of file.traceEvents) checkEvent(event);
  for (const slices of byThread(file.traceEvents.filter(({ ph }) => ph === 'X'))) checkNesting(slices);
  checkFlows(file.traceEvents);
  return file.traceEvents;
}

function checkEvent(event: Event): void {
  const { name, ph, pid, tid } = event;
  assert.equal(typeof name, 'string');
  assert.ok(Number.isInteger(pid) && Number.isInteger(tid));
  const check = PHASES[ph];
  assert.ok(check, `there is no phase ${ph}`);
  check(event);
}

function byThread(events: readonly Event[]): readonly (readonly Event[])[] {
  const threadOf = ({ pid, tid }: Event): string => `${pid}/${tid}`;
  return [...new Set(events.map(threadOf))].map((thread) => events.filter((event) => threadOf(event) === thread));
}

const startOf = ({ ts = 0 }: Event): number => ts;
const endOf = ({ ts = 0, dur = 0 }: Event): number => ts + dur;

function checkNesting(slices: readonly Event[]): void {
  const open: Event[] = [];
  for (const slice of slices.toSorted((a, b) => startOf(a) - startOf(b) || endOf(b) - endOf(a))) {
    while (open.length > 0 && endOf(open.at(-1)!) <= startOf(slice)) open.pop(); // there is one
    const around = open.at(-1);
    assert.ok(!around || endOf(slice) <= endOf(around), `${slice.name} reaches out of ${around?.name}`);
    open.push(slice);
  }
}

function checkFlows(events: readonly Event[]): void {
  const slices = events.filter(({ ph }) => ph === 'X');
  const isInSlice = ({ pid, tid, ts = 0 }: Event): boolean =>
    slices.some((slice) => slice.pid === pid && slice.tid === tid && startOf(slice) <= ts && ts <= endOf(slice));
  const ends = events.filter(({ ph }) => ph === 'f');
  for (const start of events.filter(({ ph }) => ph === 's')) {
    const end = ends.filter(({ id, cat, name }) => id === start.id && cat === start.cat && name === start.name);
    assert.equal(end.length, 1, `flow ${start.id} has ${end.length} ends`);
    assert.ok(startOf(start) <= startOf(end[0]!)); // there is one
    assert.ok(isInSlice(start) && isInSlice(end[0]!)); // there is one
  }
}
