/**
 * What `perf trace` prints (perf-trace(1)): a line for each system call when it returns, with names for numbers, and one for each
 * event. Arguments that are zero are left out, and nothing says which CPU it was.
 *
 *     0.866 ( 0.012 ms): req/32671 arch_prctl(option: REQ_XCOMP_PERM, arg2: 0x12)      = -1 EOPNOTSUPP (Operation not supported)
 *     2.812 (         ): req/32671 x86_fpu:x86_fpu_regs_activated(fpu: 0xffff..., load_fpu: 1, xfeatures: 162, xcomp_bv: -922...)
 */
import { ERRNO } from '../../kernel/state/constants';
import { type Pausable, PIECE } from '../../machine/pausable';
import { ownValue, tableOf } from '../../machine/table';
import type { Fact, Observation, Reading, Sighting } from '../observation';
import { readEvent } from './events';
import { linesOf } from './mail';
import type { ProbeTable } from './probe-table';

/** Milliseconds since the first line, how long the call took, and the task: its name and its thread ID, one of these, or none. */
const HEAD = /^\s*(\?|\d{1,12}\.\d{3}) \(\s*(?:(\d{1,9}\.\d{3}) ms)?\s*\): (?:(?:(.{1,15}?)\/)?(\d{1,10}) )?\s*/;
const EVENT = /^\w+:(\w+)\((.*)\)$/;
const CALL = /^(\w+)\((.*?)\)?(?:\)\s+= (.*)|\s*\.\.\.)$/;
const CONTINUED = /^\.\.\. \[continued\]: (\w+)\(.*?\)\)?\s+= (.*)$/;
const ARGUMENT = /(\w+): ("[^"]*"|[^,()]*)/g;

/** A task that no line names: one thread was recorded. */
const ONLY_TASK = 1;

export function isPerfTrace(line: string): boolean {
  const [head] = HEAD.exec(line) ?? [];
  const body = line.slice(head?.length).trimEnd();
  return head !== undefined && [EVENT, CALL, CONTINUED].some((form) => form.test(body));
}

interface Timed {
  /** Microseconds since the first line. */
  readonly at: number;
  readonly observation: Observation;
}

/** @param probes what the user's own events say. */
export function* readingPerfTrace(text: string, probes?: ProbeTable): Pausable<Reading> {
  const seen: Timed[] = [];
  const unknown = new Map<string, number>();
  let characters = 0;
  for (const { text: line, number } of linesOf(text)) {
    characters += line.length + 1;
    if (number % PIECE === 0) yield Math.min(1, characters / text.length);
    if (line.trim() === '') continue;
    const found = readLine(line, number, probes);
    if (typeof found === 'string') unknown.set(found, (unknown.get(found) ?? 0) + 1);
    else seen.push(...found);
  }
  // Lines are in the order of each task, and of each buffer.
  seen.sort((a, b) => a.at - b.at);
  return { observations: seen.map(({ observation }) => observation), unknown };
}

/** The kind of a line that nobody understands. */
function readLine(line: string, number: number, probes?: ProbeTable): readonly Timed[] | string {
  const [head, start = '?', took, comm = 'task', pid] = HEAD.exec(line) ?? [];
  if (head === undefined) return 'other line';
  const body = line.slice(head.length).trimEnd();
  const own = ownFact(body, probes);
  if (typeof own === 'string') return own;
  const facts = own ? [own] : readBody(body);
  const task = { line: number, cpu: 0, pid: Number(pid ?? ONLY_TASK), comm };
  return (
    facts?.map((fact) => {
      const end = fact.kind === 'return' ? microseconds(took) : 0;
      const at = start === '?' ? UNSEEN : microseconds(start) + end;
      return { at, observation: Object.assign(fact, { ...task, time: timeOf(at) } satisfies Sighting) };
    }) ?? 'other event'
  );
}

/** Perf did not see the beginning: it is older than all that it saw. */
const UNSEEN = -1;

/** Of milliseconds with three digits behind the point. */
function microseconds(text = '0.000'): number {
  return Number(text.replace('.', ''));
}

/** In seconds. */
function timeOf(microseconds: number): string | null {
  if (microseconds === UNSEEN) return null;
  const digits = String(microseconds).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** Undefined for an event without a row in the user's table; a string says what is wrong with one that has. */
function ownFact(body: string, probes?: ProbeTable): Fact | string | undefined {
  const [, event, list = ''] = (probes && EVENT.exec(body)) ?? [];
  if (event === undefined) return undefined;
  const own = probes?.(event, valuesOf(list));
  return typeof own === 'string' ? `event ${event} ${own}` : own;
}

/** Undefined for what is neither an event that is known nor a call. */
function readBody(text: string): readonly Fact[] | undefined {
  const [, event, fields = ''] = EVENT.exec(text) ?? [];
  if (event !== undefined) return readPerfEvent(event, valuesOf(fields));
  const [, continued, end = ''] = CONTINUED.exec(text) ?? [];
  if (continued !== undefined) return returned(continued, end);
  const [, name, list = '', result] = CALL.exec(text) ?? [];
  if (name === undefined) return undefined;
  const entered = enteredAt(name, valuesOf(list));
  return result === undefined ? entered : [...entered, ...returned(name, result)];
}

type Values = ReadonlyMap<string, string>;

function valuesOf(list: string): Values {
  return new Map([...list.matchAll(ARGUMENT)].map(([, key = '', value = '']) => [key, value.trim()]));
}

/** What is zero is left out. */
function numberOf(values: Values, key: string): bigint {
  const text = values.get(key) ?? '0';
  const [digits] = /^-?(?:0x[0-9a-f]{1,16}|\d{1,20})/.exec(text) ?? ['0'];
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits);
}

