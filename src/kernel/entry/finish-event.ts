/** What becomes of the result of the outermost routine: by what entered the kernel. */
import { GPR } from '../../machine/architecture/gpr';
import { enterGuestMode } from '../model/guests/guest';
import { forceSignal, noteTrap } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { SI_CODE } from '../state/constants';
import { countersOfEvents } from '../state/initial-state';
import type { KernelEvent, LocalValue } from '../state/routine-frame';
import { isNotable } from '../syscalls/table';
import { type ReportedCall, syscallRecord } from './syscall-record';

type Finish<K extends KernelEvent['kind']> = (
  kernel: KernelContext,
  event: KernelEvent & { readonly kind: K },
  result: bigint,
) => void;

const FINISH: { readonly [K in KernelEvent['kind']]?: Finish<K> } = {
  boot: ({ state }) => {
    Object.assign(state.counters, countersOfEvents());
  },
  'return-to-user': enterUserMode,
  'guest-resume': ({ cpu, current, percpu }) => {
    if (current?.vcpu) enterGuestMode(cpu, percpu, current.vcpu);
  },
  call: report,
  /** The result of a system call that returns goes into RAX. */
  syscall: (kernel, event, result) => {
    kernel.cpu.gpr[GPR.RAX] = BigInt.asUintN(64, result);
    if (isTold(kernel, event.name)) report(kernel, event, result);
    reportSingleStep(kernel);
  },
};

/** @param result of the routine; none where it returned nothing. */
export function finishEvent(kernel: KernelContext, event: KernelEvent, result: LocalValue | undefined): void {
  // The way back into a guest comes after what was done for it, and has no result of its own.
  if (event.kind !== 'guest-resume') kernel.state.result = toInteger(result);
  const finish = FINISH[event.kind] as Finish<KernelEvent['kind']> | undefined; // the key chose the row
  finish?.(kernel, event, kernel.state.result ?? 0n);
}

/** The CPU of the kernel is in user mode from here on. */
export function enterUserMode({ percpu, cpu }: KernelContext): void {
  percpu.userMode = true;
  cpu.cpl = 3;
}

/** SYSCALL_EXIT_TRAP: for a debugger that steps, a system call is an instruction like others (`user_single_step_report`). */
function reportSingleStep(kernel: KernelContext): void {
  const { current, cpu } = kernel;
  if (!current?.tracee.singleStep) return;
  noteTrap(current, '#DB', 0);
  forceSignal(kernel, current, 'SIGTRAP', SI_CODE.TRAP_BRKPT, cpu.rip);
}

/** Programs make calls by the thousand: only those that are about tasks, signals or extended state are told. */
export function isTold(kernel: KernelContext, name: string): boolean {
  const process = kernel.current && kernel.processOf(kernel.current);
  return process?.program?.family == null || isNotable(name);
}

function report(kernel: KernelContext, call: ReportedCall, result: bigint): void {
  kernel.emit(syscallRecord(call, result));
}

function toInteger(value: LocalValue | undefined): bigint | null {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' ? BigInt(value) : null;
}
