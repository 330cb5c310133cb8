/** Which exception wins where an instruction has two reasons to fault: for every pair of reasons, the earlier in its list. */
import assert from 'node:assert/strict';
import { CR0, CR4 } from '../../../src/machine/architecture/bits';
import { Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { allInstances, DATA, END, pointTo, readyCpu, SPACE } from './instances';

/** Reasons to fault, gathered before the processor is made. */
interface Scene {
  readonly flags: string[];
  readonly setups: ((cpu: Cpu) => void)[];
  /** Where the operand lies, and whether it is off its boundary. */
  base: bigint;
  offset: bigint;
}

interface Reason {
  readonly name: string;
  readonly arrange: (scene: Scene) => void;
  /** Of the fault's message: the exception, and why. */
  readonly fault: RegExp;
}

const INSTANCES = allInstances();
const ABSENT = BigInt(END);
/** Where the header of an area can be read, and what lies a page further cannot. */
const LAST_PAGE = BigInt(END - 0x1000);
/** Where a header ends with the last page. */
const LAST_HEADER = BigInt(END - 576);
const NOT_CANONICAL = 1n << 62n;
const COMPACTED = 1n << 63n;
const TILES = 0x60000n;

// Reasons

function reason(name: string, fault: RegExp, ...setups: ((cpu: Cpu) => void)[]): Reason {
  return { name, fault, arrange: (scene) => scene.setups.push(...setups) };
}

function without(flag: string, ...others: string[]): Reason {
  return {
    name: `no ${flag}`,
    fault: /^#UD: .*(has no|needs)/,
    arrange: ({ flags }) => flags.push(`-${flag}`, ...others),
  };
}

function at(name: string, base: bigint, fault: RegExp): Reason {
  return {
    name,
    fault,
    arrange: (scene) => {
      scene.base = base;
    },
  };
}

const clear = (register: 'cr4' | 'xcr0', bits: bigint) => (cpu: Cpu) => {
  cpu[register] &= ~bits;
};
const set = (bits: bigint) => (cpu: Cpu) => {
  cpu.cr0 |= bits;
};
const load = (register: number, value: bigint) => (cpu: Cpu) => {
  cpu.gpr[register] = value;
};
const user = (cpu: Cpu) => {
  cpu.cpl = 3;
};

const OSXSAVE = reason('CR4.OSXSAVE is 0', /^#UD: CR4.OSXSAVE is 0/, clear('cr4', CR4.OSXSAVE));
const TASK_SWITCHED = reason('CR0.TS is 1', /^#NM: CR0.TS/, set(CR0.TS));
const CPL = reason('CPL is 3', /^#GP: .* needs CPL 0/, user);
const CANONICAL = at('not canonical', NOT_CANONICAL, /^#GP: .*not .*canonical/);
const ABSENT_PAGE = at('absent', ABSENT, /^#PF/);
const MISALIGNED: Reason = {
  name: 'misaligned',
  fault: /^#GP: .* does not begin on a/,
  arrange: (scene) => {
    scene.offset = 8n;
  },
};
const ADDRESS = [CANONICAL, MISALIGNED, ABSENT_PAGE];

// XSAVE areas: bytes at the operand, which are written once its place is known.

const poke =
  (offset: number, value: bigint, size = 8) =>
  (cpu: Cpu) => {
    const bytes = new Uint8Array(new BigUint64Array([value]).buffer).subarray(0, size);
    cpu.memory.poke(SPACE, Number(cpu.gpr[GPR.RBX]) + offset, bytes);
  };
const COMPONENTS = TILES | 7n;
const header = [
  ...Array.from({ length: 6 }, (_, index) => poke(528 + 8 * index, 0n)),
  poke(512, COMPONENTS),
  poke(520, COMPACTED | COMPONENTS),
  poke(24, 0x1f80n, 4),
];
const SUPERVISOR = 1n << 11n;
const HEADER_ABSENT = at('header absent', ABSENT, /^#PF/);
const HEADER_ILLEGAL = reason('header not legal', /^#GP: the header/, poke(528, 1n));
const MXCSR_ILLEGAL = reason('MXCSR not legal', /^#GP: MXCSR/, poke(24, 0x8000_0000n, 4));

/** As Intel's processors do it: all that could be loaded is reached before the header is looked at. */
const restoreReasons = (extra: readonly Reason[]): Reason[] => [
  OSXSAVE,
  TASK_SWITCHED,
  ...extra,
  CANONICAL,
  MISALIGNED,
  HEADER_ABSENT,
  at('data absent', LAST_PAGE, /^#PF/),
  HEADER_ILLEGAL,
  reason('tiles disarmed', /^#NM: IA32_XFD\[18\]/, (cpu) => {
    cpu.xfd = 1n << 18n;
  }),
  MXCSR_ILLEGAL,
];

// AMX

const noTiles = clear('xcr0', TILES);
const shape = (tile: number, rows: number, colsb: number) => (cpu: Cpu) => {
  cpu.tilecfg[16 + 2 * tile] = colsb;
  cpu.tilecfg[48 + tile] = rows;
};
const AMX_FIRST = [OSXSAVE, reason('XCR0 lacks tiles', /^#UD: XCR0\[18:17\]/, noTiles)];
const AMX_XFD = reason('tiles disarmed', /^#NM: IA32_XFD\[18\]/, (cpu) => {
  cpu.xfd = 1n << 18n;
});
const UNCONFIGURED = reason('not configured', /^#UD: no tile is configured/, (cpu) => cpu.tilecfg.fill(0));
/** Of the first tile operand: every instruction here has it as tmm1, stores as tmm2. */
const INVALID = reason('tile without a shape', /^#UD: tmm\d has no shape/, shape(1, 0, 0), shape(2, 0, 0));
const ODD = reason('odd row length', /^#UD: tmm\d has 6 bytes in a row/, shape(1, 4, 6), shape(2, 4, 6));
const START = reason('start_row too high', /^#UD: start_row/, (cpu) => {
  cpu.tilecfg[1] = 16;
});
const VECTOR_STATE = reason('XCR0 lacks AVX-512', /^#UD: XCR0 is .* AVX-512/, clear('xcr0', 0xe0n));
const MOVES = [without('amx-avx512'), ...AMX_FIRST, VECTOR_STATE, TASK_SWITCHED, UNCONFIGURED, INVALID, ODD, AMX_XFD];

const FULL = 0x60007n;
const mask = (value: bigint) => [load(GPR.RAX, value & 0xffff_ffffn), load(GPR.RDX, value >> 32n)];

interface Ladder {
  readonly mnemonics: readonly string[];
  /** For instructions to have no reason at all. */
  readonly prepare?: readonly ((cpu: Cpu) => void)[];
  /** The first wins over all others. */
  readonly reasons: readonly Reason[];
  /** The one with all instructions unless said. */
  readonly model?: string;
}

const LADDERS: readonly Ladder[] = [
  {
    mnemonics: ['xsave', 'xsave64'],
    prepare: mask(7n),
    reasons: [without('xsave'), OSXSAVE, TASK_SWITCHED, ...ADDRESS],
  },
  {
    mnemonics: ['xsaveopt', 'xsaveopt64'],
    prepare: mask(7n),
    reasons: [without('xsaveopt'), OSXSAVE, TASK_SWITCHED, ...ADDRESS],
  },
  {
    mnemonics: ['xsavec', 'xsavec64'],
    prepare: mask(7n),
    reasons: [without('xsavec'), OSXSAVE, TASK_SWITCHED, ...ADDRESS],
  },
  {
    mnemonics: ['xsaves', 'xsaves64'],
    prepare: mask(7n),
    reasons: [without('xsaves'), OSXSAVE, TASK_SWITCHED, CPL, ...ADDRESS],
  },
  {
    mnemonics: ['xrstor', 'xrstor64'],
    prepare: [...mask(FULL), ...header],
    reasons: [without('xsave'), ...restoreReasons([])],
  },
  {
    mnemonics: ['xrstor', 'xrstor64'],
    model: 'zen4',
    prepare: [...mask(7n), ...header, poke(512, 7n), poke(520, COMPACTED | 7n)],
    reasons: [MISALIGNED, HEADER_ABSENT, HEADER_ILLEGAL, MXCSR_ILLEGAL, at('data absent', LAST_HEADER, /^#PF/)],
  },
  {
    mnemonics: ['xrstors', 'xrstors64'],
    prepare: [...mask(FULL), ...header],
    reasons: [without('xsaves'), ...restoreReasons([CPL])],
  },
  {
    mnemonics: ['xrstors64'],
    prepare: [
      ...mask(SUPERVISOR | 7n),
      ...header,
      poke(512, SUPERVISOR),
      poke(520, COMPACTED | SUPERVISOR | 7n),
      poke(832, 0n),
      poke(840, 0n),
    ],
    reasons: [
      CPL,
      MISALIGNED,
      reason('header not legal', /^#GP: the header/, poke(528, 1n)),
      reason('a supervisor register not legal', /^#GP: XRSTORS of/, poke(832, 0x3c0n)),
    ],
  },
  {
    mnemonics: ['xgetbv'],
    prepare: [load(GPR.RCX, 0n)],
    reasons: [without('xsave'), OSXSAVE, reason('ECX', /^#GP: .*ECX/, load(GPR.RCX, 2n))],
  },
  {
    mnemonics: ['xsetbv'],
    prepare: [load(GPR.RCX, 0n), ...mask(7n)],
    reasons: [
      without('xsave'),
      OSXSAVE,
      CPL,
      reason('ECX', /^#GP: .*ECX is 1/, load(GPR.RCX, 1n)),
      reason('bits that cannot be set', /^#GP: .* cannot be set/, ...mask(0xff00_0000n)),
    ],
  },
  {
    mnemonics: ['rdpkru', 'wrpkru'],
    prepare: [load(GPR.RCX, 0n), load(GPR.RDX, 0n)],
    reasons: [
      without('pku'),
      reason('CR4.PKE is 0', /^#UD: CR4.PKE/, clear('cr4', CR4.PKE)),
      reason('ECX', /^#GP: .* needs ECX/, load(GPR.RCX, 1n)),
    ],
  },
  {
    mnemonics: ['wrpkru'],
    prepare: [load(GPR.RCX, 0n), load(GPR.RDX, 0n)],
    reasons: [
      reason('CR4.PKE is 0', /^#UD: CR4.PKE/, clear('cr4', CR4.PKE)),
      reason('EDX', /^#GP: .* needs EDX/, load(GPR.RDX, 1n)),
    ],
  },
  {
    mnemonics: ['rdmsr', 'wrmsr'],
    prepare: [load(GPR.RCX, 0x1c4n), ...mask(0n)],
    reasons: [CPL, reason('no such register', /^#GP: .* there is no such register/, load(GPR.RCX, 0x7777n))],
  },
  {
    mnemonics: ['wrmsr'],
    prepare: [load(GPR.RCX, 0x1c4n), ...mask(0n)],
    reasons: [CPL, without('xfd'), reason('reserved bits', /^#GP: .* bits 0x20000/, ...mask(1n << 17n))].map((each) =>
      each.name === 'no xfd' ? { ...each, fault: /^#GP: .* does not exist/ } : each,
    ),
  },
  {
    mnemonics: ['fxsave', 'fxsave64'],
    reasons: [without('fxsr'), reason('CR0.EM or CR0.TS is 1', /^#NM/, set(CR0.EM | CR0.TS)), ...ADDRESS],
  },
  {
    mnemonics: ['fxrstor', 'fxrstor64'],
    prepare: [poke(24, 0x1f80n, 4)],
    reasons: [
      without('fxsr'),
      reason('CR0.EM or CR0.TS is 1', /^#NM/, set(CR0.EM | CR0.TS)),
      ...ADDRESS,
      reason('MXCSR not legal', /^#GP: MXCSR/, poke(24, 0x8000_0000n, 4)),
    ],
  },
  {
    mnemonics: ['ldmxcsr', 'stmxcsr'],
    prepare: [poke(0, 0x1f80n, 4)],
    reasons: [
      without('sse'),
      reason('CR0.EM or no CR4.OSFXSR', /^#UD/, set(CR0.EM), clear('cr4', CR4.OSFXSR)),
      TASK_SWITCHED,
      CANONICAL,
      ABSENT_PAGE,
    ],
  },
  {
    mnemonics: ['vldmxcsr', 'vstmxcsr'],
    prepare: [poke(0, 0x1f80n, 4)],
    reasons: [
      without('avx'),
      OSXSAVE,
      reason('XCR0 lacks AVX', /^#UD: XCR0/, clear('xcr0', 0xe4n)),
      TASK_SWITCHED,
      CANONICAL,
      ABSENT_PAGE,
    ],
  },
  {
    mnemonics: ['ldmxcsr', 'vldmxcsr'],
    prepare: [poke(0, 0x1f80n, 4)],
    reasons: [TASK_SWITCHED, reason('MXCSR not legal', /^#GP: MXCSR/, poke(0, 0x8000_0000n, 4))],
  },
  {
    mnemonics: ['ldtilecfg'],
    prepare: Array.from({ length: 8 }, (_, index) => poke(8 * index, index === 0 ? 1n : 0n)),
    reasons: [
      without('amx-tile'),
      ...AMX_FIRST,
      CANONICAL,
      ABSENT_PAGE,
      reason('palette 2', /^#GP: .*palette/, poke(0, 2n)),
    ],
  },
  { mnemonics: ['sttilecfg'], reasons: [without('amx-tile'), ...AMX_FIRST, CANONICAL, ABSENT_PAGE] },
  { mnemonics: ['tilerelease'], reasons: [without('amx-tile'), ...AMX_FIRST] },
  { mnemonics: ['tilezero'], reasons: [without('amx-tile'), ...AMX_FIRST, UNCONFIGURED, INVALID, AMX_XFD] },
  {
    mnemonics: ['tileloadd', 'tileloaddt1', 'tilestored'],
    reasons: [without('amx-tile'), ...AMX_FIRST, UNCONFIGURED, INVALID, ODD, AMX_XFD, START, CANONICAL, ABSENT_PAGE],
  },
  {
    mnemonics: ['tileloaddrs', 'tileloaddrst1'],
    reasons: [without('amx-movrs'), ...AMX_FIRST, UNCONFIGURED, INVALID, ODD, AMX_XFD, START, CANONICAL, ABSENT_PAGE],
  },
  ...(
    [
      ['amx-int8', 'tdpbssd', 'tdpbsud', 'tdpbusd', 'tdpbuud'],
      ['amx-bf16', 'tdpbf16ps'],
      ['amx-fp16', 'tdpfp16ps'],
      ['amx-complex', 'tcmmrlfp16ps', 'tcmmimfp16ps'],
      ['amx-fp8', 'tdpbf8ps', 'tdpbhf8ps', 'tdphbf8ps', 'tdphf8ps'],
    ] as const
  ).map(
    ([flag, ...mnemonics]): Ladder => ({
      mnemonics,
      reasons: [
        without(flag),
        ...AMX_FIRST,
        UNCONFIGURED,
        INVALID,
        ODD,
        reason('shapes that do not fit', /^#UD: C and A differ in their number of rows/, shape(2, 8, 64)),
        AMX_XFD,
      ],
    }),
  ),
  { mnemonics: ['tilemovrow', 'tcvtrowd2ps', 'tcvtrowps2phh', 'tcvtrowps2phl'], reasons: MOVES },
  { mnemonics: ['tcvtrowps2bf16h', 'tcvtrowps2bf16l'], reasons: MOVES },
  {
    mnemonics: ['vaddps'],
    reasons: [
      OSXSAVE,
      reason('XCR0 lacks AVX', /^#UD: XCR0/, clear('xcr0', 0xe6n)),
      TASK_SWITCHED,
      CANONICAL,
      ABSENT_PAGE,
    ],
  },
  {
    mnemonics: ['pshufw'],
    reasons: [
      without('sse'),
      reason('CR0.EM', /^#UD/, set(CR0.EM)),
      TASK_SWITCHED,
      reason('an x87 exception that waits', /^#MF/, (cpu) => {
        cpu.fcw = 0x340;
        cpu.fsw = 0x8081;
      }),
      CANONICAL,
      ABSENT_PAGE,
    ],
  },
  {
    mnemonics: ['movaps', 'punpcklqdq'],
    reasons: [
      without('sse'),
      reason('CR0.EM or no CR4.OSFXSR', /^#UD/, set(CR0.EM), clear('cr4', CR4.OSFXSR)),
      TASK_SWITCHED,
      CANONICAL,
      { ...MISALIGNED, fault: /^#GP: .*16/ },
      ABSENT_PAGE,
    ],
  },
];

/** What a processor raises that is made with all of `reasons`; undefined when nothing. */
function raised(instance: (typeof INSTANCES)[number], ladder: Ladder, reasons: readonly Reason[]): string | undefined {
  const scene: Scene = { flags: [], setups: [], base: BigInt(DATA), offset: 0n };
  for (const { arrange } of reasons.toReversed()) arrange(scene); // what comes first overrides the others
  const cpu = readyCpu(ladder.model, ...scene.flags);
  pointTo(cpu, scene.base + scene.offset);
  cpu.gpr[GPR.RCX] = 0n;
  for (const setup of [...(ladder.prepare ?? []), ...scene.setups]) setup(cpu);
  try {
    compileInstruction(instance.instruction, cpu.processor)(cpu);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  return undefined;
}

describe('of two reasons to fault, the earlier one counts', () => {
  for (const ladder of LADDERS) {
    for (const mnemonic of ladder.mnemonics) {
      const where = ladder.model === undefined ? '' : ` of a ${ladder.model}`;
      it(`with ${mnemonic.toUpperCase()}${where}: ${ladder.reasons.map(({ name }) => name).join('; ')}`, () => {
        const instances = INSTANCES.filter(({ row }) => row.mnemonic === mnemonic);
        assert.ok(instances.length > 0, mnemonic);
        for (const instance of instances) {
          const { form } = instance.instruction;
          const ordered = ladder.reasons;
          assert.equal(raised(instance, ladder, []), undefined, form);
          for (const [index, first] of ordered.entries()) {
            assert.match(raised(instance, ladder, [first]) ?? '', first.fault, `${form}: ${first.name}`);
            for (const second of ordered.slice(index + 1)) {
              const both = `${form}: ${first.name} and ${second.name}`;
              assert.match(raised(instance, ladder, [first, second]) ?? '', first.fault, both);
            }
          }
        }
      });
    }
  }
});
