/** Names for every address of an object file that its code or its data refer to: symbols, and labels where there are none. */
import type { ObjectSymbol } from '../../elf/object-file';
import { procName } from './declared-names';
import { type ObjectLayout, type PlacedSection, withOffset } from './object-layout';
import { lastAtMost } from './sorted';

export class ObjectNames {
  /** Labels that nobody has named, by address. */
  private readonly made = new Map<number, string>();
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
    for (const { address, symbols } of layout.sections) {
      for (const symbol of symbols) {
        const place = address + symbol.value;
        const others = this.named.get(place);
        if (others) others.push(layout.nameOf(symbol));
        else this.named.set(place, [layout.nameOf(symbol)]);
      }
    }
  }

  /** `sum`, `table+0x4`, `sum_40`, `v@GOTPCREL`; undefined for what is no address of the file. Makes a label where one is missing. */
  at(address: number): string | undefined {
    const known = this.layout.nameAt(address) ?? this.made.get(address);
    if (known !== undefined) return known;
    const section = this.layout.sectionAt(address);
    if (!section) return undefined;
    if (section.isCode && !this.beginnings.has(address)) return undefined;
    const offset = address - section.address;
    const symbol = symbolAt(section, offset);
    if (symbol && (symbol.value === offset || !section.isCode)) {
      return withOffset(this.layout.nameOf(symbol), offset - symbol.value);
    }
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
    const base = procName(from.replace(/^\.+/, ''));
    const name = this.layout.makeName(`${base}${offset === 0 ? '' : `_${offset.toString(16)}`}`);
    this.made.set(address, name);
    return name;
  }
}

/** What an offset lies in; of several that begin at one place the last one. */
function symbolAt({ symbols, ends, isCode }: PlacedSection, offset: number): ObjectSymbol | undefined {
  for (let index = lastAtMost(symbols, offset, ({ value }) => value); index >= 0; index--) {
    const symbol = symbols[index]!; // within the list
    const { value, size } = symbol;
    if (offset < value + size || value === offset || (isCode && size === 0)) return symbol;
    // Neither do those before it reach as far.
    if (ends[index]! <= offset) return undefined; // one for each
  }
  return undefined;
}
