/** Binds the breakpoints of a client to breakpoints of the engine, by the kind of place that each is on. */

import { exceptionFilter } from '../../world/debugger/breakpoints/exception-filters';
import type { BreakpointCondition, LineMode } from '../../world/debugger/debugger-types';
import { LINE_MODES } from '../protocol/capabilities';
import { isUserError, messageOf, UserError } from '../protocol/user-error';
import { parseCondition } from './condition';
import { parseDataId } from './data-id';
import { parseHitCondition } from './hit-condition';
import { parseLogMessage } from './log-message';
import type { BindingTarget, BoundBreakpoint, RequestedBreakpoint } from './requested';

/** Whatever is wrong with one breakpoint becomes its own message. */
export function bind(requested: RequestedBreakpoint, target: BindingTarget): BoundBreakpoint {
  try {
    return bindTo(requested, readConditions(requested, target), target);
  } catch (error) {
    const isUnreadable = isUserError(error) && UNREADABLE.has(error.code);
    const { id } = requested;
    return { id, verified: false, message: messageOf(error), reason: 'failed', isUnreadable, ...lineOf(requested) };
  }
}

const UNREADABLE: ReadonlySet<string> = new Set(['bad-condition', 'bad-hit-condition', 'bad-log-message']);

function readConditions(requested: RequestedBreakpoint, target: BindingTarget): BreakpointCondition {
  const { condition: text = '', logMessage: message = '' } = requested;
  const condition = parseCondition(text);
  const problem = condition && target.expressionProblem(condition, text, requested);
  if (problem) throw new UserError('bad-condition', `The condition cannot be used: ${problem}`);
  const hitCondition = parseHitCondition(requested.hitCondition);
  const logMessage = parseLogMessage(message);
  for (const part of logMessage ?? []) {
    const problem =
      typeof part === 'string' ? undefined : target.expressionProblem(part.expression, message, requested);
    if (problem) throw new UserError('bad-log-message', `The log message cannot be used: ${problem}`);
  }
  return {
    ...(condition ? { condition } : {}),
    ...(hitCondition ? { hitCondition } : {}),
    ...(logMessage ? { logMessage } : {}),
  };
}

type RequestedOn<K extends RequestedBreakpoint['on']> = RequestedBreakpoint & { readonly on: K };
type Bind<K extends RequestedBreakpoint['on']> = (
  requested: RequestedOn<K>,
  conditions: BreakpointCondition,
  target: BindingTarget,
) => BoundBreakpoint;

function bindTo(
  requested: RequestedBreakpoint,
  conditions: BreakpointCondition,
  target: BindingTarget,
): BoundBreakpoint {
  const bindOne = BIND[requested.on] as Bind<RequestedBreakpoint['on']>; // the key chose the row
  return bindOne(requested, conditions, target);
}

const BIND: { readonly [K in RequestedBreakpoint['on']]: Bind<K> } = {
  line: (requested, conditions, target) => {
    const { id } = requested;
    const line = slide(requested.line, target.stepLines);
    if (line === undefined) throw new UserError('no-step', NO_STEP);
    const mode = lineMode(requested.mode);
    return { id, verified: true, line, engine: { ...conditions, id, on: 'line', line, ...(mode ? { mode } : {}) } };
  },

  'kernel-step': (requested, conditions, target) => {
    const { id } = requested;
    if (!requested.step) throw new UserError('no-step', NO_KERNEL_STEP);
    const found = target.kernelStep(requested);
    if (typeof found === 'string') throw new UserError('no-step', found);
    const { index: step, line } = found;
    const { routine } = requested.step;
    return { id, verified: true, line, engine: { ...conditions, id, on: 'kernel-step', routine, step } };
  },

  'source-line': (requested, conditions, target) => {
    const { id } = requested;
    const { path, line } = requested;
    const found = target.sourceLine(path, line);
    const engine = { ...conditions, id, on: 'source', isFile: target.isFile(path), line } as const;
    if (typeof found !== 'string') return { id, verified: true, line: found.line, engine };
    if (!target.mayLoad) throw new UserError('no-step', found);
    return { id, verified: false, line, message: found, reason: 'pending', engine };
  },

  function: (requested, conditions, target) => {
    const { id } = requested;
    const problem = target.functionProblem(requested.name);
    const engine = { ...conditions, id, on: 'function', name: requested.name } as const;
    if (problem === undefined) return { id, verified: true, engine };
    if (!target.mayLoad) throw new UserError('no-function', problem);
    return { id, verified: false, message: problem, reason: 'pending', engine };
  },

  filter: (requested, conditions) => {
    const { id } = requested;
    if (!exceptionFilter(requested.filter)) {
      throw new UserError('no-filter', `There is no exception filter \`${requested.filter}\`.`);
    }
    return { id, verified: true, engine: { ...conditions, id, on: 'filter', filter: requested.filter } };
  },

  data: (requested, conditions, target) => {
    const { id } = requested;
    const { target: watched, onlyChanges } = parseDataId(requested.dataId);
    const text = watched.kind === 'expression' ? watched.text : '';
    const expression = parseCondition(text);
    const problem = expression && target.expressionProblem(expression, text, requested);
    if (problem) throw new UserError('no-data', `This cannot be watched: ${problem}`);
    const { accessType = 'write' } = requested;
    const access = accessType === 'write' && onlyChanges ? 'change' : accessType;
    return { id, verified: true, engine: { ...conditions, id, on: 'data', target: watched, access } };
  },

  address: (requested, conditions, target) => {
    const { id } = requested;
    const places = target.programAddress(requested.reference, requested.offset);
    if (places) return { id, verified: true, engine: { ...conditions, id, on: 'code', places } };
    const line = target.lineOfAddress(requested.reference, requested.offset);
    if (line === undefined)
      throw new UserError(
        'no-instruction',
        'No instruction of the trace, or of a program that runs, begins at this address.',
      );
    return { id, verified: true, line, engine: { ...conditions, id, on: 'line', line } };
  },
};

function lineMode(wanted: string | undefined): LineMode | undefined {
  const found = LINE_MODES.find(({ mode }) => mode === wanted);
  if (found || wanted === undefined) return found?.mode;
  const modes = LINE_MODES.map(({ mode }) => mode).join(', ');
  throw new UserError('no-mode', `There is no breakpoint mode \`${wanted}\`: use one of ${modes}.`);
}

/** The first line at or after `line` that execution can stop on. */
export function slide(line: number, stops: readonly number[]): number | undefined {
  return stops.find((stop) => stop >= line);
}

const NO_STEP = 'Neither this line nor any line after it is a step: set the breakpoint on an instruction or an event.';
const NO_KERNEL_STEP =
  'Neither this line nor any line after it does anything: set the breakpoint on a statement of a routine.';

function lineOf(requested: RequestedBreakpoint): { readonly line?: number } {
  return 'line' in requested ? { line: requested.line } : {};
}
