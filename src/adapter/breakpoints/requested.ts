/** Breakpoints as a client asks for them, and what the debugger makes of them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Expression } from '../../language/tree/expression';
import type { Breakpoint, BreakpointCondition, LineMode } from '../../world/debugger/debugger-types';
import { exceptionFilter } from '../../world/debugger/exception-filters';
import { LINE_MODES } from '../protocol/capabilities';
import { messageOf, UserError } from '../protocol/user-error';
import type { StepName } from '../state/kernel-documents';
import { parseCondition } from './condition';
import { parseHitCondition } from './hit-condition';
import { parseLogMessage } from './log-message';

export interface Conditions {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/** One that the client has set; `id` is ours and stays while the client keeps it. */
export type RequestedBreakpoint = Conditions & { readonly id: number } & (
    | { readonly on: 'line' /** Zero-based. */; readonly line: number; readonly mode?: string | undefined }
    | KernelStepRequest
    | { readonly on: 'function'; readonly name: string }
    | { readonly on: 'filter'; readonly filter: string }
    | { readonly on: 'address'; readonly reference: string; readonly offset: number }
  );

/** In the pseudo-C of a kernel: kept by the names of routine and step, so that it finds its place in another kernel too. */
export interface KernelStepRequest {
  readonly on: 'kernel-step';
  readonly policy: string;
  /** Zero-based, in the document of `policy`. */
  readonly line: number;
  /** Undefined where neither that line nor one behind it does anything. */
  readonly step: StepName | undefined;
}

/** What became of it: the engine's breakpoint, or why there is none. `line` is zero-based. */
export type BoundBreakpoint =
  | {
      readonly id: number;
      readonly verified: true;
      readonly line?: number;
      readonly engine: Breakpoint;
      readonly message?: string;
    }
  | {
      readonly id: number;
      readonly verified: false;
      readonly line?: number;
      readonly message: string;
      readonly reason: DebugProtocol.Breakpoint['reason'];
      /** Somebody has written something that cannot be read: a client may well hide the message. */
      readonly isUnreadable?: boolean;
    };

/** Where breakpoints can be: what binding needs to know of a program. */
export interface BindingTarget {
  /** Sorted, zero-based. */
  readonly stepLines: readonly number[];
  /** Index and line of a step of the running kernel, or why there is none. */
  readonly kernelStep: (step: KernelStepRequest) => { readonly index: number; readonly line: number } | string;
  /** Whether a function of that name exists, or why not. */
  readonly functionProblem: (name: string) => string | undefined;
  /** The line of the step at a memory reference; undefined where none begins. */
  readonly lineOfAddress: (reference: string, offset: number) => number | undefined;
  /** What is wrong with an expression that parses: a name that does not exist where `requested` stops. */
  readonly expressionProblem: (
    expression: Expression,
    text: string,
    requested: RequestedBreakpoint,
  ) => string | undefined;
}

/** Whatever is wrong with one breakpoint becomes its own message. */
export function bind(requested: RequestedBreakpoint, target: BindingTarget): BoundBreakpoint {
  try {
    return bindTo(requested, readConditions(requested, target), target);
  } catch (error) {
    const isUnreadable = error instanceof UserError && UNREADABLE.has(error.code);
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

function bindTo(
  requested: RequestedBreakpoint,
  conditions: BreakpointCondition,
  target: BindingTarget,
): BoundBreakpoint {
  const { id } = requested;
  switch (requested.on) {
    case 'line': {
      const line = slide(requested.line, target.stepLines);
      if (line === undefined) throw new UserError('no-step', NO_STEP);
      const mode = lineMode(requested.mode);
      return { id, verified: true, line, engine: { ...conditions, id, on: 'line', line, ...(mode ? { mode } : {}) } };
    }
    case 'kernel-step': {
      if (!requested.step) throw new UserError('no-step', NO_KERNEL_STEP);
      const found = target.kernelStep(requested);
      if (typeof found === 'string') throw new UserError('no-step', found);
      const { index: step, line } = found;
      const { routine } = requested.step;
      return { id, verified: true, line, engine: { ...conditions, id, on: 'kernel-step', routine, step } };
    }
    case 'function': {
      const problem = target.functionProblem(requested.name);
      if (problem) throw new UserError('no-function', problem);
      return { id, verified: true, engine: { ...conditions, id, on: 'function', name: requested.name } };
    }
    case 'filter': {
      if (!exceptionFilter(requested.filter)) {
        throw new UserError('no-filter', `There is no exception filter \`${requested.filter}\`.`);
      }
      return { id, verified: true, engine: { ...conditions, id, on: 'filter', filter: requested.filter } };
    }
    case 'address': {
      const line = target.lineOfAddress(requested.reference, requested.offset);
      if (line === undefined)
        throw new UserError('no-instruction', 'No instruction of the trace begins at this address.');
      return { id, verified: true, line, engine: { ...conditions, id, on: 'line', line } };
    }
  }
}

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
