/** The sections of debugging information, and how much work reading them may be. */
import { ByteReader, FormatError } from '../byte-reader';
import { type ElfSection, SECTION_FLAG } from '../sections';

const NAMES = [
  'abbrev',
  'addr',
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

/**
 * Units may share tables, and a hostile file may have each of them read one large table from another place: all that is
 * read together is bounded by this multiple of the sections' size.
 */
const MOST_READINGS = 32;
const LEAST_BUDGET = 2 ** 20;

export class DebugSections {
  private readonly bytes: ReadonlyMap<string, Uint8Array>;
  private budget: number;
  /** `.eh_frame`, and where it lies in memory. */
  readonly ehFrame: { readonly bytes: Uint8Array; readonly address: number } | undefined;

  constructor(sections: readonly ElfSection[]) {
    const bytes = new Map<string, Uint8Array>();
    for (const name of NAMES) {
      const section = sections.find((each) => each.name === `.debug_${name}`);
      if (section) bytes.set(name, section.bytes);
    }
    const ehFrame = sections.find(({ name }) => name === '.eh_frame');
    this.ehFrame = ehFrame && { bytes: ehFrame.bytes, address: ehFrame.address };
    this.bytes = bytes;
    const total = [...bytes.values()].reduce((sum, { length }) => sum + length, 0);
    this.budget = LEAST_BUDGET + MOST_READINGS * total;
  }

  has(name: DebugSectionName): boolean {
    return this.bytes.has(name);
  }

  size(name: DebugSectionName): number {
    return this.bytes.get(name)?.length ?? 0;
  }

  /** Throws `FormatError` where there is no such section, or no such place in it. */
  read(name: DebugSectionName, at = 0): ByteReader {
    const bytes = this.bytes.get(name);
    if (!bytes) throw new FormatError(`.debug_${name} is missing.`);
    return new ByteReader(bytes, `.debug_${name}`, at);
  }

  /** To be told of everything that is read in one go. Throws `FormatError` when it becomes too much. */
  charge(bytes: number): void {
    this.budget -= bytes;
    if (this.budget < 0) throw new FormatError('Its debugging information wants to be read over and over.');
  }
}

/** Why the debugging information of a file cannot be read at all; undefined where it can. */
export function sectionsProblem(sections: readonly ElfSection[]): string | undefined {
  const isCompressed = ({ name, flags }: ElfSection) =>
    name.startsWith('.zdebug_') || (name.startsWith('.debug_') && (flags & SECTION_FLAG.compressed) !== 0);
  if (sections.some(isCompressed)) {
    return 'Its debugging information is compressed: `objcopy --decompress-debug-sections PROGRAM` writes it out.';
  }
  return undefined;
}
