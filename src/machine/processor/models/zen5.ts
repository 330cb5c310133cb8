/**
 * EPYC 9005 (2024): the state components of Zen 4 at the same offsets, neither XFD nor AMX. The leaves as a production
 * part (B00F21h) answers them, as far as the emulator derives something from them.
 */
import type { CpuModel } from '../processor';
import { AMD_ASSUMED } from './choices-amd';
import { zen4 } from './zen4';

export const zen5: CpuModel = {
  ...zen4,
  choices: AMD_ASSUMED,
  name: 'zen5',
  title: 'AMD Zen 5',
  documentation: 'AMD, 2024: the state of Zen 4.',
  leaves: {
    ...zen4.leaves,
    '1.0': [0x00b00f21, 0x00010800, 0x7efa320b, 0x178bfbff],
    '7.0': [0x00000001, 0xf1bf97ab, 0x19415fce, 0x10000110],
    '7.1': [0x00000030, 0, 0, 0],
    '80000001.0': [0x00b00f21, 0x40000000, 0x75c237ff, 0x2fd3fbff],
    '80000008.0': [0x3934, 0x79bef25f, 0, 0],
  },
};
