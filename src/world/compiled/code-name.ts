/** What people call an address of compiled code: its function, and the line of C that they have written. */
import { codeFramesBefore } from '../../elf/dwarf/code-frames';
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import type { CompiledProgram } from './compiled-program';
import { ownPlace } from './own-place';

export interface CodeName {
  /** Of the function; without lines, with the offset in bytes: `set_xfd+0x40`. */
  readonly name: string;
  /** Undefined where no line is known. The line is zero-based, the path is as the compiler wrote it. */
  readonly place: { readonly path: string; readonly line: number } | undefined;
}

export function codeName(compiled: CompiledProgram, address: LinearAddress): CodeName {
  const frames = codeFramesBefore(compiled.info, address - compiled.bias);
  const place = ownPlace(frames.map((frame) => frame.place));
  const frame = frames.find((each) => each.place === place);
  if (!place || !frame || frame.name === '?') return { name: nameAt(compiled, address), place: undefined };
  return { name: frame.name, place: { path: place.path, line: place.line - 1 } };
}

/** The symbol that an address lies in, or the address. */
export function nameAt({ symbols, bias }: CompiledProgram, address: LinearAddress): string {
  const symbol = symbols.functionAt(address - bias);
  if (!symbol) return formatAddress(address);
  const offset = address - bias - symbol.address;
  return offset === 0 ? symbol.name : `${symbol.name}+0x${offset.toString(16)}`;
}
