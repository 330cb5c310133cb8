/** Events: their names exist, their numbers make sense, their expressions can be evaluated. One row an event. */

import type { Range } from '../errors/diagnostic';
import { didYouMean, listed } from '../errors/nearest';
import type { Event } from '../tree/event';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import type { Statement } from '../tree/statement';
import { SIGNALS } from '../vocabulary/constants';
import { SYSCALLS, type SyscallRow, syscallRow, takesText } from '../vocabulary/syscalls';
import { checkValue } from './check-expression';
import { checkPreemption } from './check-preemption';
import { requireName } from './check-task';
import type { Checker, PolicyNames } from './checker';

type EventStatement = Statement & { readonly kind: 'event' };
type Check<K extends Event['kind']> = (checker: Checker, event: Event & { kind: K }, at: number) => void;

/** Results of system calls from this one on are errors (include/linux/err.h). */
const MAX_ERRNO = 4095n;

const nothing = (): void => {};

export function checkEvent(checker: Checker, { event, range }: EventStatement, at: number): void {
  if (NEEDS_TASKS.has(event.kind) && checker.setting.policy?.name === 'none') {
    const message = `\`${event.kind}\` needs a kernel, and this trace has \`kernel none\`. Choose a policy, or delete this.`;
    checker.warning(range, 'needs-kernel', message);
  }
  checkKnownToPolicy(checker, event, range);
  const check = CHECKS[event.kind] as Check<Event['kind']>; // the key chose the row
  check(checker, event, at);
}

/** Events that enter a routine which not every kernel has. */
const ROUTINES: Readonly<Partial<Record<Event['kind'], string>>> = {
  kernel_amx_begin: 'kernel_amx_begin',
  kernel_amx_end: 'kernel_amx_end',
  kvm_set_cpuid2: 'kvm_vcpu_ioctl_set_cpuid2',
  kvm_get_xsave2: 'kvm_vcpu_ioctl_x86_get_xsave2',
  kvm_set_xsave: 'kvm_vcpu_ioctl_x86_set_xsave',
  kvm_set_xcrs: 'kvm_vcpu_ioctl_x86_set_xcrs',
  kvm_get_xcrs: 'kvm_vcpu_ioctl_x86_get_xcrs',
  kvm_get_msrs: 'msr_io',
  kvm_set_msrs: 'msr_io',
  vmenter: 'kvm_arch_vcpu_ioctl_run',
  vmexit: 'kvm_arch_vcpu_ioctl_run',
};

function checkKnownToPolicy(checker: Checker, { kind }: Event, range: Range): void {
  const { policy } = checker.setting;
  const routine = ROUTINES[kind];
  if (routine === undefined || !policy || policy.name === 'none') return;
  if (policy.routines.some(({ name }) => name === routine)) return;
  const message = `\`kernel ${policy.name}\` knows no \`${kind}\`. Choose a policy that does, or delete this.`;
  checker.warning(range, 'needs-policy', message);
}

const NEEDS_TASKS: ReadonlySet<Event['kind']> = new Set<Event['kind']>([
  'switch',
  'run',
  'syscall',
  'signal',
  'reclaim',
  'kernel_fpu_begin',
  'kernel_fpu_end',
  'kernel_amx_begin',
  'kernel_amx_end',
  'inject-alloc-fail',
  'inject-preempt',
  'kvm_set_cpuid2',
  'kvm_get_xsave2',
  'kvm_set_xsave',
  'kvm_set_xcrs',
  'kvm_get_xcrs',
  'kvm_get_msrs',
  'kvm_set_msrs',
  'vmenter',
  'vmexit',
  'seccomp',
  'hotplug',
  'suspend',
]);

