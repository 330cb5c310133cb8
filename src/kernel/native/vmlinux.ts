/** A kernel's image as its file has it: which bytes lie where, what they are called, and how its structures are laid out. */
import { Btf } from '../../elf/btf/btf';
import { DebugInfo } from '../../elf/dwarf/debug-info';
import type { ElfProblem } from '../../elf/elf-file';
import type { ByteSource } from '../../elf/image/byte-source';
import { describedSections } from '../../elf/image/described-sections';
import { type ImageSection, isImageProblem, programProblem, readImageSections } from '../../elf/image/image-sections';
import { ImageSymbols } from '../../elf/image/image-symbols';
import { unpackedImage } from '../../elf/image/packed-image';
import { DwarfLayouts } from '../../elf/layouts/dwarf-layouts';
import type { Layouts, MemberPlace } from '../../elf/layouts/layouts';
import type { ElfSymbol } from '../../elf/symbols';
import type { LinearAddress } from '../../machine/architecture/linear-address';

/** A place in code, by the function that it lies in. */
export interface CodePlace {
  readonly name: string;
  /** In bytes from the start of the function. */
  readonly offset: number;
}

const UPSTREAM = /^Linux version (\d+\.\d+(?:\.\d+)?)/;
/** Debian names its kernels after the first of a series, and says behind that what is in them. */
const DISTRIBUTION = /#\d+ .*Debian (\d+\.\d+\.\d+)/;
const LONGEST_BANNER = 512;

function isWithin({ address, size }: ImageSection, place: LinearAddress): boolean {
  return place >= address && place < address + size;
}

/** Functions whose units know, together, every structure that is asked for: in most kernels the first knows nearly all. */
const KNOWING: readonly string[] = [
  'switch_fpu_return',
  'apply_alternatives',
  'cr4_update_irqsoff',
  'report_bug',
  'jump_label_init',
  'static_call_init',
  'early_cpu_init',
];

/** By BTF; by debugging information in an image without it. */
function readLayouts(
  source: ByteSource,
  sections: readonly ImageSection[],
  symbols: ImageSymbols,
): Layouts | ElfProblem {
  const section = sections.find(({ name }) => name === '.BTF');
  if (section) return Btf.read(source.read(section.offset, section.size));
  const info = new DebugInfo(describedSections(source, sections));
  const addresses = KNOWING.flatMap((name) => symbols.find(name)?.address ?? []);
  if (info.hasUnits) return new DwarfLayouts(info, addresses);
  return {
    problem:
      'It has neither BTF nor debugging information, which say where the members of structures lie: build it with CONFIG_DEBUG_INFO_BTF=y or CONFIG_DEBUG_INFO_DWARF5=y.',
  };
}

const TASK = 'task_struct';
const FPU = 'thread.fpu';

export class Vmlinux {
  /** Layouts are asked for again and again: each is looked up once. */
  private readonly places = new Map<string, MemberPlace | undefined>();

  private constructor(
    readonly source: ByteSource,
    readonly sections: readonly ImageSection[],
    private readonly symbols: ImageSymbols,
    private readonly layouts: Layouts,
  ) {}

  /** Of a file, packed or not: only what is needed is read, and nothing of it is taken on trust. */
  static read(file: ByteSource): Vmlinux | ElfProblem {
    const source = unpackedImage(file);
    if ('problem' in source) return source;
    const sections = readImageSections(source);
    if (isImageProblem(sections)) return sections;
    const problem = programProblem(sections);
    if (problem) return problem;
    const symbols = new ImageSymbols(source, sections);
    if (symbols.count === 0) {
      return {
        problem:
          'It has no symbols: neither a table of them, of which it may have been stripped, nor kallsyms (CONFIG_KALLSYMS=y).',
      };
    }
    const layouts = readLayouts(source, sections, symbols);
    return 'problem' in layouts ? layouts : new Vmlinux(source, sections, symbols, layouts);
  }

