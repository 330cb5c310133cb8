/**
 * Xeon Scalable, 1st generation (2017): AVX-512 and MPX, neither XFD nor AMX. The leaves as a production part answers
 * them, as far as the emulator derives something from them; those of leaf 0Dh are put together from its features and
 * Intel's offsets.
 */
import type { CpuModel } from '../processor';
import { INTEL_ASSUMED } from './choices-intel';

export const skylakeSp: CpuModel = {
  name: 'skylake-sp',
  title: 'Intel Skylake-SP',
  documentation: 'Intel, 2017: AVX-512 and MPX; no AMX, no XFD.',
  vendor: 'GenuineIntel',
  choices: INTEL_ASSUMED,
  leaves: {
    '0.0': [0x16, 0x756e6547, 0x6c65746e, 0x49656e69],
    '1.0': [0x00050654, 0x00010800, 0x7ffefbff, 0xbfebfbff],
    '7.0': [0, 0xd39ffffb, 0x00000008, 0x9c002400],
    'd.0': [0x000002ff, 0xa88, 0xa88, 0],
    'd.1': [0xf, 0xa08, 0x100, 0],
    'd.2': [0x100, 0x240, 0, 0],
    'd.3': [0x40, 0x3c0, 0, 0],
    'd.4': [0x40, 0x400, 0, 0],
    'd.5': [0x40, 0x440, 0, 0],
    'd.6': [0x200, 0x480, 0, 0],
    'd.7': [0x400, 0x680, 0, 0],
    'd.8': [0x80, 0, 1, 0],
    'd.9': [0x8, 0xa80, 0, 0],
    '80000000.0': [0x80000008, 0, 0, 0],
    '80000001.0': [0, 0, 0x121, 0x2c100800],
  },
};
