/** Cases for `xsave-native.ts`: code with the state and the area that it works on. The same ones in every run. */
import assert from 'node:assert/strict';
import { assemble } from '../../../src/machine/assembler/assemble';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { type Host, hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';
import { Random } from '../random';
import { DATA, LIMITED, type NativeProcessor, WRITABLE, type XsaveCase, xsaveProcessor } from './xsave-native';

export interface Case extends XsaveCase {
  readonly instructions: readonly Instruction[];
}

type Line = readonly [mnemonic: string, ...operands: AssemblerOperand[]];

const CODE = 0x1000_0000;
const COMPACTED = 1n << 63n;
const FLAGS = 0x202;
const FLAGS_AC = 0x4_0202;
const HIGH_HALF = 0xffff_ffff_0000_0000n;

const named = (name: string) => registerByName(name)!; // names that exist
const register = (name: string): AssemblerOperand => ({ kind: 'register', register: named(name) });
const memory = (base: string, displacement = 0): AssemblerOperand => ({
  kind: 'memory',
  base: named(base),
  scale: 1,
  displacement,
});
const AREA = memory('rbx');

const SAVES = ['xsave', 'xsave64', 'xsavec', 'xsavec64', 'xsaveopt', 'xsaveopt64'] as const;
const RESTORES = ['xrstor', 'xrstor64'] as const;
const FX = ['fxsave', 'fxsave64', 'fxrstor', 'fxrstor64'] as const;

const MXCSR = [0x1f80, 0x1f80, 0x1fa0, 0, 0xffff, 0x9fc0, 0x3f80, 0x2_1f80, 0x1_0000, 0x8000_1f80, 0x4_0000];

/** Bits of headers that rules are about. */
const HEADER_BITS = [0, 1, 2, 3, 5, 8, 9, 11, 17, 18, 19, 62, 63];

class Generator {
  private readonly random = new Random(1);

  /** @param share of the cases that are asked for: one in so many. */
  constructor(
    private readonly native: NativeProcessor,
    private readonly share = 1,
  ) {}

  /** Those of `lines` whose registers cases may use. */
  usable(lines: readonly Line[]): readonly Line[] {
    return this.native.host.has('AVX') ? lines : lines.filter(([mnemonic]) => !mnemonic.startsWith('v'));
  }

  /** Addresses that are not canonical. */
  notCanonical(): bigint {
    const { linearBits } = this.native.host;
    return this.pick(
      NOT_CANONICAL.filter((address) => BigInt.asIntN(linearBits, address) !== BigInt.asIntN(64, address)),
    );
  }

  /** `count` cases; `parts` is asked for what makes each of them special, with its number. */
  cases(count: number, parts: (index: number) => Partial<XsaveCase> & { readonly lines: readonly Line[] }): Case[] {
    return Array.from({ length: Math.ceil(count / this.share) }, (_, index) => {
      const { lines, place = DATA, ...rest } = parts(index);
      // What cases may not use is not asked for.
      const mask = this.mask() & ~(this.native.host.xcr0 & ~this.native.used);
      return {
        rax: (this.random.wide() & HIGH_HALF) | (mask & ~HIGH_HALF),
        rdx: (this.random.wide() & HIGH_HALF) | (mask >> 32n),
        rcx: this.random.wide(),
        rbx: BigInt(place),
        rflags: FLAGS,
        image: this.image(),
        area: this.stale(),
        place,
        ...assembled(lines),
        ...rest,
      };
    });
  }

  pick<Item>(items: readonly Item[]): Item {
    return this.random.pick(items);
  }

  below(count: number): number {
    return this.random.below(count);
  }

  wide(): bigint {
    return this.random.wide();
  }

  /** What an area held before a save: anything. */
  stale(): Uint8Array {
    const bytes = this.contents();
    if (this.random.oneIn(2)) bytes.set(this.random.bytes(64), 512);
    return bytes;
  }

  /** An area that XRSTOR takes, in either format, but for its MXCSR perhaps. */
  area(bytes = this.contents()): Uint8Array {
    const { used } = this.native;
    const view = new DataView(bytes.buffer);
    const compacted = this.random.oneIn(2);
    const room = compacted ? this.mask() & used : used;
    view.setBigUint64(512, this.random.wide() & room, true);
    if (compacted) view.setBigUint64(520, room | COMPACTED, true);
    return bytes;
  }

  /** The same with nothing in it that could count as initial. */
  liveArea(): Uint8Array {
    return this.area(this.random.bytes(this.native.size).fill(0, 24, 32).fill(0, 512, 576));
  }

  /** The same with a bit or two of the header turned over. */
  spoiled(): Uint8Array {
    const bytes = this.area();
    const view = new DataView(bytes.buffer);
    for (let count = this.pick([1, 1, 2]); count > 0; count--) {
      const place = this.pick([512, 520, 528, 512 + this.random.below(8) * 8]);
      const bit = 1n << BigInt(this.pick([...HEADER_BITS, this.random.below(64)]));
      view.setBigUint64(place, view.getBigUint64(place, true) ^ bit, true);
    }
    return bytes;
  }

  /** EDX:EAX: a set of components that XCR0 has, or any. */
  private mask(): bigint {
    const { used } = this.native;
    return this.pick([used, this.random.wide() & used, this.random.wide() & used, this.random.wide(), 0n]);
  }

  /** What XRSTOR64 takes. */
  private image(): Uint8Array {
    const bytes = this.contents();
    const view = new DataView(bytes.buffer);
    view.setUint32(24, view.getUint32(24, true) & this.native.processor.mxcsrMask, true);
    const inUse = this.random.wide() & this.native.used;
    // While MXCSR is not 1F80h, XGETBV(1) hides whether the processor takes zeros in XMM registers for in use.
    const isZero = bytes.subarray(160, 416).every((byte) => byte === 0);
    view.setBigUint64(512, isZero ? inUse & ~2n : inUse, true);
    return bytes;
  }

  /** Bytes that could be an area's, all zeros in its header. */
  private contents(): Uint8Array {
    const { size } = this.native;
    const bytes = this.random.oneIn(4) ? new Uint8Array(size) : this.random.bytes(size);
    for (let count = this.random.below(4); count > 0; count--) {
      const from = this.random.below(size / 16) * 16;
      bytes.fill(0, from, from + 16 * this.random.below(32));
    }
    const view = new DataView(bytes.buffer);
    view.setUint32(24, this.pick(MXCSR), true);
    if (this.random.oneIn(2)) view.setUint16(0, 0x37f, true);
    if (this.random.oneIn(2)) view.setUint16(2, this.random.next() & 0x7f00, true);
    bytes.fill(0, 512, 576);
    if (isFamiliar(this.native)) return bytes;
    // Pointers that are linear addresses.
    for (const end of [16, 24]) bytes.fill(0, end - 3, end);
    return bytes;
  }
}

/** Whether it is known what processors of this maker do where the manuals leave them a choice. */
function isFamiliar({ host }: NativeProcessor): boolean {
  return host.maker !== undefined;
}

function assembled(lines: readonly Line[]): Pick<Case, 'code' | 'instructions'> {
  const instructions: Instruction[] = [];
  let address = CODE;
  for (const [mnemonic, ...operands] of lines) {
    const result = assemble(mnemonic, [], operands, address);
    assert.ok(!isAssemblyError(result), mnemonic);
    instructions.push(result.instruction);
    address += result.bytes.length;
  }
  return { instructions, code: Uint8Array.from(instructions.flatMap(({ bytes }) => [...bytes])) };
}

/** What can happen to registers between a restore and a save, by state that the area holds itself. */
const CHANGES: readonly Line[] = [
  ['movdqu', register('xmm3'), memory('rbx', 32)],
  ['movdqu', register('xmm3'), memory('rbx', 208)],
  ['vmovdqu', register('ymm9'), memory('rbx', 48)],
  ['vzeroupper'],
  ['vzeroall'],
  ['ldmxcsr', memory('rbx', 24)],
  ['fninit'],
];

const REGISTER_CODE: readonly Line[] = [
  ['ldmxcsr', AREA],
  ['vldmxcsr', AREA],
  ['stmxcsr', AREA],
  ['vstmxcsr', AREA],
  ['vzeroupper'],
  ['vzeroall'],
  ['fninit'],
  ['fwait'],
  ['emms'],
  ['xgetbv'],
  ['xsetbv'],
  ['rdpkru'],
  ['xsaves', AREA],
  ['xsaves64', AREA],
  ['xrstors', AREA],
  ['xrstors64', AREA],
  ['rdmsr'],
  ['wrmsr'],
  ['clts'],
  ['lmsw', register('ax')],
  ['mov', register('rax'), register('cr0')],
  ['mov', register('cr4'), register('rax')],
];

const ADDRESSED = [...SAVES, ...RESTORES, ...FX, 'xsaves', 'xrstors64', 'ldmxcsr', 'stmxcsr'] as const;

const NOT_CANONICAL = [1n << 47n, 1n << 63n, 0x7fff_ffff_ffff_fff0n, 0xffff_7fff_ffff_ffc0n, 0x1_0000_0000_0000n];

/** Where the end of what can be accessed, or its beginning, lies within an area. */
const EDGES = [64, 160, 416, 512, 528, 576, 640, 832, 1024];

type Family = (generate: Generator) => Case[];

/** By what the test says of them. */
const FAMILIES: Readonly<Record<string, Family>> = {
  'save the same with XSAVE, XSAVEC and XSAVEOPT over anything': (generate) =>
    generate.cases(3000, (index) => ({ lines: [[SAVES[index % SAVES.length]!, AREA]] })), // within the list
  'restore the same with XRSTOR from both formats': (generate) =>
    generate.cases(2000, (index) => ({ lines: [[RESTORES[index % 2]!, AREA]], area: generate.area() })), // two
  'refuse the same headers': (generate) =>
    generate.cases(2500, (index) => ({ lines: [[RESTORES[index % 2]!, AREA]], area: generate.spoiled() })), // two
  'save and restore the same with FXSAVE and FXRSTOR': (generate) =>
    generate.cases(2000, (index) => ({ lines: [[FX[index % 4]!, AREA]], area: generate.area() })), // four
  'save the same after a restore from the same area and a change': (generate) => {
    const changes = generate.usable(CHANGES);
    return generate.cases(2500, (index) => ({
      lines: [
        [RESTORES[index % 2]!, AREA], // two
        ...Array.from({ length: generate.below(3) }, () => generate.pick(changes)),
        [generate.pick(SAVES), AREA],
      ],
      area: generate.liveArea(),
    }));
  },
  'do the same with MXCSR, XCR0 and the registers that are cleared, and refuse what needs the kernel': (generate) => {
    const code = generate.usable(REGISTER_CODE);
    return generate.cases(1500, (index) => ({
      lines: [code[index % code.length]!], // within the list
      rcx: generate.pick([0n, 1n, 2n, 0xda0n, 0x1_0000_0000n, 0x1_0000_0001n]),
      area: new Uint8Array(generate.stale())
        .fill(0, 4)
        .map((byte, place) => (place < 4 ? mxcsrByte(generate, place, byte) : byte)),
    }));
  },
  'want the same alignment, with alignment checking too': (generate) =>
    generate.cases(1500, () => ({
      lines: [[generate.pick([...SAVES, ...RESTORES, ...FX]), AREA]],
      place: DATA + generate.pick([0, 1, 2, 4, 8, 16, 32, 48, 60, 64]),
      rflags: generate.pick([FLAGS, FLAGS_AC]),
      area: generate.area(),
    })),
  'refuse the same addresses': (generate) =>
    generate.cases(600, () => ({
      lines: [[generate.pick(ADDRESSED), memory(generate.pick(['rbx', 'rbp']), generate.pick([0, 0, 3]))]],
      rbx: generate.notCanonical(),
    })),
  'find the same pages missing or closed to writes': (generate) =>
    generate.cases(2500, () => {
      const edge = generate.pick(EDGES);
      const places = [DATA - edge, DATA + WRITABLE - edge, LIMITED + WRITABLE - edge, LIMITED + WRITABLE, DATA - 4096];
      return {
        lines: [[generate.pick([...SAVES, ...RESTORES, ...FX]), AREA]],
        place: generate.pick(places),
        area: generate.pick([generate.area(), generate.spoiled()]),
      };
    }),
};

function mxcsrByte(generate: Generator, place: number, byte: number): number {
  return generate.below(3) === 0 ? byte : (0x1f80 >> (8 * place)) & 0xff;
}

/** Of the families: those in which much is the processor's choice, as what it takes for in use, modified or within reach. */
export const CHOICES: ReadonlySet<string> = new Set([
  'save the same with XSAVE, XSAVEC and XSAVEOPT over anything',
  'save and restore the same with FXSAVE and FXRSTOR',
  'save the same after a restore from the same area and a change',
  'find the same pages missing or closed to writes',
]);

/** The names of the families, and their cases for a processor. */
export const FAMILY_NAMES: readonly string[] = Object.keys(FAMILIES);

/** The processor, for the cases of a family: where much is its choice, only one whose choices are known. */
export function familyProcessor(family: string, host: Host = hostUnder()): Oracle<NativeProcessor> | Want {
  const found = xsaveProcessor(host);
  if ('want' in found || !CHOICES.has(family) || isFamiliar(found.use)) return found;
  return { want: 'a maker whose choices are recorded' };
}

/** A family's cases; `share` for fewer of them, one in so many. */
export function casesOf(family: string, native: NativeProcessor, share = 1): Case[] {
  return FAMILIES[family]?.(new Generator(native, share)) ?? [];
}

/** 0F AE and 0F C7 with a memory operand, and what 0F C7 takes no register for: reg fields and ModRM's other bits. */
const OPCODES: readonly (readonly [opcode: number, fields: readonly number[], rest: number])[] = [
  [0xae, [0, 1, 2, 3, 4, 5, 6], 0x03],
  [0xc7, [3, 4, 5], 0x03],
  [0xc7, [3, 4, 5], 0xc3],
];

/** Code that consists of one encoding, with prefixes that it may not have. */
export function encodingCases(native: NativeProcessor): Case[] {
  const encodings = OPCODES.flatMap(([opcode, fields, rest]) =>
    fields.flatMap((field) =>
      [[], [0x66], [0xf2], [0xf3], [0xf0]].flatMap((prefix) =>
        [[], [0x48]].map((rex) => Uint8Array.of(...prefix, ...rex, 0x0f, opcode, (field << 3) | rest)),
      ),
    ),
  );
  const generate = new Generator(native);
  return generate
    .cases(encodings.length, () => ({ lines: [], area: generate.area() }))
    .map((each, index) => ({ ...each, code: encodings[index] ?? each.code }));
}
