/** Breakpoints and watchpoints as the client inserts and removes them (packets Z and z). */
import type { Breakpoint } from '../../world/debugger/debugger-types';
import type { DataAccessKind } from '../../world/watch/data-access';
import { addressOf, numberOf, type Span } from '../protocol/arguments';
import { refuse } from '../protocol/refusal';
import type { Inferior } from './inferior';

/** What stops a run beside them: signals, and what the debug adapter stops at unless told otherwise. */
const ALWAYS = ['signal', 'oops', 'expect', 'divergence'];

type PointKind =
  /** The word of a stop reply. */
  | { readonly on: 'code'; readonly word: 'swbreak' | 'hwbreak' }
  | { readonly on: 'data'; readonly word: 'watch' | 'rwatch' | 'awatch'; readonly access: DataAccessKind };

/** By the number of the packet. */
const KINDS: readonly PointKind[] = [
  { on: 'code', word: 'swbreak' },
  { on: 'code', word: 'hwbreak' },
  { on: 'data', word: 'watch', access: 'write' },
  { on: 'data', word: 'rwatch', access: 'read' },
  { on: 'data', word: 'awatch', access: 'readWrite' },
];

interface Point extends Span {
  readonly kind: PointKind;
  readonly space: number;
}

/** As many as no client needs. */
const MOST = 4096;
const MOST_WATCHED = 1 << 20;

export class Points {
  private readonly points = new Map<string, Point>();

  constructor(private readonly inferior: Inferior) {}

  /** `TYPE,ADDRESS,KIND`. @throws UserError */
  insert(text: string, thread: number): void {
    if (this.points.size >= MOST) refuse(`There are ${MOST} breakpoints already.`);
    const [key, point] = this.parse(text, thread);
    this.points.set(key, point);
  }

  /** @throws UserError */
  remove(text: string, thread: number): void {
    const [key] = this.parse(text, thread);
    this.points.delete(key);
  }

  /** Of a program that another one has taken the place of: its client inserts them again, where it wants them. */
  clear(): void {
    this.points.clear();
  }

  /** To be called before the run goes on. @param stopsAtExec whether execve stops it. */
  apply(stopsAtExec: boolean): void {
    const filters = [...ALWAYS, ...(stopsAtExec ? ['exec'] : [])].map(
      (filter, index): Breakpoint => ({ id: -1 - index, on: 'filter', filter }),
    );
    const points = [...this.points.values()].map((point, id) => this.breakpoint(point, id));
    this.inferior.debuggee.engine.setBreakpoints([...points, ...filters]);
  }

  /** What a stop reply says of the breakpoint that the run has stopped at: `swbreak:;`. */
  reply(ids: readonly number[]): string {
    const met = [...this.points.values()].find((_point, id) => ids.includes(id));
    if (!met) return '';
    return met.kind.on === 'data' ? `${met.kind.word}:${hexOfAddress(met.address)};` : `${met.kind.word}:;`;
  }

  private parse(text: string, thread: number): [key: string, point: Point] {
    const [type = '', address, length] = (text.split(';')[0] ?? '').split(',');
    const kind = (/^[0-4]$/.test(type) && KINDS[Number(type)]) || refuse('There is no such kind of breakpoint.');
    const span = { address: addressOf(address), length: numberOf(length) };
    if (kind.on === 'data' && (span.length === 0 || span.length > MOST_WATCHED)) {
      refuse(`From 1 to ${MOST_WATCHED} bytes can be watched.`);
    }
    const space = this.inferior.space(thread);
    // Without the address space: who removes it may look at another thread.
    return [`${type} ${span.address} ${span.length}`, { kind, space, ...span }];
  }

  private breakpoint({ kind, space, address, length }: Point, id: number): Breakpoint {
    const { mainProcess } = this.inferior;
    if (kind.on === 'code') return { id, on: 'address', address, ...(mainProcess && { process: mainProcess.id }) };
    return { id, on: 'data', target: { kind: 'memory', space, address, length }, access: kind.access };
  }
}

function hexOfAddress(address: number): string {
  return BigInt.asUintN(64, BigInt(address)).toString(16);
}
