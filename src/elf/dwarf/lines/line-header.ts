/** The header of a line-number program: its files, and how its opcodes are counted (DWARF 5, section 6.2.4; 2 to 4 alike). */
import { type ByteReader, FormatError } from '../../byte-reader';
import type { DebugSections } from '../debug-sections';
import { type FormValue, readForm } from '../forms';
import type { UnitHeader } from '../unit-header';
import { joinPath } from './join-path';

export interface LineHeader {
  readonly version: number;
  /** Paths by the index that opcodes and entries use; undefined where there is none. */
  readonly files: readonly (string | undefined)[];
  readonly minimumInstructionLength: number;
  readonly startsAsStatement: boolean;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** Operands of each standard opcode. */
  readonly operandCounts: readonly number[];
  readonly program: ByteReader;
}

/** DW_LNCT_*: what a file's entry says. */
const CONTENT = { path: 1, directory: 2 } as const;

/** @param folder of the compilation (DW_AT_comp_dir). Throws `FormatError`. */
export function readLineHeader(sections: DebugSections, offset: number, name: string, folder: string): LineHeader {
  const whole = sections.read('line', offset);
  const { length, is64 } = whole.initialLength();
  const reader = whole.part(length);
  sections.charge(length);
  const version = reader.u16();
  if (version < 2 || version > 5) throw new FormatError(`.debug_line has version ${version}, and 2 to 5 are read.`);
  if (version === 5) reader.skip(2); // sizes of addresses and segment selectors
  const headerLength = reader.offset(is64);
  const begin = reader.from(reader.at + headerLength);
  const minimumInstructionLength = reader.u8();
  if (version >= 4) reader.skip(1); // operations an instruction: one
  const startsAsStatement = reader.u8() !== 0;
  const lineBase = reader.i8();
  const lineRange = reader.u8();
  if (lineRange === 0) throw new FormatError('.debug_line has special opcodes that cannot be counted.');
  const opcodeBase = reader.u8();
  const operandCounts = Array.from({ length: Math.max(opcodeBase - 1, 0) }, () => reader.u8());
  const files =
    version === 5 ? filesOf5(reader, sections, is64, folder) : filesOf4(reader, joinPath(folder, name), folder);
  return {
    version,
    files,
    minimumInstructionLength,
    startsAsStatement,
    lineBase,
    lineRange,
    opcodeBase,
    operandCounts,
    program: begin,
  };
}

/** Index 0 is the unit's own file, by its name there. */
function filesOf4(reader: ByteReader, primary: string, folder: string): (string | undefined)[] {
  const folders = [folder];
  for (let path = reader.text(); path !== ''; path = reader.text()) folders.push(joinPath(folder, path));
  const files: (string | undefined)[] = [primary];
  for (let name = reader.text(); name !== ''; name = reader.text()) {
    const path = joinPath(folders[reader.uleb()] ?? folder, name);
    reader.uleb(); // time
    reader.uleb(); // size
    files.push(path);
  }
  return files;
}

function filesOf5(reader: ByteReader, sections: DebugSections, is64: boolean, folder: string): (string | undefined)[] {
  const folders = readEntries(reader, sections, is64).map(({ path }) => joinPath(folder, path));
  return readEntries(reader, sections, is64).map(({ path, directory }) => joinPath(folders[directory] ?? folder, path));
}

interface FileEntry {
  readonly path: string;
  readonly directory: number;
}

function readEntries(reader: ByteReader, sections: DebugSections, is64: boolean): FileEntry[] {
  const formats = Array.from({ length: reader.u8() }, () => ({ content: reader.uleb(), form: reader.uleb() }));
  const unit = { is64, addressSize: 8, offset: 0 } as UnitHeader; // values of files refer to no entry
  const entries: FileEntry[] = [];
  for (let left = reader.uleb(); left > 0; left--) {
    const { at } = reader;
    const values = new Map(formats.map(({ content, form }) => [content, readForm(form, reader, unit)]));
    // Whatever their number is said to be, each takes at least a byte.
    if (reader.at === at) throw new FormatError('.debug_line has files without names.');
    const directory = values.get(CONTENT.directory);
    entries.push({
      path: pathIn(values.get(CONTENT.path), sections),
      directory: directory?.kind === 'constant' ? Number(directory.value) : 0,
    });
  }
  return entries;
}

function pathIn(value: FormValue | undefined, sections: DebugSections): string {
  if (value?.kind === 'inline-text') return value.value;
  return value?.kind === 'text' && value.in !== 'str_offsets' ? sections.read(value.in, value.value).text() : '';
}
