/**
 * When an AMX instruction raises #UD or #NM: the exception classes AMX-E1 to AMX-E6 (Intel SDM vol. 2, 2.10), and
 * AMX-E7 and AMX-E8 (ISE 319433, revision 062) as one table, in the order in which the rules are applied. Memory faults and LDTILECFG's #GP come after all of these.
 *
 * CR0.TS concerns those alone that write a vector register; CR0.EM none.
 */
import { requireTaskSwitchedClear } from '../checks';
import { XFD_BEFORE_TILECFG } from '../choices';
import { hasBit, XFEATURE, xfeatureMask } from '../component';
import { type Cpu, CR4 } from '../cpu';
import { Fault } from '../exception';
import { FEATURES, type Feature } from '../feature';
import { XTILE } from '../processor';
import { checkXfd } from '../xfd';
import { colsb, isConfigured, isTileValid, rows, startRow, TILE_COUNT, type TileShape } from './tilecfg';

/**
 * E1 LDTILECFG; E2 STTILECFG; E3 tile loads and stores; E4 products; E5 TILEZERO; E6 TILERELEASE; a row to a ZMM
 * register with its number in the instruction (E7) or in a general register (E8).
 */
export type AmxClass = 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'E6' | 'E7' | 'E8';

/** One instruction as far as the rules look at it. */
export interface AmxSite {
  readonly class: AmxClass;
  /** Upper case, for explanations. */
  readonly mnemonic: string;
  readonly features: readonly Feature[];
  /** What it does with XTILEDATA, to follow the mnemonic. */
  readonly use: string;
  /** Tile operands in the order in which they are written: for E4 the accumulator C, then A, then B. */
  readonly tiles: readonly number[];
  /** Encoded with EVEX, whose addresses may have R16-R31. */
  readonly promoted?: boolean;
}

interface Rule {
  readonly classes: readonly AmxClass[];
  /** Only for the forms that APX adds. */
  readonly promoted?: true;
  /** For the instruction's documentation. */
  readonly documentation: string;
  /** Raises #UD with the text returned; undefined when the rule is kept. A rule may throw another fault itself. */
  readonly broken: (cpu: Cpu, site: AmxSite) => string | undefined;
}

const ALL: readonly AmxClass[] = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8'];
const TO_VECTOR: readonly AmxClass[] = ['E7', 'E8'];
const USES_TILES: readonly AmxClass[] = ['E3', 'E4', 'E5', ...TO_VECTOR];
const EFER_LMA = 1n << 10n;
const XTILEDATA = xfeatureMask('XTILEDATA');
const AVX512_STATE = xfeatureMask('SSE', 'AVX', 'OPMASK', 'ZMM_HI256', 'HI16_ZMM');
/** Limits of a product (CPUID leaf 1EH): K in 4-byte groups, and bytes in a row of B and C. */
const MAX_K = 16;
const MAX_N = 64;

/** What does not depend on TILECFG. */
const ENVIRONMENT_RULES: readonly Rule[] = [
  {
    classes: ALL,
    documentation: '#UD outside 64-bit mode',
    broken: ({ efer }, { mnemonic }) =>
      efer & EFER_LMA ? undefined : `${mnemonic} exists in 64-bit mode only, and EFER.LMA is 0`,
  },
  {
    classes: ALL,
    documentation: '#UD if CPUID does not have the instruction',
    broken: ({ processor }, { mnemonic, features }) => {
      const missing = features.find((feature) => !processor.has(feature));
      return missing && `${processor.name} has no ${FEATURES[missing].flag}, which ${mnemonic} needs`;
    },
  },
  {
    classes: ALL,
    documentation: '#UD if CR4.OSXSAVE = 0',
    broken: ({ cr4 }) => (cr4 & CR4.OSXSAVE ? undefined : 'CR4.OSXSAVE is 0: the system has not enabled XSAVE'),
  },
  {
    classes: ALL,
    documentation: '#UD if XCR0[18:17] is not 11b',
    broken: ({ xcr0 }) => {
      if ((xcr0 & XTILE) === XTILE) return undefined;
      const bits = `${bit(xcr0, XFEATURE.XTILEDATA)}${bit(xcr0, XFEATURE.XTILECFG)}`;
      return `XCR0[18:17] is ${bits}b and must be 11b (XCR0 is 0x${xcr0.toString(16)})`;
    },
  },
  {
    classes: ['E1', 'E2', 'E3'],
    promoted: true,
    documentation: '#UD if XCR0[19] = 0',
    broken: ({ xcr0 }, { mnemonic }) =>
      hasBit(xcr0, XFEATURE.APX)
        ? undefined
        : `XCR0[19] is 0 (XCR0 is 0x${xcr0.toString(16)}): ${mnemonic} is encoded with EVEX for r16 to r31, which are not enabled`,
  },
  {
    classes: TO_VECTOR,
    documentation: '#UD if XCR0[7:5] is not 111b or XCR0[2:1] is not 11b',
    broken: ({ xcr0 }, { mnemonic }) =>
      (xcr0 & AVX512_STATE) === AVX512_STATE
        ? undefined
        : `XCR0 is 0x${xcr0.toString(16)}: ${mnemonic} needs bits 1, 2, 5, 6 and 7 (SSE, AVX and AVX-512)`,
  },
  {
    classes: ['E4'],
    documentation: '#UD if two of the three tiles are the same register',
    broken: (_, { mnemonic, tiles }) => {
      const twice = tiles.find((tile, at) => tiles.indexOf(tile) !== at);
      return twice === undefined ? undefined : `tmm${twice} stands twice: ${mnemonic} needs three different tiles`;
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
  documentation: '#NM if IA32_XFD[18] = 1, with IA32_XFD_ERR = 40000H',
  broken: (cpu, { mnemonic, use }) => {
    checkXfd(cpu, XTILEDATA, `${mnemonic} ${use}`);
    return undefined;
  },
};

const TILECFG_RULES: readonly Rule[] = [
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
      const odd = tiles.find((tile) => colsb(tilecfg, tile) % 4 !== 0);
      return odd === undefined
        ? undefined
        : `tmm${odd} has ${colsb(tilecfg, odd)} bytes in a row, which is not a multiple of 4`;
    },
  },
  {
    classes: ['E3'],
    documentation: '#UD if start_row is not below the tile’s number of rows',
    broken: ({ tilecfg }, { tiles: [tile] }) => {
      const count = rows(tilecfg, tile!); // E3 has one tile
      return startRow(tilecfg) < count
        ? undefined
        : `start_row is ${startRow(tilecfg)}, and tmm${tile} has ${count} row${count === 1 ? '' : 's'}`;
    },
  },
  ...productRules(),
];

