/** The frames that people see of compiled code: those of functions, and of what is inlined into them. */
import { type CodeFrame, codeFramesAt, codeFramesBefore } from '../../elf/dwarf/code-frames';
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import type { Frame, Place } from '../debugger/debugger-types';
import type { CompiledProgram } from './compiled-program';
import type { PhysicalFrame } from './unwind-stack';

/** Innermost first. @param depth of the innermost frame; @param least of the outermost. */
export function compiledFrames(
  compiled: CompiledProgram,
  stack: readonly PhysicalFrame[],
  depth: number,
  least: number,
): readonly Frame[] {
  let left = depth;
  const frames: Frame[] = [];
  for (const physical of stack) {
    frames.push(...framesOf(compiled, physical, Math.max(left, least)));
    if (!physical.isSignal) left--;
  }
  return frames;
}

function framesOf(compiled: CompiledProgram, physical: PhysicalFrame, depth: number): readonly Frame[] {
  const { address, within, isSignal } = physical;
  if (isSignal) {
    return [{ name: '<signal handler called>', place: { kind: 'code', address }, address, depth }];
  }
  // What is about to be called, inlined, has not been entered; a caller has.
  const framesAt = within === address ? codeFramesBefore : codeFramesAt;
  const codes = framesAt(compiled.info, within - compiled.bias);
  if (codes.length === 0) {
    const frame = { compiled, physical, code: undefined };
    return [{ name: nameAt(compiled, address), place: { kind: 'code', address }, address, depth, compiled: frame }];
  }
  return codes.map((code) => ({
    name: code.name === '?' ? nameAt(compiled, address) : code.name,
    place: placeOf(code, address),
    address,
    depth,
    compiled: { compiled, physical, code },
  }));
}

function placeOf({ place }: CodeFrame, address: LinearAddress): Place {
  return place ? { kind: 'source', path: place.path, line: place.line - 1, address } : { kind: 'code', address };
}

/** The symbol that an address lies in, or the address. */
function nameAt({ symbols, bias }: CompiledProgram, address: LinearAddress): string {
  const symbol = symbols.functionAt(address - bias);
  if (!symbol) return formatAddress(address);
  const offset = address - bias - symbol.address;
  return offset === 0 ? symbol.name : `${symbol.name}+0x${offset.toString(16)}`;
}
