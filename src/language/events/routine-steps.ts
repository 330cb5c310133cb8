/** Steps of kernel routines that a trace names: `without`, `with`, and where it preempts the kernel. */

import type { Checker, PolicyNames, RoutineNames } from '../checks/checker';
import { didYouMean, listed } from '../errors/nearest';
import type { LineReader } from '../syntax/line-reader';
import type { Name } from '../tree/name';
import type { EventRows } from './event-row';

export interface RoutineStep {
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
    parse: (reader) => ({ kind: 'without', ...parseTakenOut(reader) }),
    check: requireTakenOut,
  },
  with: {
    topic: 'kernel',
    syntax: ['with ROUTINE.STEP', 'with FUNCTION', 'with FUNCTION+OFFSET'],
    documentation: 'The kernel again does what `without` took away.',
    example: 'with handle_xfd_event.clear_xfd_err',
    withoutCpu: true,
    parse: (reader) => ({ kind: 'with', ...parseTakenOut(reader) }),
    check: requireTakenOut,
  },
};

/** What `without` takes out: a step of a routine, or what only the image of a real kernel knows. */
interface TakenOut {
  readonly routine: Name;
  readonly step?: Name;
  /** Bytes from the beginning of the function. */
  readonly offset?: number;
}

/** `ROUTINE.STEP`, `FUNCTION` or `FUNCTION+OFFSET`. */
function parseTakenOut(reader: LineReader): TakenOut {
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
export function takenOutText({ routine, step, offset }: TakenOut): string {
  if (step) return `${routine.text}.${step.text}`;
  return offset === undefined ? routine.text : `${routine.text}+0x${offset.toString(16)}`;
}

function requireTakenOut(checker: Checker, { routine, step }: TakenOut): void {
  const { policy } = checker.setting;
  // Compilers give functions names with dots: only the image knows them.
  if (policy?.hasFunctions && !policy.routines.some(({ name }) => name === routine.text)) return;
  if (step) requireRoutineStep(checker, { routine, step });
  else if (policy && !policy.hasFunctions) {
    const message = `\`${nameOf(policy)}\` has no functions that can be taken out: name a step of a routine, as in \`${routine.text}.STEP\`.`;
    checker.error(routine.range, 'unknown-routine', message);
  }
}

/** `ROUTINE.STEP`. */
export function parseRoutineStep(reader: LineReader): RoutineStep {
  const routine = reader.word('a kernel routine and its step, as in `routine.step`', '.=');
  reader.expect('.', 'and a step behind the routine');
  return { routine, step: reader.word('the name of a step') };
}

/** The routine, if it has the step; else reports what is not known. */
export function requireRoutineStep(checker: Checker, { routine, step }: RoutineStep): RoutineNames | undefined {
  const { policy } = checker.setting;
  if (!policy) return undefined;
  const found = policy.routines.find(({ name }) => name === routine.text);
  if (!found) {
    const names = policy.routines.map(({ name }) => name);
    const hint =
      otherVersions(policy, routine.text) ||
      didYouMean(routine.text, names) ||
      (names.length > 0 ? ` Known: ${listed(names, 'and')}.` : '');
    checker.error(routine.range, 'unknown-routine', `\`${nameOf(policy)}\` has no routine \`${routine.text}\`.${hint}`);
    return undefined;
  }
  const names = found.steps.map(({ name }) => name);
  if (names.includes(step.text)) return found;
  const elsewhere = otherVersions(policy, routine.text, step.text);
  const hint = elsewhere || didYouMean(step.text, names) || ` Known: ${listed(names, 'and')}.`;
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
