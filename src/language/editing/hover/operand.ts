/** Parts of operands and of data that are no names: sizes, broadcasts, rounding, segments, shapes, tiles. */
import { POINTER_SIZES } from '../../instructions';
import { skipSpace, withoutComment } from '../../syntax/scanner';
import type { Explanation } from './explanation';

interface PartRow {
  readonly pattern: RegExp;
  readonly explain: (match: readonly string[]) => Explanation;
}

const ROUNDINGS: ReadonlyMap<string, string> = new Map([
  ['rn', 'to the nearest, ties to even'],
  ['rd', 'down, towards minus infinity'],
  ['ru', 'up, towards infinity'],
  ['rz', 'towards zero'],
]);

const ROWS: readonly PartRow[] = [
  {
    pattern: new RegExp(`\\b(${Object.keys(POINTER_SIZES).join('|')})\\s+ptr\\b`, 'gi'),
    explain: ([code = '', word = '']) => ({
      code,
      text: `Memory of ${POINTER_SIZES[word.toLowerCase()]} bytes: for an operand whose size no register gives.`,
    }),
  },
  {
    pattern: /\{1to(\d+)\}/gi,
    explain: ([code = '', count = '']) => ({
      code,
      text: `Broadcast: one element is read from memory, and used ${count} times (Intel SDM vol. 1, 15.6.3).`,
    }),
  },
  {
    pattern: /\{(r[nduz])-sae\}/gi,
    explain: ([code = '', mode = '']) => ({
      code,
      text: `Rounds ${ROUNDINGS.get(mode.toLowerCase())}, whatever MXCSR.RC says, and raises no exceptions (Intel SDM vol. 1, 15.6.4).`,
    }),
  },
  {
    pattern: /\{sae\}/gi,
    explain: ([code = '']) => ({
      code,
      text: 'Suppresses all floating-point exceptions of the instruction (Intel SDM vol. 1, 15.6.4).',
    }),
  },
  {
    pattern: /\{(?:vex|evex|rex2)\}/gi,
    explain: ([code = '']) => ({
      code,
      text: `Asks the assembler for the prefix ${code.slice(1, -1).toUpperCase()} where there is another encoding, too.`,
    }),
  },
  {
    pattern: /\{nf\}/gi,
    explain: ([code = '']) => ({ code, text: 'No flags change (APX 355828, 3.1.2.3.1).' }),
  },
  {
    pattern: /\{dfv=[\w,\s]*\}/gi,
    explain: ([code = '']) => ({
      code,
      text: 'The flags of OF, SF, ZF and CF that are set where the condition is not met; PF goes with CF, and AF becomes 0 (APX 355828, 3.1.3.2.1).',
    }),
  },
  {
    pattern: /\b([fg]s):/gi,
    explain: ([code = '', segment = '']) => ({
      code,
      text: `Adds the base of ${segment.toUpperCase()}, which \`wr${segment.toLowerCase()}base\` sets; each task has its own.`,
    }),
  },
  {
    pattern: /\b(\d{1,2})x(\d{1,3})\b/g,
    explain: ([code = '', rows = '', bytes = '']) => ({
      code,
      text: `The shape of a tile: ${rows} rows of ${bytes} bytes. A tile has up to 16 rows of up to 64 bytes, a multiple of 4.`,
    }),
  },
  {
    pattern: /\btmm([0-7])\b(?=\s*(?:,|=>|$))/gi,
    explain: ([code = '', index = '']) => ({
      code,
      text: `Tile ${index}: up to 16 rows of 64 bytes, in the shape that LDTILECFG has loaded. It is part of component XTILEDATA.`,
    }),
  },
];

/** What stands at a column, if it is such a part. */
export function describeOperandPart(
  source: string,
  column: number,
): { readonly explanation: Explanation; readonly start: number; readonly end: number } | undefined {
  const from = skipSpace(source, 0);
  const code = source.slice(0, from + withoutComment(source, from).length);
  if (column > code.length || code.slice(0, column).split('"').length % 2 === 0) return undefined;
  for (const { pattern, explain } of ROWS) {
    for (const match of code.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (start <= column && column <= end) return { explanation: explain(match), start, end };
    }
  }
  return undefined;
}
