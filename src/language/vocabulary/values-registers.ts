/** The registers that expressions can name, with what they hold (Intel SDM vol. 1, 3.4, 10.2, 14.1, 15.1 and 18.2). */
import { registerByName, registerNames } from '../../machine/cpu/register-names';
import { DATA_TYPE_ROWS } from '../syntax/data-type';
import { array, group, type NamedValue, scalar, type ValueShape } from './value-shape';

const TILE_ROWS = 16;
const TILE_ROW_BYTES = 64;

type Row = readonly [name: string, type: string, documentation: string];

const CONTROL: readonly Row[] = [
  ['rip', 'u64', 'Address of the next instruction.'],
  ['rflags', 'u64', 'Status and control flags.'],
  ['cr0', 'u64', 'Control register 0: PE, MP, EM, TS, NE, WP, AM, PG.'],
  ['cr2', 'u64', 'Address of the last page fault.'],
  ['cr4', 'u64', 'Control register 4: among others OSFXSR, OSXSAVE and PKE.'],
  ['efer', 'u64', 'Extended feature enables: SCE, LME, LMA, NXE.'],
  ['cpl', 'u8', 'Current privilege level: 0 is the kernel, 3 is user code.'],
  ['mxcsr', 'u32', 'Control and status of SSE arithmetic; 0x1f80 at reset.'],
  ['pkru', 'u32', 'Protection key rights: two bits for each of 16 keys.'],
  ['xcr0', 'mask', 'The user components that are enabled.'],
  ['xss', 'mask', 'IA32_XSS: the supervisor components that are enabled.'],
  ['xfd', 'mask', 'IA32_XFD: the components that are armed: touching one raises #NM.'],
  ['xfd_err', 'mask', 'IA32_XFD_ERR: the components that the last XFD #NM was about. Only software clears it.'],
  ['xinuse', 'mask', 'XINUSE: the components that are not in their initial configuration.'],
  ['fcw', 'u16', 'x87 control word; 0x37f at reset.'],
  ['fsw', 'u16', 'x87 status word.'],
];

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
  ...CONTROL.map(([name, type, documentation]) => ({ name, shape: scalar(type), documentation })),
  TILECFG,
];

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
