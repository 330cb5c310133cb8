/** Breakpoints as a client asks for them, and what the debugger makes of them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Expression } from '../../language/tree/expression';
import type { IsFile, ProgramPlaces, SourceLinePlaces } from '../../world/compiled/places';
import type { Breakpoint } from '../../world/debugger/debugger-types';
import type { StepName } from '../state/kernel-documents';

export interface Conditions {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/** A breakpoint of the client. The adapter chooses `id`, which stays while the client keeps the breakpoint. */
export type RequestedBreakpoint = Conditions & { readonly id: number } & (
    | { readonly on: 'line' /** Zero-based. */; readonly line: number; readonly mode?: string | undefined }
    | KernelStepRequest
    /** Of a program that tasks run. */
    | { readonly on: 'source-line'; readonly path: string /** Zero-based. */; readonly line: number }
    | { readonly on: 'function'; readonly name: string }
    | { readonly on: 'filter'; readonly filter: string }
    | { readonly on: 'address'; readonly reference: string; readonly offset: number }
    | { readonly on: 'data'; readonly dataId: string; readonly accessType?: DataAccessType | undefined }
  );

export const DATA_ACCESS_TYPES = ['read', 'write', 'readWrite'] as const;
type DataAccessType = (typeof DATA_ACCESS_TYPES)[number];

/** In the pseudo-C of a kernel: kept by the names of routine and step, so that it finds its place in another kernel too. */
export interface KernelStepRequest {
  readonly on: 'kernel-step';
  readonly policy: string;
  /** Zero-based, in the document of `policy`. */
  readonly line: number;
  /** Undefined where neither that line nor one behind it does anything. */
  readonly step: StepName | undefined;
}

/** A requested breakpoint, bound: the engine's breakpoint, or the reason why none is set. `line` is zero-based. */
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
      /** Set all the same, as what is loaded later may have its place. */
      readonly engine?: Breakpoint;
    };

/** Where breakpoints can be: what binding needs to know of a program. */
export interface BindingTarget {
  /** Sorted, zero-based. */
  readonly stepLines: readonly number[];
  /** Where an instruction of a program is that begins at an address; undefined for other places. */
  readonly programAddress: (reference: string, offset: number) => readonly ProgramPlaces[] | undefined;
  /** Where the line of a source file, or the next one with code, is in programs; or why it is in none. */
  readonly sourceLine: (path: string, line: number) => SourceLinePlaces | string;
  /** Whether a path that a compiler wrote down is that of a source file. */
  readonly isFile: (path: string) => IsFile;
  /** Whether programs and libraries may come that are not known yet. */
  readonly mayLoad: boolean;
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
