/** Call frame information: `.eh_frame` and `.debug_frame` (DWARF 5, section 6.4; System V ABI for x86-64, section 4.2.4). */
import { ByteReader, FormatError } from '../../byte-reader';
import { lastAt } from '../../symbols';
import type { DebugSections } from '../debug-sections';

export interface CommonInformation {
  readonly codeFactor: number;
  readonly dataFactor: bigint;
  readonly returnRegister: number;
  /** The frame is a signal's: what it returns to has been interrupted, and has called nobody. */
  readonly isSignal: boolean;
  readonly pointerEncoding: number;
  readonly hasAugmentation: boolean;
  readonly instructions: Uint8Array;
}

export interface FrameDescription {
  readonly low: number;
  readonly high: number;
  readonly common: CommonInformation;
  readonly instructions: Uint8Array;
}

export class FrameTable {
  /** Ascending by address. */
  private readonly frames: readonly FrameDescription[];

  /** What cannot be read has no frames. */
  constructor(sections: DebugSections) {
    const found: FrameDescription[] = [];
    if (sections.ehFrame) {
      const { bytes, address } = sections.ehFrame;
      readFrames(new SectionReader(bytes, '.eh_frame', address), found);
    }
    const debugFrame = framesOf(sections);
    if (debugFrame) readFrames(new SectionReader(debugFrame, '.debug_frame', undefined), found);
    this.frames = found.sort((a, b) => a.low - b.low);
  }

  at(address: number): FrameDescription | undefined {
    const frame = this.frames[lastAt(this.frames.length, (index) => (this.frames[index]?.low ?? 0) <= address)];
    return frame && address < frame.high ? frame : undefined;
  }
}

/** `.debug_frame`; undefined where there is none, or where it cannot be expanded. */
function framesOf(sections: DebugSections): Uint8Array | undefined {
  try {
    return sections.has('frame') ? sections.read('frame').bytes : undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return undefined;
  }
}

/** DW_EH_PE_*: how pointers are written in `.eh_frame`. */
const ENCODING = { omit: 0xff, relative: 0x10, format: 0x0f, application: 0x70, indirect: 0x80 } as const;
const FORMATS: Readonly<Record<number, (reader: ByteReader) => number>> = {
  0: (reader) => reader.address(),
  1: (reader) => reader.uleb(),
  2: (reader) => reader.u16(),
  3: (reader) => reader.u32(),
  4: (reader) => reader.address(),
  9: (reader) => Number(reader.sleb()),
  10: (reader) => Number(BigInt.asIntN(16, BigInt(reader.u16()))),
  11: (reader) => Number(BigInt.asIntN(32, BigInt(reader.u32()))),
  12: (reader) => reader.address(),
};

class SectionReader {
  private readonly commons = new Map<number, CommonInformation>();

  /** @param address of `.eh_frame` in memory; undefined for `.debug_frame`. */
  constructor(
    readonly bytes: Uint8Array,
    readonly name: string,
    private readonly address: number | undefined,
  ) {}

  get isEh(): boolean {
    return this.address !== undefined;
  }

  pointer(reader: ByteReader, encoding: number): number {
    const place = (this.address ?? 0) + reader.at;
    const read = FORMATS[encoding & ENCODING.format];
    if (!read || (encoding & ENCODING.indirect) !== 0)
      throw new FormatError(`${this.name} has pointers of another kind.`);
    const value = read(reader);
    return (encoding & ENCODING.application) === ENCODING.relative ? place + value : value;
  }

  /** The common information at a place. Throws `FormatError`. */
  common(offset: number): CommonInformation {
    let common = this.commons.get(offset);
    if (!common) {
      const whole = new ByteReader(this.bytes, this.name, offset);
      const { length, is64 } = whole.initialLength();
      common = this.readCommon(whole.part(length), is64);
      this.commons.set(offset, common);
    }
    return common;
  }

  private readCommon(reader: ByteReader, is64: boolean): CommonInformation {
    const id = reader.offset(is64 && !this.isEh);
    const isCommon = this.isEh ? id === 0 : id === (is64 ? Number(0xffff_ffff_ffff_ffffn) : 0xffff_ffff);
    if (!isCommon) throw new FormatError(`${this.name} refers to something that it does not have.`);
    const version = reader.u8();
    const augmentation = reader.text();
    if (version === 4) reader.skip(2); // sizes of addresses and segment selectors
    const codeFactor = reader.uleb();
    const dataFactor = reader.sleb();
    const returnRegister = version === 1 ? reader.u8() : reader.uleb();
    let pointerEncoding = 0;
    const hasAugmentation = augmentation.startsWith('z');
    if (hasAugmentation) pointerEncoding = this.augmentationEncoding(augmentation, reader.part(reader.uleb()));
    else if (augmentation !== '') throw new FormatError(`${this.name} has frames of an unknown kind.`);
    return {
      codeFactor,
      dataFactor,
      returnRegister,
      isSignal: augmentation.includes('S'),
      pointerEncoding,
      hasAugmentation,
      instructions: reader.block(reader.end - reader.at),
    };
  }

  /** How the frames' addresses are written. */
  private augmentationEncoding(augmentation: string, data: ByteReader): number {
    let encoding = 0;
    for (const letter of augmentation.slice(1)) {
      if (letter === 'R') encoding = data.u8();
      else if (letter === 'L') data.skip(1);
      // The personality routine is found through a table of pointers; where it is matters to nobody here.
      else if (letter === 'P') this.pointer(data, data.u8() & ~ENCODING.indirect);
    }
    return encoding;
  }
}

/** Up to what cannot be read. */
function readFrames(section: SectionReader, found: FrameDescription[]): void {
  const reader = new ByteReader(section.bytes, section.name);
  try {
    while (!reader.isAtEnd) {
      const { length, is64 } = reader.initialLength();
      if (length === 0) break;
      const frame = readFrame(section, reader.part(length), is64);
      if (frame && frame.high > frame.low) found.push(frame);
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

/** Undefined for common information. */
function readFrame(section: SectionReader, reader: ByteReader, is64: boolean): FrameDescription | undefined {
  const { at } = reader;
  const id = reader.offset(is64 && !section.isEh);
  const isCommon = section.isEh ? id === 0 : id >= 0xffff_ffff;
  if (isCommon) return undefined;
  const common = section.common(section.isEh ? at - id : id);
  const low = section.pointer(reader, common.pointerEncoding);
  const size = section.pointer(reader, common.pointerEncoding & ENCODING.format);
  if (common.hasAugmentation) reader.skip(reader.uleb());
  return { low, high: low + size, common, instructions: reader.block(reader.end - reader.at) };
}
