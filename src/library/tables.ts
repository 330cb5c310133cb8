/** What is modelled, as tables: each row has its documentation and the manual's section. */
import { POLICIES } from '../kernel/policies';
import { FEATURES as FEATURE_TABLE, type FeatureRow } from '../machine/architecture/feature';
import { REGISTER_ROWS, type Register } from '../machine/architecture/registers';
import { INSTRUCTIONS as INSTRUCTION_TABLE } from '../machine/instructions';
import { CPU_MODELS } from '../machine/processor/models';
import { EXCEPTION_FILTERS as FILTERS } from '../world/debugger/breakpoints/exception-filters';

/** An instruction: one row for all forms that mean the same. */
export interface InstructionInfo {
  /** Lower case. */
  readonly mnemonic: string;
  /** Other spellings: `jz` of `je`. */
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** What it does, in a few lines of words or pseudo-code. */
  readonly operation: string;
  /** The CPUID features that it needs: keys of `FEATURES`. */
  readonly features: readonly string[];
  /** The state components that it touches: indices of `COMPONENTS`. */
  readonly components?: readonly number[];
  /** In the order in which the processor checks them. */
  readonly exceptions: readonly string[];
  readonly manual: string;
  /** The encodings, by their names in `iced-x86`. */
  readonly forms: readonly string[];
}

export interface ModelInfo {
  /** As `machine` has it. */
  readonly name: string;
  readonly title: string;
  readonly documentation: string;
  readonly vendor: string;
}

export interface KernelOption {
  readonly name: string;
  /** What can be written, or what is worth offering. */
  readonly values: readonly string[] | 'number';
  /** Empty where leaving the option out means something that no value says. */
  readonly default: string;
  readonly documentation: string;
}

export interface KernelInfo {
  /** As `kernel` has it. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly KernelOption[];
}

/** A group of exceptions or mishaps that a breakpoint can be on. */
export interface ExceptionFilterInfo {
  readonly filter: string;
  readonly label: string;
  readonly description: string;
}

export { COMPONENTS, type Component } from '../machine/architecture/component';
export { EXCEPTIONS, type ExceptionRow } from '../machine/architecture/exception';
export type { FeatureRow } from '../machine/architecture/feature';
export type { Register } from '../machine/architecture/registers';

/** The instructions that execute. */
export const INSTRUCTIONS: readonly InstructionInfo[] = INSTRUCTION_TABLE;
/** CPUID features by their names; `flag` is what `machine MODEL +flag` takes. */
export const FEATURES: Readonly<Record<string, FeatureRow>> = FEATURE_TABLE;
/** All registers but the register files: names, bits, MSR numbers, who writes them. */
export const REGISTERS: readonly Register[] = REGISTER_ROWS;
/** The CPU models. */
export const MODELS: readonly ModelInfo[] = CPU_MODELS;
/** The kernels. */
export const KERNELS: readonly KernelInfo[] = POLICIES;
/** What `Debugger.setBreakpoints` takes as a `filter`. */
export const EXCEPTION_FILTERS: readonly ExceptionFilterInfo[] = FILTERS;