const CHECKS: { readonly [K in Event['kind']]: Check<K> } = {
  cpu: (checker, { index }, at) => checkCpu(checker, index, at),
  switch: (checker, { task }) => {
    if (task.text !== 'idle') requireTask(checker, task);
  },
  run: (checker, { task, count, until }, at) => {
    requireTask(checker, task);
    if (count) checkCount(checker, count, at, 'A number of instructions');
    if (until) checkValue(checker, until, at);
  },
  repeat: (checker, { count }, at) => {
    checkCount(checker, count, at, 'A number of rounds');
  },
  ring0: nothing,
  idt: (checker, { proc }) => {
    requireName(checker, proc, ['proc', 'label'], 'procedure');
    const policy = checker.setting.policy?.name;
    // With a guest the handlers are the guest's.
    if (policy === undefined || policy === 'none' || checker.hasGuest) return;
    const message = `\`idt\` is for \`kernel none\`: \`kernel ${policy}\` has handlers of its own.`;
    checker.error(proc.range, 'idt-with-kernel', message);
  },
  kernel_fpu_begin: nothing,
  kernel_fpu_end: nothing,
  kernel_amx_begin: nothing,
  kernel_amx_end: nothing,
  kvm_set_cpuid2: (checker, { xcr0 }, at) => {
    if (xcr0) checkValue(checker, xcr0, at);
  },
  kvm_get_xsave2: (checker, { value }, at) => checkValue(checker, value, at),
  kvm_set_xsave: (checker, { value }, at) => checkValue(checker, value, at),
  kvm_set_xcrs: (checker, { value }, at) => checkValue(checker, value, at),
  kvm_get_xcrs: (checker, { value }, at) => checkValue(checker, value, at),
  kvm_get_msrs: (checker, { value }, at) => checkValue(checker, value, at),
  kvm_set_msrs: (checker, { list }, at) => {
    const values = 'address' in list ? [list.address] : list.entries.flatMap(({ msr, value }) => [msr, value]);
    for (const value of values) checkValue(checker, value, at);
  },
  vmenter: nothing,
  vmexit: nothing,
  syscall: checkSyscall,
  signal: (checker, { name, task }) => {
    if (task) requireTask(checker, task);
    const names = SIGNALS.map((row) => row.name);
    if (names.includes(name.text)) return;
    checker.error(name.range, 'unknown-signal', `There is no signal \`${name.text}\`.${didYouMean(name.text, names)}`);
  },
  seccomp: checkSeccomp,
  hotplug: (checker, { index }, at) => checkCpu(checker, index, at),
  suspend: nothing,
  'inject-alloc-fail': (checker, { count }, at) => {
    if (count) checkCount(checker, count, at, 'A number of failures');
  },
  'inject-preempt': (checker, event) => {
    requireTask(checker, event.task);
    checkRoutineStep(checker, event);
  },
  'inject-page-fault': (checker, { address, count }, at) => {
    checkValue(checker, address, at);
    if (count) checkCount(checker, count, at, 'A number of faults');
  },
  without: checkRoutineStep,
  with: checkRoutineStep,
  reclaim: (checker, { task }) => {
    if (task) requireTask(checker, task);
  },
  observe: (checker, { facts }, at) => {
    for (const { value } of facts) checkValue(checker, value, at);
  },
  expect: (checker, { condition }, at) => {
    checkValue(checker, condition, at);
  },
  print: (checker, { values }, at) => {
    for (const value of values) {
      if (value.kind !== 'template') checkValue(checker, value, at);
      else for (const part of value.parts) if (typeof part !== 'string') checkValue(checker, part.expression, at);
    }
  },
  stop: nothing,
};

function requireTask(checker: Checker, task: Name): void {
  requireName(checker, task, ['task'], 'task');
}

/** The value of a count where it is known before the run. */
function checkCount(checker: Checker, expression: Expression, at: number, what: string): bigint | undefined {
  const shape = checkValue(checker, expression, at);
  if (!shape) return undefined;
  const value = checker.tryConstant(expression);
  if (value === undefined) return undefined;
  if (typeof value === 'bigint' && value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER)) return value;
  checker.error(expression.range, 'not-a-count', `${what} is a whole number that is not negative.`);
  return undefined;
}

function checkCpu(checker: Checker, index: Expression, at: number): void {
  const value = checkCount(checker, index, at, 'A CPU');
  const { cpuCount } = checker.setting;
  if (value === undefined || value < BigInt(cpuCount)) return;
  const message = `The machine has ${cpuCount === 1 ? 'one CPU, number 0' : `CPUs 0 to ${cpuCount - 1}`}. Write \`machine ... cpus=${value + 1n}\` for more.`;
  checker.error(index.range, 'cpu-out-of-range', message);
}

