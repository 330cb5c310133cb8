/** Breakpoints as a client asks for them, and what the debugger makes of them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Breakpoint, BreakpointCondition } from '../../world/debugger/debugger-types';
import { EXCEPTION_FILTERS } from '../../world/debugger/exception-filters';
import { UserError } from '../protocol/user-error';
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
    | { readonly on: 'line' | 'kernel-line' /** Zero-based. */; readonly line: number }
    | { readonly on: 'function'; readonly name: string }
    | { readonly on: 'filter'; readonly filter: string }
    | { readonly on: 'address'; readonly reference: string; readonly offset: number }
  );

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
    };

/** Where breakpoints can be: what binding needs to know of a program. */
export interface BindingTarget {
  /** Sorted, zero-based. */
  readonly stepLines: readonly number[];
  readonly kernelLines: readonly number[];
  /** Whether a function of that name exists, or why not. */
  readonly functionProblem: (name: string) => string | undefined;
  /** The line of the step at a memory reference; undefined where none begins. */
  readonly lineOfAddress: (reference: string, offset: number) => number | undefined;
  /** What is wrong with a condition that parses: a name that does not exist. */
  readonly conditionProblem: (text: string) => string | undefined;
}

/** Errors of the request become the message of an unverified breakpoint. */
export function bind(requested: RequestedBreakpoint, target: BindingTarget): BoundBreakpoint {
  try {
    return bindTo(requested, readConditions(requested, target), target);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { id: requested.id, verified: false, message: error.message, reason: 'failed', ...lineOf(requested) };
  }
}

function readConditions(requested: Conditions, target: BindingTarget): BreakpointCondition {
  const condition = parseCondition(requested.condition);
  const problem = condition && requested.condition ? target.conditionProblem(requested.condition) : undefined;
  if (problem) throw new UserError('bad-condition', `The condition cannot be used: ${problem}`);
  const hitCondition = parseHitCondition(requested.hitCondition);
  const logMessage = parseLogMessage(requested.logMessage);
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
    case 'line':
    case 'kernel-line': {
      const { on } = requested;
      const line = slide(requested.line, on === 'line' ? target.stepLines : target.kernelLines);
      if (line === undefined) throw new UserError('no-step', noStepMessage(on));
      return { id, verified: true, line, engine: { ...conditions, id, on, line } };
    }
    case 'function': {
      const problem = target.functionProblem(requested.name);
      if (problem) throw new UserError('no-function', problem);
      return { id, verified: true, engine: { ...conditions, id, on: 'function', name: requested.name } };
    }
    case 'filter': {
      if (!EXCEPTION_FILTERS.some(({ filter }) => filter === requested.filter)) {
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

/** The first line at or after `line` that execution can stop on. */
export function slide(line: number, stops: readonly number[]): number | undefined {
  return stops.find((stop) => stop >= line);
}

function noStepMessage(on: 'line' | 'kernel-line'): string {
  return on === 'line'
    ? 'Neither this line nor any line after it is a step: set the breakpoint on an instruction or an event.'
    : 'Neither this line nor any line after it does anything: set the breakpoint on a statement of a routine.';
}

function lineOf(requested: RequestedBreakpoint): { readonly line?: number } {
  return 'line' in requested ? { line: requested.line } : {};
}
