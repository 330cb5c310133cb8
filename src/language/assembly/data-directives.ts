/** Directives of the GNU assembler that emit bytes or declare storage, one row each: how their operands are read. */

import { tableOf } from '../../machine/table';
import { LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import { withoutComment } from '../syntax/scanner';
import type { DataValue, EmittedPart } from '../tree/data';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import type { AssemblyNames } from './assembly-names';
import type { SourceLine } from './source-line';

/** What one directive emits, from the text behind its name. Throws `LineProblem`. */
export type ReadPart = (reader: LineReader, operands: string) => EmittedPart;

/** Names, values and counts, apart from strings, are read as tokens. */
export const EMITTING = tableOf<ReadPart>({
  ...rows(['.byte'], values(1)),
  ...rows(['.short', '.value', '.2byte', '.hword', '.word'], values(2)),
  ...rows(['.long', '.int', '.4byte'], values(4)),
  ...rows(['.quad', '.8byte'], values(8)),
  ...rows(['.octa'], octas),
  ...rows(['.float', '.single'], values(4, true)),
  ...rows(['.double'], values(8, true)),
  ...rows(['.zero', '.skip', '.space'], fillBytes),
  ...rows(['.fill'], fill),
  ...rows(['.ascii'], strings(false)),
  ...rows(['.string', '.asciz'], strings(true)),
});

function rows(names: readonly string[], read: ReadPart): Record<string, ReadPart> {
  return Object.fromEntries(names.map((name) => [name, read]));
}

/** A reader of what stands behind a directive's name, from column `start` on. */
export function directiveReader({ text, line, origin }: SourceLine, start: number, names: AssemblyNames): LineReader {
  const operands = text.slice(start);
  return new LineReader(line, operands, names.ofOperands(operands, line, start), start, origin);
}

function values(size: number, float = false): ReadPart {
  return (reader) => ({ kind: 'values', size, float, values: readList(reader) });
}

function readList(reader: LineReader): Expression[] {
  const list: Expression[] = [];
  do list.push(parseExpression(reader));
  while (reader.accept(','));
  if (!reader.isAtEnd) throw reader.unexpected('the end of the directive');
  return list;
}

const OCTA = /^(-?)(0[xX][0-9a-fA-F]{1,32}|\d{1,39})$/;

/** Integers of 128 bits, which no expression of the language has: numbers only. */
function octas(reader: LineReader, operands: string): EmittedPart {
  const range = reader.rangeAt(0, operands.length);
  const values = withoutComment(operands, 0)
    .split(',')
    .map((text): Expression => {
      const [, sign, digits] = OCTA.exec(text.trim()) ?? [];
      if (digits === undefined) throw reader.problem('bad-number', 'Expected integers of at most 128 bits.', range);
      return { kind: 'integer', value: sign ? -BigInt(digits) : BigInt(digits), range };
    });
  return { kind: 'values', size: 16, float: false, values };
}

/** `.zero SIZE, VALUE` */
function fillBytes(reader: LineReader): EmittedPart {
  const [count, value] = readList(reader);
  return { kind: 'fill', size: 1, count: count!, ...(value && { value }) }; // a list has one value at least
}

/** `.fill REPEAT, SIZE, VALUE` */
function fill(reader: LineReader): EmittedPart {
  const [count, size, value] = readList(reader);
  const bytes = size === undefined ? 1 : size.kind === 'integer' && size.value <= 8n ? Number(size.value) : undefined;
  if (bytes === undefined) throw reader.unexpected('a size from 0 to 8');
  return { kind: 'fill', size: bytes, count: count!, ...(value && { value }) }; // as above
}

const STRING = /\s*"([^"\\]*(?:\\.[^"\\]*)*)"\s*(,?)/y;

/** Several strings, separated by commas, with the escapes of C; each ends in a zero byte where `terminated`. */
function strings(terminated: boolean): ReadPart {
  return (reader, operands) => {
    const bytes: number[] = [];
    STRING.lastIndex = 0;
    for (let more = true; more; ) {
      const match = STRING.exec(operands);
      if (!match) throw reader.unexpected('a string in double quotes');
      for (const byte of unescapeBytes(match[1] ?? '')) bytes.push(byte);
      if (terminated) bytes.push(0);
      more = match[2] === ',';
    }
    return { kind: 'bytes', bytes: Uint8Array.from(bytes) };
  };
}

const CHARACTER = /\\([0-7]{1,3}|x[0-9a-fA-F]+|.)|[^\\]+/gs;
const LETTERS = tableOf<number>({ b: 8, f: 12, n: 10, r: 13, t: 9 });

/** The bytes of a string's source. Beyond ASCII compilers write octal escapes. */
function unescapeBytes(source: string): number[] {
  return [...source.matchAll(CHARACTER)].flatMap(([text, code]) => {
    if (code === undefined) return Array.from(text, (character) => character.charCodeAt(0) & 0xff);
    if (/^[0-7]/.test(code)) return Number.parseInt(code, 8) & 0xff;
    if (/^x./.test(code)) return Number.parseInt(code.slice(1), 16) & 0xff;
    return LETTERS[code] ?? code.charCodeAt(0);
  });
}

/** `.comm NAME, SIZE, ALIGNMENT`: storage that begins as zeros. */
export function readCommon(reader: LineReader): { name: Name; value: DataValue; align?: Expression } {
  const name = reader.label('the name of the storage');
  reader.expect(',', 'before the size');
  const [size, align] = readList(reader);
  return { name, value: { kind: 'zero', size: size! }, ...(align && { align }) }; // a list has one value at least
}

/** `.set NAME, VALUE` */
export function readAlias(reader: LineReader): { name: Name; value: DataValue } {
  const name = reader.label('a name');
  reader.expect(',', 'before the value');
  const [target] = readList(reader);
  return { name, value: { kind: 'alias', target: target! } }; // as above
}
