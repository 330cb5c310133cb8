/** The syntax tree of declarations. */
import type { Range } from '../errors/diagnostic';
import type { DataValue, EmittedPart } from './data';
import type { Expression } from './expression';
import type { Name } from './name';

export interface KeyValue {
  readonly key: Name;
  readonly value: string;
  readonly valueRange: Range;
}

/** `exec "PATH" args "A" ... env "K=V" ... stdin "PATH"`, texts in quotes: paths are relative to the folder of the trace. */
export interface ProgramCall {
  readonly path: Name;
  readonly arguments: readonly Name[];
  readonly environment: readonly Name[];
  readonly input?: Name;
}

/** `core "PATH" thread=N`: thread 1 is the thread that died. */
export interface CoreCall {
  readonly path: Name;
  readonly thread?: number;
}

export type Declaration =
  | { readonly kind: 'xtrace'; readonly version: number; readonly versionRange: Range }
  | {
      readonly kind: 'machine';
      /** The name of a model; with `fromFile` the path of a dump. */
      readonly model: Name;
      readonly fromFile?: true;
      readonly options: readonly KeyValue[];
      readonly flags: readonly { readonly flag: Name; readonly present: boolean }[];
    }
  | {
      readonly kind: 'kernel';
      /** The name of a policy; with `fromFile` the path of a written one, with `image` that of a real kernel's image. */
      readonly policy: Name;
      readonly fromFile?: true;
      readonly image?: true;
      /** With `image`: the path of the configuration that it was built with. */
      readonly config?: Name;
      readonly options: readonly KeyValue[];
    }
  | { readonly kind: 'const'; readonly name: Name; readonly value: Expression }
  | {
      readonly kind: 'data';
      readonly name: Name;
      readonly value: DataValue;
      readonly align?: Expression;
      /** In a section of thread-local storage: each thread has its own copy. */
      readonly threadLocal?: boolean;
    }
  | {
      readonly kind: 'task';
      readonly name: Name;
      readonly process?: Name;
      readonly entry?: Name;
      readonly kthread: boolean;
      readonly exec?: ProgramCall;
      readonly core?: CoreCall;
    }
  /** `register`: index in EAX, EBX, ECX, EDX. `task`: of whose guest; the processor's own without it. */
  | {
      readonly kind: 'cpuid';
      readonly leaf: number;
      readonly subleaf: number;
      readonly register: number;
      readonly value: Expression;
      readonly task?: Name;
    }
  /** `end`: the index of the statement that ends the procedure. */
  | { readonly kind: 'proc'; readonly name: Name; readonly end: number }
  /** Directives among instructions: what they emit is executed. */
  | { readonly kind: 'code'; readonly parts: readonly EmittedPart[] }
  /** `block` is the index of the statement that it ends. */
  | { readonly kind: 'end'; readonly block: number }
  /** `target`: another label or procedure, whose place it names once more. */
  | { readonly kind: 'label'; readonly name: Name; readonly target?: string };
