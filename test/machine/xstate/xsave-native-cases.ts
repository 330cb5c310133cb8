/** Families of cases for `xsave-native.ts`, on what saves, restores and clears extended state. */
import { type Host, hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';
import { AREA, type Case, FLAGS, Generator, isFamiliar, type Line, memory, register } from './case-generator';
import { DATA, LIMITED, type NativeProcessor, WRITABLE, xsaveProcessor } from './xsave-native';

const FLAGS_AC = 0x4_0202;

const SAVES = ['xsave', 'xsave64', 'xsavec', 'xsavec64', 'xsaveopt', 'xsaveopt64'] as const;
const RESTORES = ['xrstor', 'xrstor64'] as const;
const FX = ['fxsave', 'fxsave64', 'fxrstor', 'fxrstor64'] as const;

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
export function familyProcessor(
  family: string,
  host: Host = hostUnder(),
  open: typeof xsaveProcessor = xsaveProcessor,
): Oracle<NativeProcessor> | Want {
  const found = open(host);
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
