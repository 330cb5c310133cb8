/**
 * Trace events of Linux, a row an event: what is printed behind its name, as a fact. The formats are those of
 * arch/x86/include/asm/trace/fpu.h, arch/x86/include/asm/msr-trace.h, include/trace/events/sched.h, signal.h and syscalls.h.
 * A row that finds its text incomplete answers undefined: perhaps a mail program has wrapped it.
 */
import { tableOf } from '../../machine/table';
import type { Fact, FpuEvent } from '../observation';
import { decimal, fieldsOf, hex } from './fields';
import { readProbe } from './probes';

type ReadEvent = (text: string) => Fact | undefined;

export const EVENTS = tableOf<ReadEvent>({
  ...fpuEvents([
    ...(['regs_activated', 'regs_deactivated', 'dropped', 'copy_src', 'copy_dst', 'init_state'] as const),
    ...(['before_save', 'after_save', 'before_restore', 'after_restore', 'xstate_check_failed'] as const),
  ]),
  read_msr: msr('read'),
  write_msr: msr('write'),
  rdpmc: () => ({ kind: 'other', event: 'rdpmc' }),
  sched_switch: schedSwitch,
  sched_process_fork: (text) => {
    const fields = fieldsOf(text);
    const child = decimal(fields.get('child_pid'));
    return child === undefined
      ? undefined
      : { kind: 'fork', childPid: Number(child), childComm: comm(text, 'child_comm=', ' child_pid=') };
  },
  sched_process_exec: () => ({ kind: 'exec' }),
  sched_process_exit: (text) => (/pid=\d/.test(text) ? { kind: 'exit' } : undefined),
  signal_generate: (text) => {
    const fields = fieldsOf(text);
    const [signal, code, pid] = ['sig', 'code', 'pid'].map((key) => decimal(fields.get(key)));
    if (signal === undefined || code === undefined || pid === undefined) return undefined;
    return { kind: 'signal', signal: Number(signal), code: Number(code), targetPid: Number(pid) };
  },
  signal_deliver: (text) => {
    const fields = fieldsOf(text);
    const signal = decimal(fields.get('sig'));
    const handler = hex(fields.get('sa_handler'));
    const flags = hex(fields.get('sa_flags'));
    if (signal === undefined || handler === undefined || flags === undefined) return undefined;
    return { kind: 'deliver', signal: Number(signal), handler, flags };
  },
  sys_enter: (text) => {
    const [, nr, list = ''] = /^NR (-?\d+) \(([^)]*)\)/.exec(text) ?? [];
    const name = CALL_NUMBERS[Number(nr)];
    if (nr === undefined) return undefined;
    return name === undefined ? { kind: 'other', event: 'sys_enter' } : call(name, list);
  },
  sys_exit: (text) => {
    const [, nr, result] = /^NR (-?\d+) = (-?\d+)/.exec(text) ?? [];
    const value = decimal(result);
    const name = CALL_NUMBERS[Number(nr)];
    if (value === undefined) return undefined;
    return name === undefined ? { kind: 'other', event: 'sys_exit' } : { kind: 'return', name, result: value };
  },
  kvm_entry: () => ({ kind: 'guest-entry' }),
  kvm_exit: (text) => {
    const [, reason] = /\breason (\w+)/.exec(text) ?? [];
    return reason === undefined ? undefined : { kind: 'guest-exit', reason };
  },
  kvm_msr: guestMsr,
  tracing_mark_write: mark,
  print: mark,
});

/** Groups whose events are known to say nothing of extended state, by the beginning of their names. */
const OTHERS = [
  'page_fault_',
  'local_timer_',
  'reschedule_',
  'irq_',
  'softirq_',
  'kvm_',
  'sched_',
  'task_',
  'hrtimer_',
];

/** What an event says; undefined when its text is incomplete, 'unknown' when nobody knows it. */
export function readEvent(name: string, text: string): Fact | 'unknown' | undefined {
  const row = EVENTS[name];
  if (row) return row(text);
  const fact = readCall(name, text) ?? readProbe(text);
  if (fact) return fact;
  return OTHERS.some((prefix) => name.startsWith(prefix)) ? { kind: 'other', event: name } : 'unknown';
}

function fpuEvents(names: readonly FpuEvent[]): Record<string, ReadEvent> {
  return Object.fromEntries(names.map((event) => [`x86_fpu_${event}`, fpuEvent(event)]));
}

