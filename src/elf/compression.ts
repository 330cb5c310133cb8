/**
 * Sections that are compressed (System V ABI, "Section Compression"; `.zdebug_` sections of older GNU tools). How zlib data
 * is expanded is the host's business, and asked for only when such a section is read.
 */
import { ByteReader, FormatError } from './byte-reader';
import { type ElfSection, SECTION_FLAG } from './sections';

/** Gives what zlib or gzip data stands for, which is to be `size` bytes. Throws for what is none, or much more. */
type Inflate = (bytes: Uint8Array, size: number) => Uint8Array;

let inflate: Inflate | undefined;

/** Without one, as in a browser, compressed sections are refused. */
export function provideInflate(given: Inflate | undefined): void {
  inflate = given;
}

const CHDR_SIZE = 24;
const ZLIB = 1;
/** `ZLIB`, and the size as eight bytes, the highest first. */
const GNU_MAGIC = [0x5a, 0x4c, 0x49, 0x42];
const GNU_HEADER_SIZE = 12;

/** zlib makes at most so many bytes of one: what says more is lying. */
const HIGHEST_RATIO = 1032;
/** Of one section, or of an image: more than any program that can run here has. */
const MOST_EXPANDED = 2 ** 28;

const REMEDY = '`objcopy --decompress-debug-sections PROGRAM` writes it out.';

/** What a section stands for. */
export interface Expandable {
  /** Bytes, once it is expanded. */
  readonly size: number;
  /** Expands it at the first call. Throws `FormatError`. */
  readonly bytes: () => Uint8Array;
}

/** What is asked of a section. */
type Section = Pick<ElfSection, 'name' | 'flags' | 'bytes'>;

function isCompressed({ name, flags }: Section): boolean {
  return name.startsWith('.zdebug_') || (name.startsWith('.debug_') && (flags & SECTION_FLAG.compressed) !== 0);
}

/**
 * What a compressed section of debugging information stands for, or the sentence that says why that cannot be known here;
 * undefined for one that is not compressed.
 */
export function expandable(section: Section): Expandable | string | undefined {
  if (!isCompressed(section)) return undefined;
  const header = section.name.startsWith('.zdebug_') ? gnuHeader(section) : chdr(section);
  if (typeof header === 'string') return header;
  const { size, data } = header;
  if (!canExpand(data, size)) {
    return `${section.name} is compressed, and would have ${size} bytes: that cannot be so.`;
  }
  if (!inflate) return `Its debugging information is compressed, which is not read here: ${REMEDY}`;
  let expanded: Uint8Array | undefined;
  return {
    size,
    bytes: () => {
      expanded ??= expand(section.name, data, size);
      return expanded;
    },
  };
}

interface Compressed {
  readonly size: number;
  readonly data: Uint8Array;
}

/** `Elf64_Chdr`: the way of compression, and the size. */
function chdr({ name, bytes }: Section): Compressed | string {
  if (bytes.length < CHDR_SIZE) return `${name} does not begin as a compressed section.`;
  const reader = new ByteReader(bytes, name);
  const type = reader.u32();
  reader.skip(4);
  const size = reader.word();
  if (type !== ZLIB) return `Its debugging information is compressed, and not by zlib (\`-gz=zlib\`): ${REMEDY}`;
  return { size, data: bytes.subarray(CHDR_SIZE) };
}

function gnuHeader({ name, bytes }: Section): Compressed | string {
  if (bytes.length < GNU_HEADER_SIZE || GNU_MAGIC.some((byte, index) => bytes[index] !== byte)) {
    return `${name} does not begin as a compressed section.`;
  }
  const size = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(GNU_MAGIC.length);
  return { size: Number(size), data: bytes.subarray(GNU_HEADER_SIZE) };
}

function expand(name: string, data: Uint8Array, size: number): Uint8Array {
  const expanded = attempt(data, size);
  if (expanded?.length !== size) throw new FormatError(`${name} is compressed, and cannot be expanded: it is damaged.`);
  return expanded;
}

/** Whether so much can have become of the data, and whether it may. */
function canExpand(data: Uint8Array, size: number): boolean {
  return size <= MOST_EXPANDED && size <= HIGHEST_RATIO * data.length;
}

/**
 * What gzip data stands for; undefined for what is none, or not of that size.
 * @param size in bytes.
 */
export function gunzip(data: Uint8Array, size: number): Uint8Array | undefined {
  const expanded = canExpand(data, size) ? attempt(data, size) : undefined;
  return expanded?.length === size ? expanded : undefined;
}

/** Whether anybody has said how data is expanded. */
export function canInflate(): boolean {
  return inflate !== undefined;
}

function attempt(data: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflate?.(data, size);
  } catch {
    // Whatever the host says of it: the data is none.
    return undefined;
  }
}
