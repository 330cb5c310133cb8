/**
 * The syntax tree of a trace. A statement is one line; blocks (`repeat`, `ring0`, `proc`) are pairs of statements
 * that the parser has matched. Names are not resolved here.
 */
import type { ExceptionMnemonic } from '../../machine/architecture/exception';
import type { Diagnostic, Range } from '../errors/diagnostic';
import type { ValueFormat } from '../expressions/format-suffix';

export interface Name {
  readonly text: string;
  readonly range: Range;
}

// Expressions

export type UnaryOperator = '-' | '~' | '!';
export type BinaryOperator =
  | '||'
  | '&&'
  | '|'
  | '^'
  | '&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '<<'
  | '>>'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

export type Expression =
  | { readonly kind: 'integer'; readonly value: bigint; readonly range: Range }
  | { readonly kind: 'float'; readonly value: number; readonly range: Range }
  | { readonly kind: 'string'; readonly value: string; readonly range: Range }
  | { readonly kind: 'name'; readonly name: string; readonly range: Range }
  | { readonly kind: 'member'; readonly object: Expression; readonly member: Name; readonly range: Range }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression; readonly range: Range }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression; readonly range: Range }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly range: Range;
    }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
      readonly range: Range;
    }
  | { readonly kind: 'call'; readonly callee: Name; readonly arguments: readonly Expression[]; readonly range: Range };

// Instructions

export type OperandSyntax =
  | {
      readonly kind: 'register';
      /** Lower case. */
      readonly name: string;
      readonly range: Range;
      readonly mask?: Name;
      readonly zeroing?: boolean;
    }
  | {
      readonly kind: 'memory';
      readonly base?: Name;
      readonly index?: Name;
      readonly scale: 1 | 2 | 4 | 8;
      /** The sum of everything that is not a register: integers, names of data, constants, labels. */
      readonly displacement?: Expression;
      /** Bytes, from `DWORD PTR` and its like. */
      readonly size?: number;
      readonly segment?: Name;
      /** `[rsi]{1to16}`: the number of elements that one element is copied to. */
      readonly broadcast?: number;
      readonly mask?: Name;
      readonly zeroing?: boolean;
      readonly range: Range;
    }
  | { readonly kind: 'immediate'; readonly value: Expression; readonly range: Range }
  /** A bare name: a label to branch to or the address of data; the checker decides. */
  | { readonly kind: 'symbol'; readonly name: string; readonly range: Range };

export interface InstructionSyntax {
  /** Lower case, whatever the line says. */
  readonly mnemonic: Name;
  /** Lower case: `lock`, `rep`, ... */
  readonly prefixes: readonly Name[];
  readonly operands: readonly OperandSyntax[];
}

// Outcomes

export type OutcomeSyntax =
  | {
      readonly kind: 'exception';
      readonly mnemonic: ExceptionMnemonic /** Error code or #PF address. */;
      readonly argument?: Expression;
      readonly range: Range;
    }
  | { readonly kind: 'signal'; readonly name: string; readonly range: Range }
  | { readonly kind: 'killed' | 'oops' | 'WARN' | 'hang' | 'ok'; readonly range: Range }
  /** `= 0`, `= -EPERM`: names are errno or kernel constants. */
  | { readonly kind: 'result'; readonly value: Expression; readonly range: Range };

// Data

export type DataType = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'i64' | 'u64' | 'bf16' | 'f16' | 'f32' | 'f64';

export type Initializer =
  | { readonly kind: 'list'; readonly values: readonly Expression[] }
  | { readonly kind: 'zero' }
  | { readonly kind: 'fill'; readonly value: Expression }
  | { readonly kind: 'ramp'; readonly start: Expression; readonly step: Expression }
  | { readonly kind: 'random'; readonly seed: Expression };

export type DataValue =
  | { readonly kind: 'zero'; readonly size: Expression }
  | { readonly kind: 'hex'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly offset?: Expression;
      readonly size?: Expression;
      readonly range: Range;
    }
  | {
      readonly kind: 'array';
      readonly type: DataType;
      readonly dimensions: readonly Expression[];
      readonly initializer: Initializer;
    }
  | {
      readonly kind: 'tilecfg';
      readonly palette: Expression | undefined;
      readonly startRow: Expression | undefined;
      readonly tiles: readonly TileShape[];
    }
  /** What directives behind a label of pasted assembly emit: `.long`, `.string`, ... */
  | { readonly kind: 'emitted'; readonly parts: readonly EmittedPart[] }
  /** `.set NAME, target`: no bytes of its own, but an address. */
  | { readonly kind: 'alias'; readonly target: Expression };

