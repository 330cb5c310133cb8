/** Why a trace stopped on an exception, in plain words: the reason with its numbers, what follows, and where to read on. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { defaultAction } from '../../kernel/model/tasks/signals';
import { SIG_IGN, SIGNAL } from '../../kernel/state/constants';
import { type ExceptionMnemonic, exceptionRow } from '../../machine/architecture/exception';
import { ownValue } from '../../machine/table';
import { valuesText } from '../../world/run/events/expectation';
import type { ExpectationRecord, Happening } from '../../world/state/happening';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import { happeningText, happeningTitle } from './happening-text';

type ExceptionInfo = DebugProtocol.ExceptionInfoResponse['body'];

export function exceptionInfo(debuggee: Debuggee, happening: Happening | undefined): ExceptionInfo {
  if (!happening) throw new UserError('no-exception', 'The trace has not stopped on an exception.');
  const { why, next } = explain(debuggee, happening);
  const manual = manualSection(happening);
  return {
    exceptionId: happeningTitle(happening),
    description: why,
    breakMode: 'always',
    details: {
      message: why,
      typeName: happeningTitle(happening),
      stackTrace: [next, manual && `See ${manual}.`].filter(Boolean).join('\n'),
    },
  };
}

interface Explanation {
  readonly why: string;
  readonly next: string;
}

function explain(debuggee: Debuggee, happening: Happening): Explanation {
  switch (happening.kind) {
    case 'exception':
      return { why: sentence(happening.detail.why), next: afterException(debuggee, happening.name) };
    case 'signal':
      return {
        why: `${happening.task} is sent ${happening.signal}, code ${happening.code}.`,
        next: afterSignal(debuggee, happening.task, happening.signal),
      };
    case 'expect':
      return { why: expectation(happening), next: 'The trace can go on: the step is done.' };
    case 'divergence':
      return {
        why: `The step is written to do ${happening.expected.join(', ')}, and it did ${happening.actual.join(', ')}.`,
        next: 'The trace can go on: the step is done.',
      };
    case 'oops':
      return { why: sentence(happening.message), next: 'The kernel is dead: no task runs any more.' };
    case 'warn':
      return { why: sentence(happening.message), next: 'The kernel has written a backtrace to its log, and goes on.' };
    case 'hang':
      return {
        why: sentence(happening.message),
        next: `The step is over, and nothing runs on CPU ${happening.cpu} any more. Other CPUs go on: \`cpu N\` names one.`,
      };
    default:
      return {
        why: happeningText(happening)?.text ?? 'The trace cannot go on.',
        next: 'Step back to see how it came about.',
      };
  }
}

function afterException({ program, engine }: Debuggee, mnemonic: ExceptionMnemonic): string {
  const { policy } = program;
  if (engine.world.kernel) {
    const name = policy.entries.exceptions[mnemonic] ?? policy.entries.exceptions.default;
    const routine = policy.routines.find((candidate) => candidate.name === name);
    if (!routine) return `The kernel (${policy.name}) has no routine for it.`;
    return `Next, the kernel (${policy.name}) enters ${routine.name}: ${sentence(routine.summary)} Step in to follow it.`;
  }
  const handler = engine.world.flow.idt[mnemonic];
  const proc = handler === undefined ? undefined : program.stepAt(handler)?.proc;
  if (proc) return `Next, the handler ${proc} runs at CPL 0: \`idt ${mnemonic} = ${proc}\` has installed it.`;
  return `There is no handler: unless the step has \`=> ${mnemonic}\` behind it, the trace ends here. \`idt ${mnemonic} = PROC\` installs one.`;
}

function afterSignal({ engine, program }: Debuggee, name: string, signal: string): string {
  const state = engine.world.kernel?.state;
  const task = state?.tasks.findLast((candidate) => candidate.name === name);
  const number = signalNumber(signal);
  const handler = task && number !== undefined ? state?.processes[task.process]?.actions[number]?.handler : undefined;
  if (handler === SIG_IGN) return `${name} ignores it.`;
  const proc = handler === undefined ? undefined : program.stepAt(handler)?.proc;
  if (proc) return `Its handler ${proc} runs on the way back to user mode. Step in to follow it.`;
  const isFatal = number === undefined || ['core', 'terminate'].includes(defaultAction(number));
  return `${name} has no handler for ${signal}: ${isFatal ? 'the kernel ends its process' : 'nothing happens'}.`;
}

function signalNumber(name: string): number | undefined {
  return ownValue(SIGNAL, name);
}

function manualSection(happening: Happening): string | undefined {
  if (happening.kind !== 'exception') return undefined;
  const { vector, title } = exceptionRow(happening.name);
  const reference = `Intel SDM vol. 3, 6.15, interrupt ${vector} (${title})`;
  return happening.detail.cause === 'xfd'
    ? `Intel SDM vol. 1, 13.14 (extended feature disable); ${reference}`
    : reference;
}

/** The message of the expectation in the trace, and the values of both sides of its comparison. */
function expectation(record: ExpectationRecord): string {
  if (record.ok) return record.message;
  const { message, expression, values } = record;
  const shown = values.filter(({ expression, value }) => expression !== value);
  const why = shown.length > 0 ? ` ${valuesText(shown)}.` : '';
  return `${message === expression ? '' : `"${message}": `}\`${expression}\` is not true.${why}`;
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
