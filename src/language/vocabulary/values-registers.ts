/** The registers that expressions can name, with what they hold (Intel SDM vol. 1, 3.4, 10.2, 14.1, 15.1 and 18.2). */
import { COMPONENTS } from '../../machine/architecture/component';
import { REGISTER_ROWS, type Register } from '../../machine/architecture/registers';
import { registerByName, registerNames } from '../../machine/cpu/register-names';
import { DATA_TYPE_ROWS } from '../syntax/data-type';
import type { DataType } from '../tree/data';
import { array, group, type NamedValue, scalar, type ValueShape } from './value-shape';

const TILE_ROWS = 16;
const TILE_ROW_BYTES = 64;

/** The registers of the tables that expressions have a name for. */
const ROWS: ReadonlyMap<string, Register> = new Map(
  REGISTER_ROWS.filter(({ inExpressions }) => inExpressions !== false).map((row) => [row.name, row]),
);

/** The register of the tables that expressions call by this name, in any case. */
export function expressionRegister(name: string): Register | undefined {
  return ROWS.get(name.toLowerCase());
}

/** The type of a register's value in expressions, which decides how it is printed. */
export function valueType({ kind, width }: Register): DataType | 'mask' | 'address' | 'count' {
  switch (kind) {
    case 'components':
    case 'flags':
      return 'mask';
    case 'number':
      return UNSIGNED[width] ?? 'u64';
    default:
      return kind;
  }
}

const UNSIGNED: Readonly<Record<number, DataType>> = { 8: 'u8', 16: 'u16', 32: 'u32', 64: 'u64' };

const TILECFG: NamedValue = {
  name: 'tilecfg',
  documentation: 'The tile configuration that LDTILECFG has loaded.',
  shape: group(
    [
      { name: 'palette', shape: scalar('u8'), documentation: '0 when the tiles are not configured, else 1.' },
      {
        name: 'start_row',
        shape: scalar('u8'),
        documentation: 'The row at which an interrupted load or store goes on.',
      },
    ],
    'string',
  ),
};

const TILE = group(
  [
    ...DATA_TYPE_ROWS.map((row) => ({
      name: row.name,
      shape: array(array(scalar(row.name), TILE_ROW_BYTES / row.size), TILE_ROWS),
      documentation: `Elements by row and column: ${lowerFirst(row.documentation)}`,
    })),
    { name: 'rows', shape: scalar('u8'), documentation: 'Rows that are configured.' },
    { name: 'colsb', shape: scalar('u16'), documentation: 'Bytes in a row that are configured.' },
  ],
  'string',
);

/** Everything that belongs to one CPU: `xfd`, `cpu[1].xfd`, and for tasks their registers live or saved. */
export const REGISTER_VALUES: readonly NamedValue[] = [
  ...[...registerNames()].flatMap(fileRegister),
  ...[...ROWS.values()].map(rowValue),
  TILECFG,
];

function rowValue(register: Register): NamedValue {
  const { name, documentation } = register;
  const fields = fieldValues(register);
  const shape = fields.length > 0 ? group(fields, valueType(register)) : scalar(valueType(register));
  return { name, shape, documentation, register };
}

/** The bits and parts of a register that have names: components in a mask of components. */
function fieldValues({ kind, fields = [] }: Register): readonly NamedValue[] {
  const named =
    kind === 'components' ? COMPONENTS.map(({ id, title }) => ({ name: id, documentation: `${title}.` })) : fields;
  return named.map(({ name, documentation }) => ({ name, shape: scalar('count'), documentation }));
}

function fileRegister(name: string): readonly NamedValue[] {
  const register = registerByName(name);
  switch (register?.file) {
    case 'gpr':
      return [{ name, shape: scalar(`u${register.size * 8}`), documentation: generalDocumentation(register) }];
    case 'xmm':
    case 'ymm':
    case 'zmm': {
      const documentation = `Vector register ${register.index}, ${register.size * 8} bits; \`${name}.f32[0]\` is its lowest lane as a float.`;
      return [{ name, shape: lanes(register.size), documentation }];
    }
    case 'mm': {
      const documentation = `MMX register ${register.index}: the low 64 bits of physical x87 register ${register.index}. \`${name}.u16[0]\` is its lowest word.`;
      return [{ name, shape: lanes(register.size), documentation }];
    }
    case 'k':
      return [{ name, shape: scalar('u64'), documentation: `Opmask register ${register.index}.` }];
    case 'tmm':
      return [{ name, shape: TILE, documentation: `Tile ${register.index}: \`${name}.i32[0][0]\`, \`${name}.rows\`.` }];
    default:
      return [];
  }
}

function generalDocumentation({ index, size, high }: { index: number; size: number; high?: boolean }): string {
  if (high) return `Bits 15:8 of general register ${index}.`;
  return size === 8 ? `General register ${index}.` : `The low ${size * 8} bits of general register ${index}.`;
}

function lanes(size: number): ValueShape {
  return group(
    DATA_TYPE_ROWS.map((row) => ({
      name: row.name,
      shape: array(scalar(row.name), size / row.size),
      documentation: `Lanes: ${lowerFirst(row.documentation)}`,
    })),
    `u${size * 8}`,
  );
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
