/** What debuggers read of an image: sections that are read when somebody asks for them, the largest ones piece by piece. */
import type { DebugSection } from '../dwarf/debug-sections';
import type { SymbolSection } from '../symbols';
import type { ByteSource } from './byte-source';
import type { ImageSection } from './image-sections';

export type DescribedSection = DebugSection & SymbolSection;

/** A kernel is unwound by `.debug_frame`: what it has under this name is the vDSO's. */
const OF_VDSO = '.eh_frame';

/** In the order of the file, as sections refer to each other by their number. */
export function describedSections(source: ByteSource, sections: readonly ImageSection[]): readonly DescribedSection[] {
  return sections.map((section) => described(source, section));
}

function described(source: ByteSource, { isInFile, offset, size, ...section }: ImageSection): DescribedSection {
  let bytes: Uint8Array | undefined;
  return {
    ...section,
    name: section.name === OF_VDSO ? '' : section.name,
    size: isInFile ? size : 0,
    piece: (from, length) => source.read(offset + from, length),
    get bytes() {
      bytes ??= isInFile ? source.read(offset, size) : new Uint8Array();
      return bytes;
    },
  };
}
