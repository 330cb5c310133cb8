/** What the checks need to know of the world around a trace: kernels with their routines, files, and the machine. */
import type { Processor } from '../../machine/processor/processor';
import type { TraceFiles } from '../data/data-bytes';
import type { Name } from '../tree/name';

/** A step of a routine. */
export interface RoutineStepNames {
  readonly name: string;
  readonly code?: string;
  readonly why?: string;
  /** Absent for a line that is never executed. */
  readonly run?: unknown;
  /** The context in which the block begins: the context's name, and why the kernel cannot be preempted in it. */
  readonly runsIn?: { readonly title: string; readonly preemptible: boolean; readonly why: string };
}

/** A routine of a kernel and its steps; what a hover says of them may be missing. */
export interface RoutineNames {
  readonly name: string;
  readonly signature?: string;
  readonly file?: string;
  readonly summary?: string;
  readonly steps: readonly RoutineStepNames[];
}

/** What the checker needs to know of a kernel policy. */
export interface PolicyNames {
  readonly name: string;
  readonly summary?: string;
  readonly options: readonly {
    readonly name: string;
    readonly values: readonly string[] | 'number';
    /** What is wrong with a value, or worth knowing about it, where the list of values does not say it. */
    readonly problem?: (value: string) => { readonly isError: boolean; readonly message: string } | undefined;
    readonly documentation?: string;
  }[];
  readonly routines: readonly RoutineNames[];
  /** The kernel as a trace writes it, where its options choose between routines: `kernel linux version=6.12`. */
  readonly written?: string;
  /** The kernel has functions besides, which only its image knows. */
  readonly hasFunctions?: true;
  /** Ranges of versions that have a routine, or a step of it, in words: for a policy that has an option for the version. */
  readonly versionsWith?: (routine: string, step?: string) => readonly string[];
  /** The policy as the trace's options shape it: versions differ in routines and steps. */
  readonly configure?: (options: Readonly<Record<string, string>>) => PolicyNames;
}

/** A policy that lies beside a trace. */
export interface PolicyFile {
  /** Absent where something is wrong with it. */
  readonly policy?: PolicyNames;
  /** What is wrong with it, each with its place in the file. */
  readonly messages: readonly string[];
}

export interface CheckContext {
  /** The options that `kernel NAME` knows. */
  readonly policies: readonly PolicyNames[];
  /** The policy of `kernel policy "FILE"`. @throws ExpressionError for a file that cannot be read. */
  readonly readPolicy?: (name: Name, files: TraceFiles | undefined) => PolicyFile;
  /** The policy of `kernel vmlinux "FILE"`, whatever its image has. */
  readonly vmlinux?: PolicyNames;
  /** What lies beside the trace; without it a machine from a file is taken for the default model. */
  readonly files?: TraceFiles;
}

export interface Setting {
  readonly processor: Processor;
  /** As the trace would write it, without flags and options. */
  readonly machine: string;
  readonly cpuCount: number;
  /** Undefined when the trace names one that nobody knows. */
  readonly policy: PolicyNames | undefined;
  /** `kernel none` */
  readonly hasNoKernel: boolean;
}
