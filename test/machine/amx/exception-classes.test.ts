import assert from 'node:assert/strict';
import { CR0, CR4 } from '../../../src/machine/architecture/bits';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { Operand } from '../../../src/machine/cpu/instruction';
import { MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import {
  configure,
  DATA,
  execute,
  faultOf,
  image,
  loadImage,
  makeComplexCpu,
  makeCpu,
  mem,
  rowsAt,
  tmm,
} from './machine';

const XFD_TILEDATA = 0x40000n;
const memory = mem({ displacement: DATA });

/** One instruction of each class, with operands that are all right under `ready`. */
const CLASSES: Readonly<Record<string, readonly [string, ...Operand[]]>> = {
  E1: ['ldtilecfg', memory],
  E2: ['sttilecfg', memory],
  'E3 load': ['tileloadd', tmm(0), memory],
  'E3 shared load': ['tileloaddrs', tmm(0), memory],
  'E3 store': ['tilestored', memory, tmm(0)],
  E4: ['tdpbssd', tmm(0), tmm(1), tmm(2)],
  E5: ['tilezero', tmm(0)],
  E6: ['tilerelease'],
};
const ALL = Object.keys(CLASSES);
const USES_TILES = ['E3 load', 'E3 shared load', 'E3 store', 'E4', 'E5'];
const PRODUCTS = [
  ...['tdpbssd', 'tdpbsud', 'tdpbusd', 'tdpbuud', 'tdpbf16ps', 'tdpfp16ps', 'tcmmrlfp16ps', 'tcmmimfp16ps'],
  ...['tdpbf8ps', 'tdpbhf8ps', 'tdphbf8ps', 'tdphf8ps'],
];

function ready(): Cpu {
  const cpu = makeCpu('AMX_MOVRS');
  configure(cpu, [16, 64], [16, 64], [16, 64], [16, 64]);
  return cpu;
}

function armTiles(cpu: Cpu): void {
  cpu.xfd = XFD_TILEDATA;
}

function outcome(cpu: Cpu, name: string): string {
  try {
    execute(cpu, ...CLASSES[name]!);
    return 'ok';
  } catch (error) {
    return (error as Error).message;
  }
}

/** For each instruction what `break_` makes of it: `#UD` or `#NM` with the words of the reason, or `ok`. */
function outcomes(break_: (cpu: Cpu) => void): Record<string, string> {
  return Object.fromEntries(
    ALL.map((name) => {
      const cpu = ready();
      break_(cpu);
      return [name, outcome(cpu, name)];
    }),
  );
}

function assertOutcomes(actual: Record<string, string>, pattern: RegExp, affected: readonly string[]): void {
  for (const name of ALL) {
    if (affected.includes(name)) assert.match(actual[name]!, pattern, name);
    else assert.equal(actual[name], 'ok', name);
  }
}

describe('AMX exceptions: #UD of every class', () => {
  it('none when all is well', () => {
    assertOutcomes(
      outcomes(() => {}),
      /never/,
      [],
    );
  });

  it('outside 64-bit mode', () => {
    const actual = outcomes((cpu) => {
      cpu.efer &= ~0x400n;
    });
    assertOutcomes(actual, /^#UD: .* exists in 64-bit mode only/, ALL);
  });

  it('with CR4.OSXSAVE clear, although XCR0 keeps its bits', () => {
    const actual = outcomes((cpu) => {
      cpu.cr4 &= ~CR4.OSXSAVE;
    });
    assertOutcomes(actual, /^#UD: CR4.OSXSAVE is 0/, ALL);
  });

  it('with XCR0[18:17] clear', () => {
    const actual = outcomes((cpu) => {
      cpu.xcr0 = 0xe7n;
    });
    assertOutcomes(actual, /^#UD: XCR0\[18:17\] is 00b and must be 11b \(XCR0 is 0xe7\)/, ALL);
  });

  it('on a processor without the feature, which the text names', () => {
    for (const mnemonic of ['tdpfp16ps', 'tcmmrlfp16ps', 'tcmmimfp16ps']) {
      const fault = faultOf(ready(), mnemonic, tmm(0), tmm(1), tmm(2));
      const flag = mnemonic === 'tdpfp16ps' ? 'amx-fp16' : 'amx-complex';
      assert.equal(fault.message, `#UD: sapphire-rapids has no ${flag}, which ${mnemonic.toUpperCase()} needs`);
    }
    const without = new Processor(MODELS['sapphire-rapids'], [{ feature: 'AMX_INT8', present: false }]);
    const cpu = Object.assign(ready(), { processor: without });
    assert.match(outcome(cpu, 'E4'), /#UD: .* no amx-int8/);
    assert.equal(outcome(cpu, 'E5'), 'ok');
  });

  it('not for CR0.TS or CR0.EM, which do not concern AMX', () => {
    const actual = outcomes((cpu) => {
      cpu.cr0 |= CR0.TS | CR0.EM;
    });
    assertOutcomes(actual, /never/, []);
  });
});

describe('AMX exceptions: #NM by XFD', () => {
  it('for the instructions that read or write tiles, with IA32_XFD_ERR replaced by 40000H', () => {
    const actual = outcomes(armTiles);
    assertOutcomes(actual, /^#NM: IA32_XFD\[18\] is set and .* (reads|writes|reads and writes) XTILEDATA$/, USES_TILES);
    const cpu = ready();
    cpu.xfd = XFD_TILEDATA;
    cpu.xfdErr = 0n;
    const { detail } = faultOf(cpu, 'tilezero', tmm(0));
    assert.deepEqual([detail.cause, detail.xfdErr, cpu.xfdErr], ['xfd', XFD_TILEDATA, XFD_TILEDATA]);
    assert.equal(detail.why, 'IA32_XFD[18] is set and TILEZERO writes XTILEDATA');
  });

  it('leaves LDTILECFG and TILERELEASE to execute, which make the tiles initial', () => {
    for (const name of ['E1', 'E6']) {
      const cpu = ready();
      cpu.tiles.fill(1);
      cpu.xfd = XFD_TILEDATA;
      assert.equal(outcome(cpu, name), 'ok');
      assert.equal(cpu.xfdErr, 0n);
      assert(cpu.tiles.every((byte) => byte === 0));
    }
  });

  it('changes nothing but IA32_XFD_ERR', () => {
    for (const name of USES_TILES) {
      const cpu = ready();
      cpu.tiles.fill(1);
      cpu.xfd = XFD_TILEDATA;
      const before = cpu.snapshot();
      assert.match(outcome(cpu, name), /^#NM/);
      cpu.xfdErr = 0n;
      assert.deepEqual(cpu.snapshot(), before);
    }
  });
});

describe('AMX exceptions: #UD by TILECFG', () => {
  it('when tiles are not configured', () => {
    const actual = outcomes((cpu) => execute(cpu, 'tilerelease'));
    assertOutcomes(actual, /^#UD: no tile is configured/, USES_TILES);
  });

  it('for a tile without a shape, in any place of a product', () => {
    for (const tile of [0, 1, 2]) {
      const cpu = makeCpu();
      const shapes = [0, 1, 2].map((other) => (other === tile ? [0, 0] : [16, 64]) as [number, number]);
      configure(cpu, ...shapes);
      const why = new RegExp(`^tmm${tile} has no shape`);
      assert.match(faultOf(cpu, 'tdpbssd', tmm(0), tmm(1), tmm(2)).detail.why, why);
      assert.match(faultOf(cpu, 'tilezero', tmm(tile)).detail.why, why);
      assert.match(faultOf(cpu, 'tileloadd', tmm(tile), memory).detail.why, why);
      assert.match(faultOf(cpu, 'tilestored', memory, tmm(tile)).detail.why, why);
    }
  });

  it('for tmm8, which an encoding can name but the palette does not have', () => {
    const cpu = ready();
    assert.match(faultOf(cpu, 'tilezero', tmm(8)).detail.why, /^tmm8 does not exist: palette 1 has tmm0 to tmm7/);
    assert.equal(faultOf(cpu, 'tileloadd', tmm(8), memory).mnemonic, '#UD');
    assert.equal(faultOf(cpu, 'tdpbssd', tmm(0), tmm(1), tmm(15)).mnemonic, '#UD');
  });

  it('for a row length that is no multiple of 4, except with TILEZERO', () => {
    for (const length of [1, 2, 3, 6, 62, 63]) {
      const cpu = makeCpu();
      configure(cpu, [4, length], [4, 64], [16, length]);
      const why = new RegExp(`^tmm0 has ${length} bytes in a row, which is not a multiple of 4`);
      assert.match(faultOf(cpu, 'tileloadd', tmm(0), memory).detail.why, why);
      assert.match(faultOf(cpu, 'tilestored', memory, tmm(0)).detail.why, why);
      assert.match(faultOf(cpu, 'tdpbssd', tmm(0), tmm(1), tmm(2)).detail.why, why);
      execute(cpu, 'tilezero', tmm(0));
    }
  });

  it('for start_row at or beyond the number of rows, with loads and stores only', () => {
    for (const startRow of [4, 5, 255]) {
      const cpu = makeCpu();
      const reload = () => loadImage(cpu, image(startRow, [4, 64], [4, 64], [16, 64]));
      reload();
      const why = `start_row is ${startRow}, and tmm0 has 4 rows`;
      assert.equal(faultOf(cpu, 'tileloadd', tmm(0), memory).detail.why, why);
      assert.equal(faultOf(cpu, 'tilestored', memory, tmm(0)).detail.why, why);
      execute(cpu, 'tdpbssd', tmm(0), tmm(1), tmm(2));
      assert.equal(cpu.tilecfg[1], 0);
      reload();
      execute(cpu, 'tilezero', tmm(0));
      assert.equal(cpu.tilecfg[1], 0);
    }
    const cpu = makeCpu();
    loadImage(cpu, image(3, [4, 64]));
    execute(cpu, 'tileloadd', tmm(0), memory);
  });
});

describe('AMX exceptions: #UD by shapes of a product', () => {
  const shapes: readonly [string, [number, number][], RegExp | undefined][] = [
    [
      'that fit',
      [
        [5, 12],
        [5, 28],
        [7, 12],
      ],
      undefined,
    ],
    [
      'where C and B differ in row length',
      [
        [5, 12],
        [5, 28],
        [7, 16],
      ],
      /^the rows of C and of B differ in length: C is tmm0 \(5x12 bytes\)/,
    ],
    [
      'where C and A differ in rows',
      [
        [5, 12],
        [6, 28],
        [7, 12],
      ],
      /^C and A differ in their number of rows/,
    ],
    [
      'where A has not B’s rows in 4-byte groups',
      [
        [5, 12],
        [5, 28],
        [6, 12],
      ],
      /A is tmm1 \(5x28 bytes\), B is tmm2 \(6x12 bytes\)$/,
    ],
  ];
  for (const [name, tiles, why] of shapes) {
    it(`${why ? 'raised' : 'not raised'} for tiles ${name}`, () => {
      for (const mnemonic of PRODUCTS) {
        const cpu = makeComplexCpu();
        configure(cpu, ...tiles);
        if (!why) execute(cpu, mnemonic, tmm(0), tmm(1), tmm(2));
        else
          assert.match(
            faultOf(cpu, mnemonic, tmm(0), tmm(1), tmm(2)).message,
            new RegExp(`^#UD: .*${why.source.replace('^', '')}`),
          );
      }
    });
  }

  it('raised when two of the three tiles are the same', () => {
    for (const mnemonic of PRODUCTS) {
      for (const [c, a, b] of [
        [1, 1, 2],
        [1, 2, 1],
        [2, 1, 1],
        [1, 1, 1],
      ] as const) {
        const cpu = makeComplexCpu();
        configure(cpu, [16, 64], [16, 64], [16, 64]);
        const fault = faultOf(cpu, mnemonic, tmm(c), tmm(a), tmm(b));
        assert.equal(fault.message, `#UD: tmm1 stands twice: ${mnemonic.toUpperCase()} needs three different tiles`);
      }
    }
  });

  it('raised beyond the limits of CPUID leaf 1EH, which TILECFG cannot express under palette 1', () => {
    const long = ready();
    for (const tile of [0, 2]) long.tilecfg[16 + 2 * tile] = 68;
    assert.match(faultOf(long, 'tdpbssd', tmm(0), tmm(1), tmm(2)).detail.why, /^a row of B is longer than 64 bytes/);
    const deep = ready();
    deep.tilecfg[48 + 2] = 17;
    deep.tilecfg[16 + 2 * 1] = 68;
    assert.match(faultOf(deep, 'tdpbssd', tmm(0), tmm(1), tmm(2)).detail.why, /^B has more than 16 rows/);
    assert.deepEqual(long.processor.cpuid(0x1e, 0, { xcr0: 0n, xss: 0n, cr4: 0n })[1], (64 << 8) | 16);
  });
});

describe('AMX exceptions: order', () => {
  /** From the last that is looked at to the first; each breaks one more rule, and its own must win. */
  const product: readonly [(cpu: Cpu) => void, RegExp][] = [
    [
      (cpu) => {
        configure(cpu, [5, 12], [5, 28], [7, 12]);
        armTiles(cpu);
      },
      /^#NM/,
    ],
    [(cpu) => configure(cpu, [5, 12], [6, 28], [7, 16]), /differ in length/],
    [(cpu) => configure(cpu, [5, 12], [6, 27], [7, 16]), /not a multiple of 4/],
    [(cpu) => configure(cpu, [5, 12], [6, 27], [0, 0]), /tmm2 has no shape/],
    [(cpu) => execute(cpu, 'tilerelease'), /no tile is configured/],
  ];

  it('of a product: configured, shape, row length, shapes together, XFD', () => {
    const cpu = makeCpu();
    for (const [break_, why] of product) {
      break_(cpu);
      assert.match(outcome(cpu, 'E4'), why);
    }
  });

  it('of a product: the same tile twice is seen before XFD', () => {
    const cpu = makeCpu();
    cpu.xfd = XFD_TILEDATA;
    assert.match(faultOf(cpu, 'tdpbssd', tmm(0), tmm(0), tmm(1)).message, /^#UD: tmm0 stands twice/);
    assert.equal(cpu.xfdErr, 0n);
  });

  it('of everything: the feature, then OSXSAVE, then XCR0, then the same tile twice', () => {
    const cpu = makeCpu();
    const operands = [tmm(0), tmm(0), tmm(1)];
    cpu.xcr0 = 7n;
    assert.match(faultOf(cpu, 'tdpbssd', ...operands).message, /XCR0\[18:17\]/);
    cpu.cr4 &= ~CR4.OSXSAVE;
    assert.match(faultOf(cpu, 'tdpbssd', ...operands).message, /OSXSAVE/);
    assert.match(faultOf(cpu, 'tdpfp16ps', ...operands).message, /amx-fp16/);
    cpu.efer &= ~0x400n;
    assert.match(faultOf(cpu, 'tdpfp16ps', ...operands).message, /64-bit mode/);
  });

  it('of a load: configured, shape, row length, XFD, start_row, and memory last', () => {
    const cpu = makeCpu();
    const absent = mem({ displacement: 0 });
    const load = () => faultOf(cpu, 'tileloadd', tmm(0), absent).message;
    configure(cpu, [4, 64]);
    assert.match(load(), /^#PF/);
    loadImage(cpu, image(9, [4, 64]));
    assert.match(load(), /^#UD: start_row is 9/);
    cpu.xfd = XFD_TILEDATA;
    assert.match(load(), /^#NM/);
    loadImage(cpu, image(9, [4, 63]));
    assert.match(load(), /multiple of 4/);
    loadImage(cpu, image(9, [0, 0]));
    assert.match(load(), /no shape/);
    execute(cpu, 'tilerelease');
    assert.match(load(), /configured/);
  });

  it('of LDTILECFG: XCR0 before memory, memory before the image', () => {
    const cpu = makeCpu();
    assert.match(faultOf(cpu, 'ldtilecfg', mem({ displacement: 0 })).message, /^#PF/);
    cpu.xcr0 = 7n;
    assert.match(faultOf(cpu, 'ldtilecfg', mem({ displacement: 0 })).message, /^#UD/);
  });

  it('of a store: a tile that may not be used is reported before memory that may not be written', () => {
    const cpu = makeCpu();
    assert.match(faultOf(cpu, 'tilestored', rowsAt(cpu, 0), tmm(0)).message, /^#UD/);
    configure(cpu, [4, 64]);
    assert.match(faultOf(cpu, 'tilestored', rowsAt(cpu, 0), tmm(0)).message, /^#PF/);
  });
});
