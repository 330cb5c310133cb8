/** Text of trace buffers, whichever tool printed it: a line an event. Linear in the text, whatever it holds. */
import { IDLE } from '../../kernel/state/constants';
import { type Pausable, PIECE } from '../../machine/pausable';
import type { Fact, Observation, Reading, Sighting } from '../observation';
import { readEvent } from './events';
import { type Head, readHead } from './heads';
import { linesOf, type NumberedLine } from './mail';
import type { ProbeTable } from './probe-table';
import { fieldsOfEvent } from './probes';

/** A line with a head whose event is not complete: what follows may be the rest of it. */
interface Open {
  readonly number: number;
  readonly text: string;
  readonly pieces: number;
}

/** As many pieces of a wrapped line are put together again. */
const MOST_PIECES = 6;

/** @param probes what the user's own events say. */
export function* readingTrace(text: string, probes?: ProbeTable): Pausable<Reading> {
  const reader = new TraceReader(probes);
  let [lines, characters] = [0, 0];
  for (const line of linesOf(text)) {
    reader.read(line);
    characters += line.text.length + 1;
    if (++lines % PIECE === 0) yield Math.min(1, characters / text.length);
  }
  return reader.end();
}

class TraceReader {
  private readonly observations: Observation[] = [];
  private readonly unknown = new Map<string, number>();
  private release: Reading['release'];
  private open: Open | undefined;

  constructor(private readonly probes: ProbeTable | undefined) {}

  read({ number, text }: NumberedLine): void {
    const { open } = this;
    if (open && continues(text)) {
      this.take(open.number, `${open.text} ${text.trim()}`, open.pieces + 1);
      return;
    }
    if (open) this.count('line cut short');
    this.open = undefined;
    if (text === '' || text.trim() === '') return;
    const version = NAMES_VERSION.test(text) ? releaseIn(text) : undefined;
    if (version !== undefined) this.release ??= { version, line: number };
    this.take(number, text, 1);
  }

  end(): Reading {
    if (this.open) this.count('line cut short');
    const { observations, unknown, release } = this;
    return { observations, unknown, ...(release && { release }) };
  }

  /** Notes what the line says, or that it is not complete. */
  private take(number: number, text: string, pieces: number): void {
    this.open = undefined;
    const head = readHead(text);
    const mayGoOn = pieces < MOST_PIECES;
    if (!head) {
      if (mayGoOn && MAY_BEGIN.test(text)) this.open = { number, text, pieces };
      else this.count(kindOf(text));
      return;
    }
    const own = this.probes?.(head.event, fieldsOfEvent(head.text));
    if (typeof own === 'string') return this.count(`event ${head.event} ${own}`);
    const fact = own ?? (head.event === '' ? undefined : readEvent(head.event, head.text));
    if (fact === 'unknown') this.count(`event ${head.event}`);
    else if (fact) this.observations.push(seen(fact, head, number));
    else if (mayGoOn) this.open = { number, text, pieces };
    else this.count('line cut short');
  }

  private count(kind: string): void {
    this.unknown.set(kind, (this.unknown.get(kind) ?? 0) + 1);
  }
}

/** Of `/proc/version`: Debian's kernels call themselves 6.1.0, and name the release that they are behind it. */
export function releaseIn(text: string): string | undefined {
  return DEBIAN.exec(text)?.[1] ?? VERSION.exec(text)?.[1];
}

const DEBIAN = / Debian (\d+\.\d+\.\d+)-\S+ \(\d{4}-/;

/** As `/proc/version` says it, or `perf script --header`. */
const NAMES_VERSION = /\bLinux version |^# os release : /;
const VERSION = /(?:\bLinux version |^# os release : )(\d+\.\d+(?:\.\d+)?)/;

/** A piece of a wrapped line begins no line of its own. */
function continues(text: string): boolean {
  return text.trim() !== '' && !readHead(text) && !/^\s*[#=]/.test(text);
}

/** A head that was wrapped before its time. */
const MAY_BEGIN = /^\s*(?:\S.{0,20})?[-\s]\d+\s+(?:\[\d+\](?:\s+\S{4,6})?)?\s*$/;

/** The fact with its place: the same object, as there are millions of them. */
function seen(fact: Fact, { comm, pid, cpu, time }: Head, line: number): Observation {
  const sighting: Sighting = { line, time, cpu, pid, comm: pid === 0 ? IDLE : comm };
  return Object.assign(fact, sighting);
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^\s*#/, 'comment'],
  [/^\s*[0-9a-f]{6,16}\s+\S/, 'call chain'],
  [/^\s*=>\s/, 'call chain'],
  [/^CPU:?\s*\d+ (?:is empty|\[LOST)|^CPU \d+|LOST \d+ EVENTS/, 'note about the buffer'],
  [/^cpus=\d+/, 'note about the buffer'],
];

function kindOf(text: string): string {
  return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other line';
}
