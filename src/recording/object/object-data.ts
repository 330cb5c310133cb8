/** The data of an object file as compilers write data: directives, with names where an address stands. */
import type { ElfSection } from '../../elf/sections';
import { alignmentOf, type ObjectLayout, type PlacedSection } from './object-layout';
import type { ObjectNames } from './object-names';

/** Bytes a line. */
const ROW = 16;

/** The lines of a procedure that is nothing but data; none where the file has no data. */
export function writeData(layout: ObjectLayout, names: ObjectNames): readonly string[] {
  const sections = layout.sections.filter(({ isCode }) => !isCode);
  const lines = sections.flatMap((section) => sectionText(layout, section, names));
  return lines.length === 0 ? [] : ['proc data_of_the_file', ...lines, 'end'];
}

/** An address that stands in the data. */
interface Pointer {
  readonly offset: number;
  readonly size: number;
  readonly text: string;
}

function sectionText(layout: ObjectLayout, placed: PlacedSection, names: ObjectNames): readonly string[] {
  const { section, address } = placed;
  // Every section begins with a label: what refers into it counts from there.
  names.at(address);
  const pointers = new Map(pointersIn(layout, placed, names).map((pointer) => [pointer.offset, pointer]));
  const alignment = alignmentOf(section);
  const lines = [`    .section ${sectionName(section)}`, ...(alignment > 1 ? [`    .align ${alignment}`] : [])];
  for (let offset = 0; offset < section.size; ) {
    lines.push(...names.labelsAt(placed, offset).map((label) => `${label}:`));
    const found = pointers.get(offset);
    // Where a label stands within it, it is no address but bytes.
    const pointer = found && endOfRow(placed, names, new Map(), offset) >= offset + found.size ? found : undefined;
    const end = pointer ? offset + pointer.size : endOfRow(placed, names, pointers, offset);
    lines.push(
      `    ${pointer ? `${pointer.size === 8 ? '.quad' : '.long'} ${pointer.text}` : bytesText(placed, offset, end)}`,
    );
    offset = end;
  }
  const behind = names.labelsAt(placed, section.size);
  return behind.length === 0 ? lines : [...lines, ...behind.map((label) => `${label}:`), '    .zero 1'];
}

/** Of another name nobody knows whether it is data, or comes to memory at all. */
const DATA = /^\.(?:data|rodata|bss|tdata|tbss)(?:\.[\w.$]+)?$/;

function sectionName({ name }: ElfSection): string {
  return DATA.test(name) ? name : '.data';
}

function endOfRow(
  placed: PlacedSection,
  names: ObjectNames,
  pointers: ReadonlyMap<number, Pointer>,
  offset: number,
): number {
  const { section, bytes } = placed;
  const most = bytes.length === 0 ? section.size : Math.min(offset + ROW, section.size);
  for (let at = offset + 1; at < most; at++) {
    if (pointers.has(at) || names.labelsAt(placed, at).length > 0) return at;
  }
  return most;
}

function bytesText({ bytes }: PlacedSection, from: number, to: number): string {
  const part = bytes.subarray(from, to);
  if (part.every((byte) => byte === 0)) return `.zero ${to - from}`;
  return `.byte ${[...part].map((byte) => `0x${byte.toString(16)}`).join(', ')}`;
}

/** R_X86_64_64, and R_X86_64_PC32, of which tables of jumps are made: each entry counts from where its table begins. */
const [ABSOLUTE, RELATIVE] = [1, 2];

function pointersIn(layout: ObjectLayout, placed: PlacedSection, names: ObjectNames): readonly Pointer[] {
  return placed.relocations.flatMap(({ offset, type, symbol, addend }): Pointer[] => {
    const base = layout.addressOf(symbol);
    if (base === undefined) return [];
    if (type === ABSOLUTE) {
      const name = names.at(base + addend);
      return name === undefined ? [] : [{ offset, size: 8, text: name }];
    }
    if (type !== RELATIVE) return [];
    const table = names.lastBefore(placed, offset);
    const name = names.at(base + addend - (offset - table.offset));
    return name === undefined ? [] : [{ offset, size: 4, text: `${name}-${table.name}` }];
  });
}
