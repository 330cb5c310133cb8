/**
 * When an AMX instruction raises #UD or #NM: the exception classes AMX-E1 to AMX-E6 (Intel SDM vol. 2, 2.10), and
 * AMX-E7 and AMX-E8 (ISE 319433, revision 062) as one table, in the order in which the rules are applied. Memory faults
 * and LDTILECFG's #GP come after all of these rules.
 *
 * CR0.TS concerns only the instructions that write a vector register; CR0.EM concerns no AMX instruction.
 */

import { EFER } from '../architecture/bits';
import { componentSet, XFEATURE, xfeatureMask } from '../architecture/component';
import { Fault } from '../architecture/exception';
import { FEATURES, type Feature } from '../architecture/feature';
import { SCALAR } from '../architecture/register-file';
import { colsb, isConfigured, isTileValid, rows, startRow, TILE_COUNT } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import { hasOsxsave, requireTaskSwitchedClear } from '../cpu/requirements';
import { XTILE } from '../processor/processor';
import { armedSet, checkXfd } from '../xstate/xfd';
import { PassedCheck } from './passed-check';

/**
 * E1 LDTILECFG; E2 STTILECFG; E3 tile loads and stores; E4 products; E5 TILEZERO; E6 TILERELEASE; a row to a ZMM
 * register with its number in the instruction (E7) or in a general register (E8).
 */
export type AmxClass = 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'E6' | 'E7' | 'E8';

/** The properties of one instruction that the rules read. */
export interface AmxSite {
  readonly class: AmxClass;
  /** Upper case, for explanations. */
  readonly mnemonic: string;
  readonly features: readonly Feature[];
  /** The use that the instruction makes of XTILEDATA, as a phrase that follows the mnemonic. */
  readonly use: string;
  /** Tile operands in the order in which they are written: for E4 the accumulator C, then A, then B. */
  readonly tiles: readonly number[];
  /** Encoded with EVEX, which allows R16-R31 in addresses. */
  readonly promoted?: boolean;
}

interface Rule {
  readonly classes: readonly AmxClass[];
  /** Only for the forms that APX adds. */
  readonly promoted?: true;
  /** For the instruction's documentation. */
  readonly documentation: string;
  /**
   * Returns the text of a #UD if the site breaks the rule, else undefined. A rule may throw another fault itself. The
   * result depends only on the site and on the registers that `PassedCheck` compares.
   */
  readonly broken: (cpu: Cpu, site: AmxSite) => string | undefined;
}

const ALL: readonly AmxClass[] = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8'];
const TO_VECTOR: readonly AmxClass[] = ['E7', 'E8'];
const USES_TILES: readonly AmxClass[] = ['E3', 'E4', 'E5', ...TO_VECTOR];
const EFER_LMA = Number(EFER.LMA);
const TILE_STATE = componentSet(XTILE);
const XTILEDATA = xfeatureMask('XTILEDATA');
const TILE_DATA = componentSet(XTILEDATA);
const APX_STATE = componentSet(xfeatureMask('APX'));
const AVX512_STATE = componentSet(xfeatureMask('SSE', 'AVX', 'OPMASK', 'ZMM_HI256', 'HI16_ZMM'));
/** Limits of a product (CPUID leaf 1EH): K in 4-byte groups, and bytes in a row of B and C. */
const MAX_K = 16;
const MAX_N = 64;

