/** A trace ready to run: checked, assembled and laid out in memory. It never changes while it runs. */

import type { Policy } from '../../kernel/routines/policy';
import type { ProgramFiles, ProgramImage, TaskDeclaration } from '../../kernel/state/program-image';
import type { Trace } from '../../language/tree/statement';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { PageRights } from '../../machine/cpu/page';
import type { CpuidDistortion } from '../../machine/processor/distorted-cpuid';
import type { Processor } from '../../machine/processor/processor';
import type { Step } from './step';
import type { Steps } from './steps';

export interface DataSymbol {
  readonly kind: 'data';
  readonly name: string;
  readonly line: number;
  readonly address: LinearAddress;
  readonly bytes: Uint8Array;
  /** Element type of an array: `i8`. */
  readonly type: string | null;
  readonly dimensions: readonly number[];
  /** Declared as the image of a tile configuration. */
  readonly isTilecfg: boolean;
}

export interface CodeSymbol {
  readonly kind: 'label' | 'proc';
  readonly name: string;
  readonly line: number;
  readonly address: LinearAddress;
}

interface ConstantSymbol {
  readonly kind: 'constant';
  readonly name: string;
  readonly line: number;
  readonly value: bigint | number | string;
}

export type ProgramSymbol = DataSymbol | CodeSymbol | ConstantSymbol;

/** The built-in procs that a trace uses without declaring them. */
export interface Library {
  readonly address: LinearAddress;
  readonly bytes: Uint8Array;
  readonly rights: PageRights;
  /** In the order of their addresses. */
  readonly procs: readonly CodeSymbol[];
}

export interface Program {
  readonly trace: Trace;
  readonly processor: Processor;
  readonly cpuCount: number;
  /** What guests are told wrongly, by the name of the task that runs the guest. */
  readonly guestCpuid: ReadonlyMap<string, readonly CpuidDistortion[]>;
  /** Bits of the errata that each CPU has. */
  readonly errata: number;
  readonly policy: Policy;
  readonly policyOptions: Readonly<Record<string, string>>;
  readonly steps: Steps;
  readonly symbols: ReadonlyMap<string, ProgramSymbol>;
  readonly tasks: readonly TaskDeclaration[];
  /** Whether the trace declares no task, and `main` runs from the start. */
  readonly implicitTask: boolean;
  readonly image: ProgramImage;
  /** What programs that tasks run see of files. */
  readonly files: ProgramFiles;
  readonly start: LinearAddress;
  /** Code without lines that the debugger passes over; null where the trace needs none. */
  readonly library: Library | null;
  /** The step that is laid out at an address. What executes there is what lies in memory: see `code/code.ts`. */
  readonly stepAt: (address: LinearAddress) => Step | undefined;
}

/** Where the loader puts things; all user code and data lie below 2 GiB, so that absolute operands encode. */
export const CODE_BASE = 0x40_1000;
/** The same where tasks run programs, which lie lower or much higher. */
export const CODE_BASE_BESIDE_PROGRAMS = 0x7000_0000;
export const DATA_BASE = 0x100_0000;
/** Where a trace comes to lie, and what stands in its code where an event is. */
export interface Placement {
  readonly code: LinearAddress;
  readonly data: LinearAddress;
  /** Of the built-in procs that it uses. */
  readonly library: LinearAddress;
  /** @param site the number of the statement among those that are code. Of one size for all. */
  readonly placeholder: (site: number) => Uint8Array;
}

/** Bare metal only: tasks have stacks of their kernel's choosing. */
export const BARE_STACK_TOP = 0x7fff_f000;
export const BARE_STACK_SIZE = 0x1_0000;
