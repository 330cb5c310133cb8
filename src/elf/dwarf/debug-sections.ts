/** The sections of debugging information, and how much work reading them may be. */
import { ByteReader, FormatError } from '../byte-reader';
import { expandable } from '../compression';
import type { ElfSection } from '../sections';

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

/** What a section stands for, expanded where it is compressed. */
interface Content {
  /** In bytes. */
  readonly size: number;
  /** Throws `FormatError` where it cannot be expanded. */
  readonly bytes: () => Uint8Array;
  readonly piece?: DebugSection['piece'];
}

export class DebugSections {
  private readonly contents: ReadonlyMap<DebugSectionName, Content>;
  private readonly eh: DebugSection | undefined;
  private budget: number;
  /** Why none of it can be read: it is compressed, and cannot be expanded here. */
  readonly problem: string | undefined;

  constructor(sections: readonly DebugSection[]) {
    const contents = new Map<DebugSectionName, Content>();
    const problems: string[] = [];
    for (const name of NAMES) {
      const section = sections.find((each) => each.name === `.debug_${name}` || each.name === `.zdebug_${name}`);
      const content = section && contentOf(section);
      if (typeof content === 'string') problems.push(content);
      else if (content) contents.set(name, content);
    }
    [this.problem] = problems;
    this.contents = contents;
    this.eh = sections.find(({ name }) => name === '.eh_frame');
    const total = [...contents.values()].reduce((sum, { size }) => sum + size, 0);
    this.budget = LEAST_BUDGET + MOST_READINGS * total;
  }

  /** `.eh_frame`, and where it lies in memory. */
  get ehFrame(): { readonly bytes: Uint8Array; readonly address: number } | undefined {
    return this.eh;
  }

  has(name: DebugSectionName): boolean {
    return this.contents.has(name);
  }

  /** Whether it is read in pieces, because it is too large to be read whole. */
  isInPieces(name: DebugSectionName): boolean {
    return this.contents.get(name)?.piece !== undefined;
  }

  size(name: DebugSectionName): number {
    return this.contents.get(name)?.size ?? 0;
  }

  /** Throws `FormatError` where there is no such section, or no such place in it. */
  read(name: DebugSectionName, at = 0): ByteReader {
    return new ByteReader(this.content(name).bytes(), `.debug_${name}`, at);
  }

  /** Of a section that may be large: no more than `size` bytes from `from` on are read. Throws `FormatError` as `read`. */
  readPiece(name: DebugSectionName, from: number, size: number): ByteReader {
    const { piece, size: whole } = this.content(name);
    if (!piece) return this.read(name, from).part(size);
    const what = `.debug_${name}`;
    if (!(from >= 0 && size >= 0 && from + size <= whole)) {
      throw new FormatError(`${what} is cut off, or leads beyond its end.`);
    }
    return new ByteReader(piece(from, size), what, from, from + size, from);
  }

  private content(name: DebugSectionName): Content {
    const content = this.contents.get(name);
    if (!content) throw new FormatError(`.debug_${name} is missing.`);
    return content;
  }

  /** To be told of everything that is read in one go. Throws `FormatError` when it becomes too much. */
  charge(bytes: number): void {
    this.budget -= bytes;
    if (this.budget < 0) throw new FormatError('Its debugging information wants to be read over and over.');
  }
}

function contentOf(section: DebugSection): Content | string {
  const expanded = expandable(section);
  if (expanded !== undefined) return expanded;
  const { piece, size } = section;
  return { size: piece ? size : section.bytes.length, bytes: () => section.bytes, ...(piece && { piece }) };
}
