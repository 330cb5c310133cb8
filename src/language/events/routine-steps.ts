/** Steps of kernel routines that a trace names: `without`, `with`, and where it preempts the kernel. */

import type { PolicyNames, RoutineNames } from '../checks/check-context';
import type { Checker } from '../checks/checker';
import { didYouMean, knownNames, listed } from '../errors/nearest';
import type { LineReader } from '../syntax/line-reader';
import type { KernelPlace } from '../tree/event';
import type { Name } from '../tree/name';
import { checkPreemption } from './check-preemption';
import type { EventRows } from './event-row';

interface RoutineStep {
  readonly routine: Name;
  readonly step: Name;
}

export const ROUTINE_EVENTS: EventRows<'without' | 'with'> = {
  without: {
    topic: 'kernel',
    syntax: ['without ROUTINE.STEP', 'without FUNCTION', 'without FUNCTION+OFFSET'],
    documentation:
      'From here on the kernel forgets that one step of one of its routines: "what if it forgot to clear XFD_ERR?". Of `kernel vmlinux` also a function, whose calls then do nothing, or one instruction, by its bytes from the beginning of its function.',
    example: 'without handle_xfd_event.clear_xfd_err',
    withoutCpu: true,
    parse: (reader) => ({ kind: 'without', ...parseKernelPlace(reader) }),
    check: requireTakenOut,
  },
  with: {
    topic: 'kernel',
    syntax: ['with ROUTINE.STEP', 'with FUNCTION', 'with FUNCTION+OFFSET'],
    documentation: 'The kernel again does what `without` took away.',
    example: 'with handle_xfd_event.clear_xfd_err',
    withoutCpu: true,
    parse: (reader) => ({ kind: 'with', ...parseKernelPlace(reader) }),
    check: requireTakenOut,
  },
};

/** `ROUTINE.STEP`, `FUNCTION` or `FUNCTION+OFFSET`. */
export function parseKernelPlace(reader: LineReader): KernelPlace {
  const routine = reader.word('a kernel routine and its step, as in `routine.step`', '.=+');
  if (reader.accept('.')) return { routine, step: reader.word('the name of a step') };
  if (!reader.accept('+')) return { routine };
  const { token } = reader;
  if (token.kind !== 'integer')
    throw reader.unexpected('how many bytes behind the beginning of the function, as in `+0x40`');
  reader.next();
  return { routine, offset: Number(token.value) };
}

/** As the kernel's state names it. */
export function kernelPlaceText({ routine, step, offset }: KernelPlace): string {
  if (step) return `${routine.text}.${step.text}`;
  return offset === undefined ? routine.text : `${routine.text}+0x${offset.toString(16)}`;
}

function requireTakenOut(checker: Checker, { routine, step }: KernelPlace): void {
  const { policy } = checker.setting;
  if (isOfImage(checker, routine)) return;
  if (step) requireRoutineStep(checker, { routine, step });
  else if (policy && !policy.hasFunctions) {
    const message = `\`${nameOf(policy)}\` has no functions that can be taken out: name a step of a routine, as in \`${routine.text}.STEP\`.`;
    checker.error(routine.range, 'unknown-routine', message);
  }
}

/** Only the image knows it. Compilers give functions names with dots. */
function isOfImage({ setting: { policy } }: Checker, routine: Name): boolean {
  return policy?.hasFunctions === true && !policy.routines.some(({ name }) => name === routine.text);
}

/** Where a preemption comes. Behind an offset it is a place in code: the run says whether the kernel has that. */
export function requirePreemptedPlace(checker: Checker, { routine, step, offset }: KernelPlace): void {
  const { policy } = checker.setting;
  if (offset !== undefined || isOfImage(checker, routine)) return;
  if (!step) return policy?.hasFunctions ? undefined : requireStepName(checker, routine);
  const found = requireRoutineStep(checker, { routine, step });
  if (found) checkPreemption(checker, found, step);
}

function requireStepName(checker: Checker, routine: Name): void {
  const { policy } = checker.setting;
  const steps = policy?.routines.find(({ name }) => name === routine.text)?.steps.filter(({ run }) => run) ?? [];
  const known = knownNames(steps.map(({ name }) => name));
  const message = `A step of the routine is missing, as in \`${routine.text}.${steps[0]?.name ?? 'STEP'}\`.${known}`;
  if (policy) checker.error(routine.range, 'unknown-routine-step', message);
}

/** The routine, if it has the step; else reports what is not known. */
function requireRoutineStep(checker: Checker, { routine, step }: RoutineStep): RoutineNames | undefined {
  const { policy } = checker.setting;
  if (!policy) return undefined;
  const found = policy.routines.find(({ name }) => name === routine.text);
  if (!found) {
    const names = policy.routines.map(({ name }) => name);
    const hint = otherVersions(policy, routine.text) || didYouMean(routine.text, names) || knownNames(names);
    checker.error(routine.range, 'unknown-routine', `\`${nameOf(policy)}\` has no routine \`${routine.text}\`.${hint}`);
    return undefined;
  }
  const names = found.steps.map(({ name }) => name);
  if (names.includes(step.text)) return found;
  const elsewhere = otherVersions(policy, routine.text, step.text);
  const hint = elsewhere || didYouMean(step.text, names) || knownNames(names);
  const where = elsewhere ? ` in \`${nameOf(policy)}\`` : '';
  checker.error(step.range, 'unknown-routine-step', `\`${routine.text}\` has no step \`${step.text}\`${where}.${hint}`);
  return undefined;
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
