/** AMX-TILE: configuration, loads, stores and zeroing (Intel SDM vol. 2); AMX-MOVRS (ISE 319433, revision 062). */

import { releaseTiles, zeroTile } from '../../amx/tile-init';
import { loadTile, loadTilecfg, storeTile, storeTilecfg } from '../../amx/tile-memory';
import { XFEATURE } from '../../architecture/component';
import type { Feature } from '../../architecture/feature';
import { type AmxRow, MEMORY_FAULTS, memoryOperand, tileOperand } from './row';

interface Load {
  readonly mnemonic: string;
  readonly form: string;
  readonly feature?: Feature;
  /** Makes no difference here: there are no caches. */
  readonly hint: string;
}

const ONCE = 'with a hint that the data will not be used again soon';
const SHARED = 'with a hint that other processors read the data too';

const LOADS: readonly Load[] = [
  { mnemonic: 'tileloadd', form: 'VEX_Tileloadd_tmm_sibmem', hint: '' },
  { mnemonic: 'tileloaddt1', form: 'VEX_Tileloaddt1_tmm_sibmem', hint: `, ${ONCE}` },
  { mnemonic: 'tileloaddrs', form: 'VEX_Tileloaddrs_tmm_sibmem', feature: 'AMX_MOVRS', hint: `, ${SHARED}` },
  {
    mnemonic: 'tileloaddrst1',
    form: 'VEX_Tileloaddrst1_tmm_sibmem',
    feature: 'AMX_MOVRS',
    hint: `, ${SHARED}, and ${ONCE}`,
  },
];

export const TILE_ROWS: readonly AmxRow[] = [
  {
    mnemonic: 'ldtilecfg',
    class: 'E1',
    summary: 'Load tile configuration',
    operation: [
      'TILECFG = the 64 bytes in memory: byte 0 palette, 1 start_row, words 16-31 bytes in a row, bytes 48-55 rows.',
      'All tiles become zero. Palette 0 means "not configured"; the rest of the image then does not matter.',
    ].join('\n'),
    faults: [...MEMORY_FAULTS, '#GP(0) for an image that is not valid'],
    form: 'VEX_Ldtilecfg_m512',
    meaning: (instruction) => {
      const memory = memoryOperand(instruction);
      return (cpu) => loadTilecfg(cpu, memory);
    },
  },
  {
    mnemonic: 'sttilecfg',
    class: 'E2',
    components: [XFEATURE.XTILECFG],
    summary: 'Store tile configuration',
    operation: 'The 64 bytes in memory = TILECFG with its start_row; all zero when tiles are not configured.',
    faults: MEMORY_FAULTS,
    form: 'VEX_Sttilecfg_m512',
    meaning: (instruction) => {
      const memory = memoryOperand(instruction);
      return (cpu) => storeTilecfg(cpu, memory);
    },
  },
  ...LOADS.map(
    ({ mnemonic, form, feature, hint }): AmxRow => ({
      mnemonic,
      class: 'E3',
      ...(feature && { features: [feature] }),
      use: 'writes XTILEDATA',
      summary: `Load tile${hint}`,
      operation: [
        'Rows from start_row on become zero, then row r is read at base + displacement + r * (index * scale).',
        'After a fault start_row names the row to go on with; at the end it is 0.',
      ].join('\n'),
      faults: MEMORY_FAULTS,
      form,
      meaning: (instruction) => {
        const tile = tileOperand(instruction);
        const memory = memoryOperand(instruction);
        return (cpu) => loadTile(cpu, tile, memory);
      },
    }),
  ),
  {
    mnemonic: 'tilestored',
    class: 'E3',
    use: 'reads XTILEDATA',
    summary: 'Store tile',
    operation: [
      'Row r, from start_row on, is written at base + displacement + r * (index * scale).',
      'After a fault start_row names the row to go on with; at the end it is 0.',
    ].join('\n'),
    faults: MEMORY_FAULTS,
    form: 'VEX_Tilestored_sibmem_tmm',
    meaning: (instruction) => {
      const tile = tileOperand(instruction);
      const memory = memoryOperand(instruction);
      return (cpu) => storeTile(cpu, tile, memory);
    },
  },
  {
    mnemonic: 'tilezero',
    class: 'E5',
    use: 'writes XTILEDATA',
    summary: 'Zero tile',
    operation: [
      'All 16 rows of 64 bytes of the tile become zero, whatever its shape; start_row becomes 0.',
      'Whether XINUSE[18] is set by zeros is the processor’s choice.',
    ].join('\n'),
    faults: [],
    form: 'VEX_Tilezero_tmm',
    meaning: (instruction) => {
      const tile = tileOperand(instruction);
      return (cpu) => zeroTile(cpu, tile);
    },
  },
  {
    mnemonic: 'tilerelease',
    class: 'E6',
    summary: 'Release tiles',
    operation:
      'TILECFG and all tiles become initial: palette 0, all zero. The way to tell the system that one is done.',
    faults: [],
    form: 'VEX_Tilerelease',
    meaning: () => releaseTiles,
  },
];