function checkSeccomp(checker: Checker, { task, syscall, answer }: Event & { kind: 'seccomp' }, at: number): void {
  requireTask(checker, task);
  requireSyscall(checker, syscall);
  if (answer === 'kill' || !checkValue(checker, answer, at)) return;
  const value = checker.tryConstant(answer);
  if (value === undefined || (typeof value === 'bigint' && value <= 0n && value >= -MAX_ERRNO)) return;
  const message = 'A filter answers `kill`, or a result that is an error such as `-EPERM`, or 0.';
  checker.error(answer.range, 'not-an-answer', message);
}

/** Reports a name that no system call has. */
function requireSyscall(checker: Checker, name: Name): SyscallRow | undefined {
  const row = syscallRow(name.text);
  if (row) return row;
  const names = SYSCALLS.map((syscall) => syscall.name);
  const hint = didYouMean(name.text, names) || ` Known: ${listed(names, 'and')}.`;
  checker.error(name.range, 'unknown-syscall', `There is no system call \`${name.text}\` here.${hint}`);
  return undefined;
}

function checkSyscall(checker: Checker, event: Event & { kind: 'syscall' }, at: number): void {
  const shapes = event.arguments.map((argument) => checkValue(checker, argument, at));
  const { name, as } = event;
  const row = requireSyscall(checker, name);
  if (!row) return;
  for (const [index, { range }] of event.arguments.entries()) {
    if (shapes[index]?.type !== 'string' || takesText(row, index)) continue;
    const message = `An argument of \`${row.name}\` is a number. Declare the text as \`data\`, and give its name.`;
    checker.error(range, 'not-a-number', message);
  }
  const least = row.parameters.length;
  const most = least + (row.optional?.length ?? 0);
  const given = event.arguments.length;
  if (given < least || given > most) {
    const shown = [...row.parameters, ...(row.optional ?? []).map((parameter) => `[${parameter}]`)].join(', ');
    checker.error(name.range, 'argument-count', `The arguments are \`${row.name}(${shown})\`, not ${given}.`);
  }
  if (as && !row.makesTask) {
    checker.error(as.range, 'no-new-task', `\`${row.name}\` makes no task: leave \`as ${as.text}\` out.`);
  }
}

function checkRoutineStep(
  checker: Checker,
  { kind, routine, step }: Event & { kind: 'with' | 'without' | 'inject-preempt' },
): void {
  const { policy } = checker.setting;
  if (!policy) return;
  const found = policy.routines.find(({ name }) => name === routine.text);
  if (!found) {
    const names = policy.routines.map(({ name }) => name);
    const hint =
      otherVersions(policy, routine.text) ||
      didYouMean(routine.text, names) ||
      (names.length > 0 ? ` Known: ${listed(names, 'and')}.` : '');
    checker.error(routine.range, 'unknown-routine', `\`${nameOf(policy)}\` has no routine \`${routine.text}\`.${hint}`);
    return;
  }
  const names = found.steps.map(({ name }) => name);
  if (names.includes(step.text)) {
    if (kind === 'inject-preempt') checkPreemption(checker, found, step);
    return;
  }
  const elsewhere = otherVersions(policy, routine.text, step.text);
  const hint = elsewhere || didYouMean(step.text, names) || ` Known: ${listed(names, 'and')}.`;
  const where = elsewhere ? ` in \`${nameOf(policy)}\`` : '';
  checker.error(step.range, 'unknown-routine-step', `\`${routine.text}\` has no step \`${step.text}\`${where}.${hint}`);
}

/** As the trace would write it. */
function nameOf({ name, written }: PolicyNames): string {
  return written ?? `kernel ${name}`;
}

/** A sentence about the versions that have the routine or the step, with a space before it; empty where none has. */
function otherVersions({ versionsWith }: PolicyNames, routine: string, step?: string): string {
  const versions = versionsWith?.(routine, step) ?? [];
  return versions.length === 0 ? '' : ` It is in ${listed(versions, 'and')}.`;
}
