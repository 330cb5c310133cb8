/** A tile as text, for other programs: a row of the table for each form. */
import { type Grid, hexDigits } from './grid';

export interface CopyForm {
  /** Behind `xtrace.tiles.` the command in `package.json`. */
  readonly command: string;
  /** `as C`. */
  readonly title: string;
  /** `name` is that of the tile: `tmm0`. */
  readonly text: (name: string, grid: Grid) => string;
}

export const COPY_FORMS: readonly CopyForm[] = [
  { command: 'copy', title: '', text: (_, grid) => separated(grid, '\t') },
  { command: 'copyAsCsv', title: 'as CSV', text: (_, grid) => separated(grid, ',') },
  { command: 'copyAsC', title: 'as C', text: cArray },
  { command: 'copyAsPython', title: 'as Python', text: pythonList },
];

/** As the cells say it. */
function separated(grid: Grid, separator: string): string {
  return lines(grid, (at) => grid.text(at))
    .map((line) => `${line.join(separator)}\n`)
    .join('');
}

/** What C calls an element. Types that standard C lacks are given as their bits. */
const C_TYPES: Readonly<Record<Grid['type']['id'], string>> = {
  int8: 'int8_t',
  uint8: 'uint8_t',
  int32: 'int32_t',
  bf16: 'uint16_t',
  fp16: 'uint16_t',
  fp32: 'float',
  hex: 'uint8_t',
};

/** An array of C, for a file that includes stdint.h, and math.h where there are infinities or NaNs. */
function cArray(name: string, grid: Grid): string {
  const { type, rows, columns } = grid;
  const literal = type.id === 'fp32' ? cFloat : type.lane === 'i32' || type.lane === 'i8' ? cInteger : cBits;
  const body = lines(grid, (at) => literal(grid, at)).map((line) => `  {${line.join(', ')}},\n`);
  const bits = C_TYPES[type.id] === 'uint16_t' ? ` /* ${type.title} */` : '';
  return `static const ${C_TYPES[type.id]} ${name}[${rows}][${columns}]${bits} = {\n${body.join('')}};\n`;
}

/** The smallest number of 32 bits has no literal of its own type in C: `-2147483648` is the negation of a wider one. */
const SMALLEST = -(2 ** 31);

function cInteger({ values }: Grid, at: number): string {
  const value = values[at] ?? 0;
  return value === SMALLEST ? '-2147483647 - 1' : String(value);
}

const cBits = (grid: Grid, at: number): string => `0x${hexDigits(grid, at)}`;

/** A literal of type float reads back as the element: `String` gives as many digits as a double needs. */
function cFloat({ values }: Grid, at: number): string {
  const value = values[at] ?? 0;
  if (Number.isNaN(value)) return 'NAN';
  if (!Number.isFinite(value)) return value > 0 ? 'INFINITY' : '-INFINITY';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? `${text}f` : `${text}.0f`;
}

/** A list of lists, which `numpy.array` takes as well. */
function pythonList(name: string, grid: Grid): string {
  const isFloat = !/^[iu]/.test(grid.type.lane);
  const body = lines(grid, (at) => (isFloat ? pythonFloat(grid, at) : String(grid.values[at] ?? 0)));
  return `${name} = [  # ${grid.type.title}\n${body.map((line) => `    [${line.join(', ')}],\n`).join('')}]\n`;
}

function pythonFloat({ values }: Grid, at: number): string {
  const value = values[at] ?? 0;
  if (Number.isNaN(value)) return "float('nan')";
  if (!Number.isFinite(value)) return `float('${value > 0 ? '' : '-'}inf')`;
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function lines({ rows, columns }: Grid, text: (at: number) => string): string[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => text(row * columns + column)),
  );
}