const RULES: readonly Rule[] = XFD_BEFORE_TILECFG
  ? [...ENVIRONMENT_RULES, TASK_SWITCHED_RULE, XFD_RULE, ...TILECFG_RULES]
  : [...ENVIRONMENT_RULES, TASK_SWITCHED_RULE, ...TILECFG_RULES, XFD_RULE];

interface ProductShapes {
  readonly c: TileShape;
  readonly a: TileShape;
  readonly b: TileShape;
}

/** C is M rows of 4N bytes, A is M rows of 4K bytes, B is K rows of 4N bytes. */
function productRules(): readonly Rule[] {
  const rule = (documentation: string, broken: (shapes: ProductShapes) => boolean): Rule => ({
    classes: ['E4'],
    documentation: `#UD if ${documentation}`,
    broken: ({ tilecfg }, { tiles: [c, a, b] }) => {
      // E4 has three tiles
      const shapes = { c: shape(tilecfg, c!), a: shape(tilecfg, a!), b: shape(tilecfg, b!) };
      if (!broken(shapes)) return undefined;
      const text = (tile: number, { rows, colsb }: TileShape) => `tmm${tile} (${rows}x${colsb} bytes)`;
      return `${documentation}: C is ${text(c!, shapes.c)}, A is ${text(a!, shapes.a)}, B is ${text(b!, shapes.b)}`;
    },
  });
  return [
    rule('the rows of C and of B differ in length', ({ c, b }) => c.colsb !== b.colsb),
    rule('C and A differ in their number of rows', ({ c, a }) => c.rows !== a.rows),
    rule('A has not as many groups of 4 bytes in a row as B has rows', ({ a, b }) => a.colsb / 4 !== b.rows),
    rule(`a row of B is longer than ${MAX_N} bytes`, ({ b }) => b.colsb > MAX_N),
    rule(`B has more than ${MAX_K} rows`, ({ b }) => b.rows > MAX_K),
  ];
}

function shape(tilecfg: Uint8Array, tile: number): TileShape {
  return { rows: rows(tilecfg, tile), colsb: colsb(tilecfg, tile) };
}

function bit(mask: bigint, index: number): number {
  return hasBit(mask, index) ? 1 : 0;
}

/** The check of one instruction, made once: throws the first fault that the rules of its class raise. */
export function amxCheck(site: AmxSite): (cpu: Cpu) => void {
  const rules = rulesOf(site.class, site.promoted);
  return (cpu) => {
    for (const { broken } of rules) {
      const why = broken(cpu, site);
      if (why !== undefined) throw new Fault('#UD', { why });
    }
  };
}

/** What `amxCheck` checks for a class, in its order, for documentation. */
export function amxExceptions(amxClass: AmxClass, promoted = false): readonly string[] {
  return rulesOf(amxClass, promoted).map(({ documentation }) => documentation);
}

function rulesOf(amxClass: AmxClass, promoted = false): readonly Rule[] {
  return RULES.filter((rule) => rule.classes.includes(amxClass) && (promoted || !rule.promoted));
}