function hexOf(values: Values, key: string): string {
  return BigInt.asUintN(64, numberOf(values, key)).toString(16);
}

/** The text that the kernel has for each event, of perf's fields. */
const KERNEL_TEXT = tableOf<(values: Values) => string>({
  read_msr: msrText,
  write_msr: msrText,
  sched_process_fork: (values) =>
    `child_comm=${commOf(values, 'child_comm')} child_pid=${numberOf(values, 'child_pid')}`,
  sched_process_exec: () => '',
  sched_process_exit: (values) => `pid=${numberOf(values, 'pid')}`,
  signal_generate: (values) => decimals(values, { sig: 'sig', code: 'code', pid: 'pid' }),
  signal_deliver: (values) =>
    `${decimals(values, { sig: 'sig' })} sa_handler=${hexOf(values, 'sa_handler')} sa_flags=${hexOf(values, 'sa_flags')}`,
});

function readPerfEvent(name: string, values: Values): readonly Fact[] | undefined {
  // Without a CPU, nobody knows who was switched out for whom.
  if (name === 'sched_switch') return [{ kind: 'other', event: name }];
  const text = name.startsWith('x86_fpu_') ? fpuText : KERNEL_TEXT[name];
  const fact = readEvent(name, text?.(values) ?? '');
  return fact === undefined || fact === 'unknown' ? undefined : [fact];
}

function fpuText(values: Values): string {
  return `load: ${numberOf(values, 'load_fpu')} xfeatures: ${hexOf(values, 'xfeatures')} xcomp_bv: ${hexOf(values, 'xcomp_bv')}`;
}

function msrText(values: Values): string {
  return `${hexOf(values, 'msr')}, value ${hexOf(values, 'val')}${numberOf(values, 'failed') === 0n ? '' : ' #GP'}`;
}

function decimals(values: Values, keys: Readonly<Record<string, string>>): string {
  return Object.entries(keys)
    .map(([key, of]) => `${key}=${numberOf(values, of)}`)
    .join(' ');
}

function commOf(values: Values, key: string): string {
  return (values.get(key) ?? '').replace(/^"|"$/g, '');
}

/** The arguments in their order, and the names that perf has for numbers of the first one. */
const CALLS = tableOf<{ readonly keys: readonly string[]; readonly names?: Readonly<Record<string, bigint>> }>({
  arch_prctl: {
    keys: ['option', 'arg2'],
    names: {
      ...{ SET_GS: 0x1001n, SET_FS: 0x1002n, GET_FS: 0x1003n, GET_GS: 0x1004n, GET_CPUID: 0x1011n, SET_CPUID: 0x1012n },
      ...{ GET_XCOMP_SUPP: 0x1021n, GET_XCOMP_PERM: 0x1022n, REQ_XCOMP_PERM: 0x1023n },
      ...{ GET_XCOMP_GUEST_PERM: 0x1024n, REQ_XCOMP_GUEST_PERM: 0x1025n },
    },
  },
  sigaltstack: { keys: ['uss', 'uoss'] },
});

function enteredAt(name: string, values: Values): readonly Fact[] {
  const call = CALLS[name];
  if (!call) return [{ kind: 'other', event: name }];
  const [first = ''] = call.keys;
  const named = ownValue(call.names ?? {}, (values.get(first) ?? '').replace(/^ARCH_/, ''));
  return [{ kind: 'call', name, args: call.keys.map((key) => (key === first && named) || numberOf(values, key)) }];
}

/** `0`, `0x3ad61000`, `-1 EINVAL (Invalid argument)`, `?`: of an execve that succeeds, only the return is seen. */
function returned(name: string, text: string): readonly Fact[] {
  const [, error] = /^-1 (E\w+)/.exec(text) ?? [];
  const number = error === undefined ? undefined : ownValue(ERRNO, error);
  const [digits] = /^-?(?:0x[0-9a-f]{1,16}|\d{1,20})/.exec(text) ?? [];
  if (digits === undefined) return [];
  if (name === 'execve' && digits === '0') return [{ kind: 'exec' }];
  if (!CALLS[name] || (error !== undefined && number === undefined)) return [];
  const result = digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits);
  return [{ kind: 'return', name, result: number === undefined ? result : -BigInt(number) }];
}
