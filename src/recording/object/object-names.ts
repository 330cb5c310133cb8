/** Names for every address of an object file that its code or its data refer to: symbols, and labels where there are none. */
import type { ObjectSymbol } from '../../elf/object-file';
import { type ObjectLayout, type PlacedSection, withOffset } from './object-layout';

export class ObjectNames {
  /** Labels that nobody has named, by address. */
  private readonly made = new Map<number, string>();
  private readonly taken: Set<string>;
  /** Names of symbols, by address. */
  private readonly named = new Map<number, string[]>();
  /** What `lastBefore` was asked last. */
  private latest:
    | { readonly section: PlacedSection; readonly asked: number; readonly name: string; readonly offset: number }
    | undefined;

  /** @param beginnings where an instruction is written: within one no label can stand */
  constructor(
    private readonly layout: ObjectLayout,
    private readonly beginnings: ReadonlySet<number>,
  ) {
    this.taken = new Set(layout.sections.flatMap(({ symbols }) => symbols.map((symbol) => layout.nameOf(symbol))));
    for (const { address, symbols } of layout.sections) {
      for (const symbol of symbols) {
        const place = address + symbol.value;
        this.named.set(place, [...(this.named.get(place) ?? []), layout.nameOf(symbol)]);
      }
    }
  }

  /** `sum`, `table+0x4`, `sum_40`, `v@GOTPCREL`; undefined for what is no address of the file. Makes a label where one is missing. */
  at(address: number): string | undefined {
    const known = this.layout.nameAt(address) ?? this.made.get(address);
    if (known !== undefined) return known;
    const section = this.layout.sectionAt(address);
    if (!section) return undefined;
    const offset = address - section.address;
    const symbol = symbolAt(section, offset);
    if (symbol && (symbol.value === offset || !section.isCode)) {
      return withOffset(this.layout.nameOf(symbol), offset - symbol.value);
    }
    if (section.isCode && !this.beginnings.has(address)) return undefined;
    return this.make(
      address,
      symbol ? this.layout.nameOf(symbol) : section.section.name,
      offset - (symbol?.value ?? 0),
    );
  }

  /** Of a label that begins there; symbols first. */
  labelsAt(section: PlacedSection, offset: number): readonly string[] {
    const named = this.named.get(section.address + offset) ?? [];
    const made = this.made.get(section.address + offset);
    return made === undefined ? named : [...named, made];
  }

  /** The last label at an address or before it, within the section; the section's beginning has one. */
  lastBefore(section: PlacedSection, offset: number): { readonly name: string; readonly offset: number } {
    const before = this.latest?.section === section && this.latest.asked <= offset ? this.latest : undefined;
    let found = before ?? { name: this.at(section.address) ?? '', offset: 0 };
    for (let at = offset; at > (before?.asked ?? 0); at--) {
      const [name] = this.labelsAt(section, at);
      if (name === undefined) continue;
      found = { name, offset: at };
      break;
    }
    this.latest = { section, asked: offset, name: found.name, offset: found.offset };
    return found;
  }

  private make(address: number, from: string, offset: number): string {
    const base = `${from.replace(/^\.+/, '').replace(/\W/g, '_')}${offset === 0 ? '' : `_${offset.toString(16)}`}`;
    let name = base;
    for (let number = 2; this.taken.has(name); number++) name = `${base}_${number}`;
    this.taken.add(name);
    this.made.set(address, name);
    return name;
  }
}

/** What an offset lies in; of several that begin at one place the last one. */
function symbolAt({ symbols, isCode }: PlacedSection, offset: number): ObjectSymbol | undefined {
  return symbols.findLast(
    ({ value, size }) => value <= offset && (offset < value + size || value === offset || (isCode && size === 0)),
  );
}
