/** The syntax tree of events: the steps of a trace that are no instructions. */
import type { ExceptionMnemonic } from '../../machine/architecture/exception';
import type { Range } from '../errors/diagnostic';
import type { ValueFormat } from '../expressions/format-suffix';
import type { Expression } from './expression';
import type { Name } from './name';

/** `{EXPR}` in a text, or `{EXPR,x}`: how the value is written. */
export interface TemplateValue {
  readonly expression: Expression;
  readonly format?: ValueFormat;
}

export type TemplatePart = string | TemplateValue;

/** A value, or `"text {EXPR} text"`: literal pieces and values in turn. */
export type PrintArgument = Expression | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] };

/** Statements of a monitor that take one value. */
export type VcpuCall = 'kvm_get_xsave2' | 'kvm_set_xsave' | 'kvm_get_xcrs' | 'kvm_set_xcrs' | 'kvm_get_msrs';

/** What `kvm_set_msrs` sets: a list in memory, or one that is written down. */
export type MsrList =
  | { readonly address: Expression }
  | { readonly entries: readonly { readonly msr: Expression; readonly value: Expression }[] };

/** A step of a routine, or what only the image of a real kernel knows: a function, or an instruction in it. */
export interface KernelPlace {
  readonly routine: Name;
  readonly step?: Name;
  /** Bytes from the beginning of the function. */
  readonly offset?: number;
}

export type Event =
  | { readonly kind: 'cpu'; readonly index: Expression }
  /** `task`: of a task, or `idle`. */
  | { readonly kind: 'switch'; readonly task: Name }
  | { readonly kind: 'run'; readonly task: Name; readonly count?: Expression; readonly until?: Expression }
  | { readonly kind: 'repeat'; readonly count: Expression; readonly counter?: Name; readonly end: number }
  | { readonly kind: 'ring0'; readonly end: number }
  | { readonly kind: 'idt'; readonly exception: ExceptionMnemonic; readonly proc: Name }
  | {
      readonly kind:
        | 'kernel_fpu_begin'
        | 'kernel_fpu_end'
        | 'kernel_amx_begin'
        | 'kernel_amx_end'
        | 'vmenter'
        | 'vmexit';
    }
  /** `xcr0`: the components that the guest is told of; all that are supported without it. */
  | { readonly kind: 'kvm_set_cpuid2'; readonly xcr0?: Expression }
  /** An address of the monitor's; of `kvm_set_xcrs` XCR0. */
  | { readonly kind: VcpuCall; readonly value: Expression }
  | { readonly kind: 'kvm_set_msrs'; readonly list: MsrList }
  | { readonly kind: 'syscall'; readonly name: Name; readonly arguments: readonly Expression[]; readonly as?: Name }
  | { readonly kind: 'signal'; readonly name: Name; readonly task?: Name }
  /** `answer`: a result, 0 or a negative error. */
  | { readonly kind: 'seccomp'; readonly task: Name; readonly syscall: Name; readonly answer: Expression | 'kill' }
  | { readonly kind: 'hotplug'; readonly index: Expression; readonly online: boolean }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'inject-alloc-fail'; readonly count?: Expression }
  | ({ readonly kind: 'inject-preempt'; readonly task: Name } & KernelPlace)
  | { readonly kind: 'inject-page-fault'; readonly address: Expression; readonly count?: Expression }
  | ({ readonly kind: 'without' | 'with' } & KernelPlace)
  | { readonly kind: 'reclaim'; readonly task?: Name }
  | { readonly kind: 'observe'; readonly facts: readonly { readonly key: Name; readonly value: Expression }[] }
  | {
      readonly kind: 'expect';
      readonly condition: Expression;
      /** The source text of the condition. */
      readonly text: string;
      /** The place of the source text. */
      readonly range: Range;
      readonly message?: string;
      /** Where the message has values in it. */
      readonly messageParts?: readonly TemplatePart[];
    }
  | { readonly kind: 'print'; readonly values: readonly PrintArgument[] }
  | { readonly kind: 'stop' };