/** Rules that do not read TILECFG. */
const ENVIRONMENT_RULES: readonly Rule[] = [
  {
    classes: ALL,
    documentation: '#UD outside 64-bit mode',
    broken: (cpu, { mnemonic }) =>
      cpu.low(SCALAR.efer) & EFER_LMA ? undefined : `${mnemonic} exists in 64-bit mode only, and EFER.LMA is 0`,
  },
  {
    classes: ALL,
    documentation: '#UD if CPUID does not have the instruction',
    broken: ({ processor }, { mnemonic, features }) => {
      for (const feature of features) {
        if (!processor.has(feature))
          return `${processor.name} has no ${FEATURES[feature].flag}, which ${mnemonic} needs`;
      }
      return undefined;
    },
  },
  {
    classes: ALL,
    documentation: '#UD if CR4.OSXSAVE = 0',
    broken: (cpu) => (hasOsxsave(cpu) ? undefined : 'CR4.OSXSAVE is 0: the system has not enabled XSAVE'),
  },
  {
    classes: ALL,
    documentation: '#UD if XCR0[18:17] is not 11b',
    broken: (cpu) => {
      const xcr0 = cpu.low(SCALAR.xcr0);
      if ((xcr0 & TILE_STATE) === TILE_STATE) return undefined;
      const bits = `${bit(xcr0, XFEATURE.XTILEDATA)}${bit(xcr0, XFEATURE.XTILECFG)}`;
      return `XCR0[18:17] is ${bits}b and must be 11b (${xcr0Text(cpu)})`;
    },
  },
  {
    classes: ['E1', 'E2', 'E3'],
    promoted: true,
    documentation: '#UD if XCR0[19] = 0',
    broken: (cpu, { mnemonic }) =>
      cpu.low(SCALAR.xcr0) & APX_STATE
        ? undefined
        : `XCR0[19] is 0 (${xcr0Text(cpu)}): ${mnemonic} is encoded with EVEX for r16 to r31, which are not enabled`,
  },
  {
    classes: TO_VECTOR,
    documentation: '#UD if XCR0[7:5] is not 111b or XCR0[2:1] is not 11b',
    broken: (cpu, { mnemonic }) =>
      (cpu.low(SCALAR.xcr0) & AVX512_STATE) === AVX512_STATE
        ? undefined
        : `${xcr0Text(cpu)}: ${mnemonic} needs bits 1, 2, 5, 6 and 7 (SSE, AVX and AVX-512)`,
  },
  {
    classes: ['E4'],
    documentation: '#UD if two of the three tiles are the same register',
    broken: (_, { mnemonic, tiles }) => {
      const [c, a, b] = [tiles[0], tiles[1], tiles[2]];
      if (c !== a && c !== b && a !== b) return undefined;
      return `tmm${a === b ? a : c} stands twice: ${mnemonic} needs three different tiles`;
    },
  },
];

const TASK_SWITCHED_RULE: Rule = {
  classes: TO_VECTOR,
  documentation: '#NM if CR0.TS = 1',
  broken: (cpu, { mnemonic }) => {
    requireTaskSwitchedClear(cpu, mnemonic);
    return undefined;
  },
};

const XFD_RULE: Rule = {
  classes: USES_TILES,
  documentation: '#NM if IA32_XFD[18] = 1, with IA32_XFD_ERR = 0x40000',
  broken: (cpu, { mnemonic, use }) => {
    if (armedSet(cpu) & TILE_DATA) checkXfd(cpu, XTILEDATA, `${mnemonic} ${use}`);
    return undefined;
  },
};

/** What TILECFG says of the operands. Processors look at it before they look at IA32_XFD (`tilecfgAndXfd`). */
const SHAPE_RULES: readonly Rule[] = [
  {
    classes: USES_TILES,
    documentation: '#UD if tiles are not configured (palette 0)',
    broken: ({ tilecfg }) =>
      isConfigured(tilecfg) ? undefined : 'no tile is configured (palette 0): LDTILECFG must come first',
  },
  {
    classes: USES_TILES,
    documentation: '#UD if an operand is not one of the palette’s 8 tiles, or has no shape in TILECFG',
    broken: ({ tilecfg }, { tiles }) => {
      for (const tile of tiles) {
        if (tile >= TILE_COUNT) return `tmm${tile} does not exist: palette 1 has tmm0 to tmm${TILE_COUNT - 1}`;
        if (!isTileValid(tilecfg, tile)) return `tmm${tile} has no shape: TILECFG gives it 0 rows of 0 bytes`;
      }
      return undefined;
    },
  },
  {
    classes: ['E3', 'E4', ...TO_VECTOR],
    documentation: '#UD if the row length of an operand is not a multiple of 4 bytes',
    broken: ({ tilecfg }, { tiles }) => {
      for (const tile of tiles) {
        const length = colsb(tilecfg, tile);
        if (length % 4 !== 0) return `tmm${tile} has ${length} bytes in a row, which is not a multiple of 4`;
      }
      return undefined;
    },
  },
  ...productRules(),
];

