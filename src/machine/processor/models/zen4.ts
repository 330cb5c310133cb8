/**
 * EPYC 9004 (2022): AVX-512 with AMD's own standard offsets (no gap where Intel had MPX), neither XFD nor AMX. The
 * leaves as a production part answers them, as far as the emulator derives something from them.
 */
import type { CpuModel } from '../processor';
import { AMD_CHOICES } from './choices-amd';

export const zen4: CpuModel = {
  name: 'zen4',
  title: 'AMD Zen 4',
  documentation: "AMD, 2022: AVX-512 at AMD's own offsets; no AMX, no XFD.",
  vendor: 'AuthenticAMD',
  choices: AMD_CHOICES,
  leaves: {
    '0.0': [0x10, 0x68747541, 0x444d4163, 0x69746e65],
    '1.0': [0x00a10f11, 0x00010800, 0x7ef8320b, 0x178bfbff],
    '7.0': [0x00000001, 0xf1bf97a9, 0x00405fce, 0x10000010],
    '7.1': [0x00000020, 0, 0, 0],
    'd.0': [0x000002e7, 0x988, 0x988, 0],
    'd.1': [0xf, 0x988, 0x1800, 0],
    'd.2': [0x100, 0x240, 0, 0],
    'd.5': [0x40, 0x340, 0, 0],
    'd.6': [0x200, 0x380, 0, 0],
    'd.7': [0x400, 0x580, 0, 0],
    'd.9': [0x8, 0x980, 0, 0],
    'd.b': [0x10, 0, 1, 0],
    'd.c': [0x18, 0, 1, 0],
    '80000000.0': [0x80000028, 0x68747541, 0x444d4163, 0x69746e65],
    '80000001.0': [0x00a10f11, 0x40000000, 0x75c237ff, 0x2fd3fbff],
    '80000008.0': [0x3030, 0x00000004, 0, 0],
  },
};
