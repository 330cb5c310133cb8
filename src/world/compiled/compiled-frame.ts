/** A frame of compiled code, with what its variables need. */
import { type CodeFrame, codeFramesAt, codeFramesBefore } from '../../elf/dwarf/code-frames';
import type { CompiledProgram } from './compiled-program';
import type { PhysicalFrame } from './unwind-stack';

/** The frame of a function, and the part of it that is shown: several are, where something is inlined. */
export interface CompiledFrame {
  readonly compiled: CompiledProgram;
  readonly physical: PhysicalFrame;
  /** Undefined where only a symbol is known. */
  readonly code: CodeFrame | undefined;
}

/**
 * The frames that a frame of the stack is shown as, one for each inlined function, innermost first. What a signal's handler returns
 * to is shown as nothing known.
 */
export function viewsOf(physical: PhysicalFrame): readonly (CompiledFrame | undefined)[] {
  const { compiled, address, within, isSignal } = physical;
  if (isSignal) return [undefined];
  // What is about to be called, inlined, has not been entered; a caller has.
  const framesAt = within === address ? codeFramesBefore : codeFramesAt;
  const codes = framesAt(compiled.info, within - compiled.bias);
  if (codes.length === 0) return [{ compiled, physical, code: undefined }];
  return codes.map((code) => ({ compiled, physical, code }));
}