export type EmittedPart =
  /** Integers or floats of `size` bytes each. */
  | { readonly kind: 'values'; readonly size: number; readonly float: boolean; readonly values: readonly Expression[] }
  /** `count` integers of `size` bytes, 0 without a value. */
  | { readonly kind: 'fill'; readonly size: number; readonly count: Expression; readonly value?: Expression }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Zeros up to a multiple of `to` bytes. */
  | { readonly kind: 'align'; readonly to: Expression };

export interface TileShape {
  readonly tile: number;
  readonly rows: number;
  /** Bytes in a row. */
  readonly colsb: number;
  readonly range: Range;
}

// Statements

export interface KeyValue {
  readonly key: Name;
  readonly value: string;
  readonly valueRange: Range;
}

export type Declaration =
  | { readonly kind: 'xtrace'; readonly version: number; readonly versionRange: Range }
  | {
      readonly kind: 'machine';
      readonly model: Name;
      readonly options: readonly KeyValue[];
      readonly flags: readonly { readonly flag: Name; readonly present: boolean }[];
    }
  | { readonly kind: 'kernel'; readonly policy: Name; readonly options: readonly KeyValue[] }
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
  | { readonly kind: 'proc'; readonly name: Name /** Index of its `end`. */; readonly end: number }
  /** Directives among instructions: what they emit is executed. */
  | { readonly kind: 'code'; readonly parts: readonly EmittedPart[] }
  /** `block` is the index of the statement that it ends. */
  | { readonly kind: 'end'; readonly block: number }
  /** `target`: another label or procedure, whose place it names once more. */
  | { readonly kind: 'label'; readonly name: Name; readonly target?: string };

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

export type Event =
  | { readonly kind: 'cpu'; readonly index: Expression }
  | { readonly kind: 'switch' /** `idle` is an ordinary name here. */; readonly task: Name }
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
  | { readonly kind: 'inject-preempt'; readonly task: Name; readonly routine: Name; readonly step: Name }
  | { readonly kind: 'inject-page-fault'; readonly address: Expression; readonly count?: Expression }
  | { readonly kind: 'without' | 'with'; readonly routine: Name; readonly step: Name }
  | { readonly kind: 'reclaim'; readonly task?: Name }
  | { readonly kind: 'observe'; readonly facts: readonly { readonly key: Name; readonly value: Expression }[] }
  | {
      readonly kind: 'expect';
      readonly condition: Expression /** Its source text. */;
      readonly text: string;
      /** Of that text. */
      readonly range: Range;
      readonly message?: string;
      /** Where the message has values in it. */
      readonly messageParts?: readonly TemplatePart[];
    }
  | { readonly kind: 'print'; readonly values: readonly PrintArgument[] }
  | { readonly kind: 'stop' };

interface StatementBase {
  readonly line: number;
  /** The statement without its comment and without white space around it. */
  readonly range: Range;
}

export type Statement =
  | (StatementBase & { readonly kind: 'declaration'; readonly declaration: Declaration })
  | (StatementBase & {
      readonly kind: 'instruction';
      readonly instruction: InstructionSyntax;
      /** The form that it has whatever the trace declares; left out where names, or anything else, must say. */
      readonly form?: string | undefined;
      readonly outcomes: readonly OutcomeSyntax[];
      /** Seconds, from an `@` prefix. */
      readonly time?: number;
      /** The text, where a macro made it and `range` is that of the call. */
      readonly expansion?: string;
    })
  | (StatementBase & {
      readonly kind: 'event';
      readonly event: Event;
      readonly outcomes: readonly OutcomeSyntax[];
      readonly time?: number;
    });

/** Where code that a compiler printed comes from. */
export interface CompiledFrom {
  /** As the compiler names it: a path, or a name beside what it compiled. */
  readonly file: string;
  /** One-based, as compilers count. */
  readonly line: number;
  /** One-based; 0 where the compiler says none. */
  readonly column: number;
  /** The label of the function; empty before the first label. */
  readonly symbol: string;
}

export interface Trace {
  readonly text: string;
  /** In the order of their lines. A line that could not be read has no statement, only diagnostics. */
  readonly statements: readonly Statement[];
  /** What `.loc` says of instructions, by their line. */
  readonly compiledFrom: ReadonlyMap<number, CompiledFrom>;
  readonly diagnostics: readonly Diagnostic[];
}
