/**
 * The symbols that a kernel has for itself: kallsyms, which stays where an image is stripped of its table of symbols. Nothing of
 * it is taken on trust: it is found, all of it, or it is not.
 */
import type { ByteSource } from '../image/byte-source';
import type { ImageSection } from '../image/image-sections';
import type { ElfSymbol } from '../symbols';
import { type AddressRange, readAddresses } from './addresses';
import { findNames, NameBudget } from './names';
import { findTokens } from './tokens';

const SECTION = '.rodata';
const PER_CPU = '.data..percpu';
/** Ten times those of a large kernel. */
const MOST_BYTES = 2 ** 26;
/** Where symbols mark the ends of sections that are empty, or of what the kernel maps by 2 MiB: at most so far behind the last. */
const MARKS = 2 ** 21;
/** Letters of functions, as `nm` has them. */
const CODE = 'TtWwi';

/** By address; empty for an image without. */
export function readKallsyms(source: ByteSource, sections: readonly ImageSection[]): readonly ElfSymbol[] {
  const section = sections.find(({ name }) => name === SECTION);
  if (!section?.isInFile || section.size > MOST_BYTES) return [];
  const bytes = source.read(section.offset, section.size);
  const budget = new NameBudget();
  for (const tokens of findTokens(bytes)) {
    const names = findNames(bytes, tokens, budget);
    const addresses = names && readAddresses(bytes, section.address, names, tokens, rangeOf(sections));
    if (addresses) return symbolsOf(names.texts, addresses);
  }
  return [];
}

function rangeOf(sections: readonly ImageSection[]): AddressRange {
  const kernel = sections.filter(({ isLoaded, address }) => isLoaded && address < 0);
  return {
    lowest: kernel.reduce((lowest, { address }) => Math.min(lowest, address), 0),
    highest: kernel.reduce((highest, { address, size }) => Math.max(highest, address + size), -(2 ** 31)) + MARKS,
    perCpu: sections.find(({ name, address }) => name === PER_CPU && address === 0)?.size ?? 0,
  };
}

/** Each ends where the next one begins that lies elsewhere, as kernel/kallsyms.c has it. */
function symbolsOf(texts: readonly string[], addresses: readonly number[]): readonly ElfSymbol[] {
  const symbols: ElfSymbol[] = [];
  // The last ones end where the image does, which no symbol says.
  let next = addresses.at(-1) ?? 0;
  let end = next;
  for (let index = texts.length - 1; index >= 0; index--) {
    const [text = '', address = 0] = [texts[index], addresses[index]];
    if (address !== next) [end, next] = [next, address];
    const kind = CODE.includes(text[0] ?? '') ? 'function' : 'data';
    const isGlobal = text[0] === text[0]?.toUpperCase();
    symbols.push({ name: text.slice(1), address, size: end - address, kind, isGlobal });
  }
  return symbols.reverse();
}
