/** What an ELF file asks of a dynamic linker (System V ABI, "Dynamic Section"): libraries by name, and where they lie. */
import { ByteReader } from './byte-reader';
import { readSections } from './sections';

export interface DynamicSection {
  /** DT_NEEDED, in the order of the file. */
  readonly needed: readonly string[];
  /** Folders of DT_RUNPATH, or else of DT_RPATH, as they are written: `$ORIGIN` stands for the folder of the file. */
  readonly folders: readonly string[];
}

const DT = { NULL: 0, NEEDED: 1, RPATH: 15, RUNPATH: 29 } as const;
const ENTRY = 16;
const NOTHING: DynamicSection = { needed: [], folders: [] };

/** @param bytes of a file that `readElf` has read. Nothing for a file that is linked statically. Throws `FormatError`. */
export function readDynamicSection(bytes: Uint8Array): DynamicSection {
  const sections = readSections(bytes);
  const section = sections.find(({ name }) => name === '.dynamic');
  const names = section && sections[section.link];
  if (!section || !names) return NOTHING;
  const reader = new ByteReader(section.bytes, 'The dynamic section');
  const texts = new Map<number, string[]>();
  for (let left = Math.floor(section.bytes.length / ENTRY); left > 0; left--) {
    const tag = reader.word();
    const value = reader.word();
    if (tag === DT.NULL) break;
    if (tag !== DT.NEEDED && tag !== DT.RPATH && tag !== DT.RUNPATH) continue;
    const text = new ByteReader(names.bytes, 'The table of names for the dynamic linker', value).text();
    texts.set(tag, [...(texts.get(tag) ?? []), text]);
  }
  const folders = texts.get(DT.RUNPATH) ?? texts.get(DT.RPATH) ?? [];
  return { needed: texts.get(DT.NEEDED) ?? [], folders: folders.flatMap((list) => list.split(':')) };
}