const START_ROW_RULE: Rule = {
  classes: ['E3'],
  documentation: '#UD if start_row is not below the tile’s number of rows',
  broken: ({ tilecfg }, { tiles }) => {
    const tile = tiles[0]!; // E3 has one
    const count = rows(tilecfg, tile);
    return startRow(tilecfg) < count
      ? undefined
      : `start_row is ${startRow(tilecfg)}, and tmm${tile} has ${count} row${count === 1 ? '' : 's'}`;
  },
};

const RULES: readonly Rule[] = [...ENVIRONMENT_RULES, TASK_SWITCHED_RULE, ...SHAPE_RULES, XFD_RULE, START_ROW_RULE];

/** C is M rows of 4N bytes, A is M rows of 4K bytes, B is K rows of 4N bytes. */
function productRules(): readonly Rule[] {
  const rule = (
    documentation: string,
    broken: (tilecfg: Uint8Array, c: number, a: number, b: number) => boolean,
  ): Rule => ({
    classes: ['E4'],
    documentation: `#UD if ${documentation}`,
    broken: ({ tilecfg }, { tiles }) => {
      const c = tiles[0]!; // E4 has three
      const a = tiles[1]!;
      const b = tiles[2]!; // a product names three tiles
      if (!broken(tilecfg, c, a, b)) return undefined;
      const text = (tile: number) => `tmm${tile} (${rows(tilecfg, tile)}x${colsb(tilecfg, tile)} bytes)`;
      return `${documentation}: C is ${text(c)}, A is ${text(a)}, B is ${text(b)}`;
    },
  });
  return [
    rule('the rows of C and of B differ in length', (cfg, c, _, b) => colsb(cfg, c) !== colsb(cfg, b)),
    rule('C and A differ in their number of rows', (cfg, c, a) => rows(cfg, c) !== rows(cfg, a)),
    rule(
      'A has not as many groups of 4 bytes in a row as B has rows',
      (cfg, _, a, b) => colsb(cfg, a) / 4 !== rows(cfg, b),
    ),
    rule(`a row of B is longer than ${MAX_N} bytes`, (cfg, _c, _a, b) => colsb(cfg, b) > MAX_N),
    rule(`B has more than ${MAX_K} rows`, (cfg, _c, _a, b) => rows(cfg, b) > MAX_K),
  ];
}

function bit(word: number, index: number): number {
  return (word >>> index) & 1;
}

function xcr0Text({ xcr0 }: Cpu): string {
  return `XCR0 is 0x${xcr0.toString(16)}`;
}

/**
 * Compiles the check of one instruction. The check throws the first fault that the rules of the instruction's class
 * raise.
 */
export function amxCheck(site: AmxSite): (cpu: Cpu) => void {
  const rules = rulesOf(site.class, site.promoted);
  const passed = new PassedCheck();
  return (cpu) => {
    if (passed.holds(cpu)) return;
    for (const { broken } of rules) {
      const why = broken(cpu, site);
      if (why !== undefined) throw new Fault('#UD', { why });
    }
    passed.note(cpu);
  };
}

/** The checks of `amxCheck` for a class, in the same order, for documentation. */
export function amxExceptions(amxClass: AmxClass, promoted = false): readonly string[] {
  return rulesOf(amxClass, promoted).map(({ documentation }) => documentation);
}

function rulesOf(amxClass: AmxClass, promoted = false): readonly Rule[] {
  return RULES.filter((rule) => rule.classes.includes(amxClass) && (promoted || !rule.promoted));
}