/** `x86/fpu: ADDRESS load: 0 xfeatures: 2a2 xcomp_bv: 80000000000202e7`; `initialized:` instead of `load:` before 5.2. */
function fpuEvent(event: FpuEvent): ReadEvent {
  return (text) => {
    const [, load, bv, comp] =
      /(?:load|initialized): (\d) xfeatures: ([0-9a-f]{1,16}) xcomp_bv: ([0-9a-f]{1,16})\b/.exec(text) ?? [];
    const [xstateBv, xcompBv] = [hex(bv), hex(comp)];
    if (xstateBv === undefined || xcompBv === undefined) return undefined;
    return { kind: 'fpu', event, load: load === '1', xstateBv, xcompBv };
  };
}

/** `1c4, value 40000`, and `1c4, value 0 #GP` for one that faulted. */
function msr(access: 'read' | 'write'): ReadEvent {
  return (text) => {
    const [, at, written, fault] = /^([0-9a-f]{1,8}), value ([0-9a-f]{1,16})\b(.*)/.exec(text) ?? [];
    const value = hex(written);
    if (value === undefined) return undefined;
    if (fault?.includes('#GP')) return { kind: 'other', event: `${access}_msr` };
    return { kind: 'msr', access, number: Number(hex(at)), value };
  };
}

/** `msr_write 1c4 = 0x40000`, with ` (#GP)` for one that the guest may not make. */
function guestMsr(text: string): Fact | undefined {
  const [, access, at, written, fault] =
    /^msr_(read|write) ([0-9a-f]{1,8}) = 0x([0-9a-f]{1,16})\b(.*)/.exec(text) ?? [];
  const value = hex(written);
  if (value === undefined) return undefined;
  const faulted = fault?.includes('#GP') === true;
  return { kind: 'guest-msr', access: access === 'read' ? 'read' : 'write', number: Number(hex(at)), value, faulted };
}

/** As the kernel prints it, and as `trace-cmd report` does: `init:1 [120] R ==> amxtest:96 [120]`. */
function schedSwitch(text: string): Fact | undefined {
  const [before, after] = text.split(' ==> ');
  if (before === undefined || after === undefined) return undefined;
  const prev = switched(before, 'prev');
  const next = switched(after, 'next');
  if (!prev || !next) return undefined;
  return { kind: 'switch', prevPid: prev.pid, prevComm: prev.name, nextPid: next.pid, nextComm: next.name };
}

function switched(text: string, side: 'prev' | 'next'): { pid: number; name: string } | undefined {
  const [, pid] = SIDES[side].exec(text) ?? [];
  if (pid !== undefined) return { pid: Number(pid), name: comm(text, `${side}_comm=`, ` ${side}_pid=`) };
  const short = /:(\d{1,10}) \[\d+\]/.exec(text);
  return short ? { pid: Number(short[1]), name: text.slice(0, short.index).trim() } : undefined;
}

const SIDES = {
  prev: /prev_pid=(\d{1,10}) prev_prio=\d/,
  next: /next_pid=(\d{1,10}) next_prio=\d/,
} as const;

/** Names of tasks may hold blanks, dashes and equals signs: what counts is what stands on both sides. */
function comm(text: string, before: string, behind: string): string {
  const start = text.indexOf(before) + before.length;
  const end = text.indexOf(behind, start);
  return text.slice(start, end < 0 ? text.length : end);
}

function mark(text: string): Fact {
  return { kind: 'mark', text };
}

/** Of x86-64. */
const CALL_NUMBERS: Readonly<Record<number, string>> = { 131: 'sigaltstack', 158: 'arch_prctl' };

/** `sys_arch_prctl(option: 1002, arg2: 1e7f83c0)`, `sys_arch_prctl -> 0x0`; with `sys_enter_` and `sys_exit_` from trace-cmd. */
function readCall(name: string, text: string): Fact | undefined {
  const [, half, called] = /^sys_(enter_|exit_|)(\w+)$/.exec(name) ?? [];
  if (called === undefined) return undefined;
  const result = /^(?:->\s*)?(-?(?:0x)?[0-9a-f]+)$/.exec(text);
  if (half !== 'enter_' && result) {
    const value = hex(result[1]);
    return value === undefined ? undefined : { kind: 'return', name: called, result: BigInt.asIntN(64, value) };
  }
  return half === 'exit_' ? undefined : call(called, text.replace(/^\(|\)$/g, ''));
}

function call(name: string, list: string): Fact | undefined {
  const args = list.split(',').flatMap((argument) => hex(argument.replace(/^.*?:/, '').trim()) ?? []);
  return { kind: 'call', name, args };
}
