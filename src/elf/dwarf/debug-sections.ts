/** The sections of debugging information, and how much work reading them may be. */
import { ByteReader, FormatError } from '../byte-reader';
import { type ElfSection, SECTION_FLAG } from '../sections';

const NAMES = [
  'abbrev',
  'addr',
  'aranges',
  'frame',
  'info',
  'line',
  'line_str',
  'loc',
  'loclists',
  'ranges',
  'rnglists',
  'str',
  'str_offsets',
] as const;

export type DebugSectionName = (typeof NAMES)[number];

/** What is asked of a section. Its bytes are asked for when they are needed. */
export interface DebugSection extends Pick<ElfSection, 'name' | 'flags' | 'address' | 'size' | 'bytes'> {
  /** A piece of a section that is too large to be read whole; absent where `bytes` are at hand. */
  readonly piece?: (from: number, size: number) => Uint8Array;
}

/**
 * Units may share tables, and a hostile file may have each of them read one large table from another place: all that is
 * read together is bounded by this multiple of the sections' size.
 */
const MOST_READINGS = 32;
const LEAST_BUDGET = 2 ** 20;

export class DebugSections {
  private readonly sections: ReadonlyMap<DebugSectionName, DebugSection>;
  private readonly eh: DebugSection | undefined;
  private budget: number;

  constructor(sections: readonly DebugSection[]) {
    this.sections = new Map(
      NAMES.flatMap((name) => {
        const section = sections.find((each) => each.name === `.debug_${name}`);
        return section ? [[name, section] as const] : [];
      }),
    );
    this.eh = sections.find(({ name }) => name === '.eh_frame');
    const total = [...this.sections.keys()].reduce((sum, name) => sum + this.size(name), 0);
    this.budget = LEAST_BUDGET + MOST_READINGS * total;
  }

  /** `.eh_frame`, and where it lies in memory. */
  get ehFrame(): { readonly bytes: Uint8Array; readonly address: number } | undefined {
    return this.eh;
  }

  has(name: DebugSectionName): boolean {
    return this.sections.has(name);
  }

  size(name: DebugSectionName): number {
    const section = this.sections.get(name);
    if (!section) return 0;
    return section.piece ? section.size : section.bytes.length;
  }

  /** Throws `FormatError` where there is no such section, or no such place in it. */
  read(name: DebugSectionName, at = 0): ByteReader {
    return new ByteReader(this.section(name).bytes, `.debug_${name}`, at);
  }

  /** Of a section that may be large: no more than `size` bytes from `from` on are read. Throws `FormatError` as `read`. */
  readPiece(name: DebugSectionName, from: number, size: number): ByteReader {
    const section = this.section(name);
    if (!section.piece) return this.read(name, from).part(size);
    const what = `.debug_${name}`;
    if (!(from >= 0 && size >= 0 && from + size <= section.size)) {
      throw new FormatError(`${what} is cut off, or leads beyond its end.`);
    }
    return new ByteReader(section.piece(from, size), what, from, from + size, from);
  }

  private section(name: DebugSectionName): DebugSection {
    const section = this.sections.get(name);
    if (!section) throw new FormatError(`.debug_${name} is missing.`);
    return section;
  }

  /** To be told of everything that is read in one go. Throws `FormatError` when it becomes too much. */
  charge(bytes: number): void {
    this.budget -= bytes;
    if (this.budget < 0) throw new FormatError('Its debugging information wants to be read over and over.');
  }
}

/** Why the debugging information of a file cannot be read at all; undefined where it can. */
export function sectionsProblem(sections: readonly DebugSection[]): string | undefined {
  const isCompressed = ({ name, flags }: DebugSection) =>
    name.startsWith('.zdebug_') || (name.startsWith('.debug_') && (flags & SECTION_FLAG.compressed) !== 0);
  if (sections.some(isCompressed)) {
    return 'Its debugging information is compressed: `objcopy --decompress-debug-sections PROGRAM` writes it out.';
  }
  return undefined;
}
