/** A frame of compiled code, with what its variables need. */
import type { CodeFrame } from '../../elf/dwarf/code-frames';
import type { CompiledProgram } from './compiled-program';
import type { PhysicalFrame } from './unwind-stack';

/** The frame of a function, and the part of it that is shown: several are, where something is inlined. */
export interface CompiledFrame {
  readonly compiled: CompiledProgram;
  readonly physical: PhysicalFrame;
  /** Undefined where only a symbol is known. */
  readonly code: CodeFrame | undefined;
}
