/** The line of C that a person means by a place of a program: not one of the headers that a compiler brings with it. */
import type { SourcePlace } from '../../elf/dwarf/lines/line-table';

/** Where compilers have their own headers: intrinsics are inlined from there. */
const COMPILER = /\/(gcc|clang|llvm)[^/]*\/.*\/include\/|^\/usr\/lib\/.*\/include\//;

/** @param places of frames, innermost first. */
export function ownPlace(places: readonly (SourcePlace | undefined)[]): SourcePlace | undefined {
  const known = places.flatMap((place) => place ?? []);
  return known.find(({ path }) => !COMPILER.test(path)) ?? known[0];
}