  /** The mainline version that it says it is of; a distribution's own number says less. Empty where it does not say. */
  get version(): string {
    const banner = this.find('linux_banner');
    const text = banner === undefined ? '' : this.textAt(banner);
    return (DISTRIBUTION.exec(text) ?? UPSTREAM.exec(text))?.[1] ?? '';
  }

  /** Of a function or a variable; undefined where the image has none of that name. */
  find(name: string): LinearAddress | undefined {
    return this.symbols.find(name)?.address;
  }

  /** What the kernel has for itself, where the image has been stripped of its table of symbols; else empty. */
  get kallsyms(): readonly ElfSymbol[] {
    return this.symbols.kallsyms;
  }

  /** In bytes; 0 for a symbol that has none. By kallsyms up to the next symbol. */
  sizeOf(name: string): number {
    return this.symbols.find(name)?.size ?? 0;
  }

  /** @throws RangeError for a symbol that `requirements` does not ask for and that the image does not have. */
  at(name: string): LinearAddress {
    const address = this.find(name);
    if (address === undefined) throw new RangeError(`This kernel has no ${name}.`);
    return address;
  }

  /** The function that an address lies in. */
  placeOf(address: LinearAddress): CodePlace | undefined {
    const symbol = this.symbols.functionAt(address);
    return symbol && { name: symbol.name, offset: address - symbol.address };
  }

  /** Where a member of a structure lies: `thread.fpu.fpstate` of `task_struct`. */
  member(struct: string, path: string): MemberPlace | undefined {
    const key = `${struct}.${path}`;
    if (!this.places.has(key)) this.places.set(key, this.layouts.place(struct, path) ?? this.behindTask(struct, path));
    return this.places.get(key);
  }

  /** `struct fpu` is a member of each task's `thread` until 6.15; since then it lies behind the task (x86_task_fpu). */
  private behindTask(struct: string, path: string): MemberPlace | undefined {
    const size = struct === TASK ? this.layouts.sizeOf(TASK) : undefined;
    if (size === undefined || !(path === FPU || path.startsWith(`${FPU}.`))) return undefined;
    if (path === FPU) return { offset: size, size: this.layouts.sizeOf('fpu') ?? 0 };
    const place = this.layouts.place('fpu', path.slice(FPU.length + 1));
    return place && { ...place, offset: size + place.offset };
  }

  /** In bytes; undefined where the image knows no such structure. */
  sizeOfStruct(struct: string): number | undefined {
    return this.layouts.sizeOf(struct);
  }

  /** @throws RangeError as `at`. */
  offset(struct: string, path: string): number {
    const place = this.member(struct, path);
    if (!place) throw new RangeError(`This kernel's struct ${struct} has no ${path}.`);
    return place.offset;
  }

  /** Characters up to a zero byte, from the file. */
  private textAt(address: LinearAddress): string {
    const bytes = this.bytesAt(address, LONGEST_BANNER);
    return String.fromCharCode(...bytes.subarray(0, Math.max(0, bytes.indexOf(0))));
  }

  /** The bytes of a function as the file has them; none of what lacks, or has no size. */
  codeOf(name: string): Uint8Array {
    const symbol = this.symbols.find(name);
    return symbol ? this.bytesAt(symbol.address, symbol.size) : new Uint8Array();
  }

  /** From the file; fewer where a section ends. */
  private bytesAt(address: LinearAddress, length: number): Uint8Array {
    const section = this.sections.find((one) => one.isLoaded && one.isInFile && isWithin(one, address));
    if (!section) return new Uint8Array();
    const at = section.offset + (address - section.address);
    return this.source.read(at, Math.min(length, section.offset + section.size - at));
  }

  /** The section of that name. @throws RangeError as `at`. */
  section(name: string): ImageSection {
    const section = this.sections.find((candidate) => candidate.name === name);
    if (!section) throw new RangeError(`This kernel has no section ${name}.`);
    return section;
  }
}
