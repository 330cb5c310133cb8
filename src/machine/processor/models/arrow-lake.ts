/**
 * Core Ultra 200 (2024), a client without AVX-512: PKRU keeps the offset that it has on servers, with a hole before it,
 * and there is no XFD. The leaves as a production part (C0662h) answers them, as far as the emulator derives something
 * from them.
 */
import type { CpuModel } from '../processor';
import { INTEL_ASSUMED } from './choices-intel';
import { sapphireRapids } from './sapphire-rapids';

export const arrowLake: CpuModel = {
  ...sapphireRapids,
  choices: INTEL_ASSUMED,
  name: 'arrow-lake',
  title: 'Intel Arrow Lake',
  documentation:
    'Intel, 2024, a client: neither AVX-512 nor AMX nor XFD. PKRU keeps its offset, with a hole before it.',
  leaves: {
    '0.0': [0x23, 0x756e6547, 0x6c65746e, 0x49656e69],
    '1.0': [0x000c0662, 0x00010800, 0x7ffafbff, 0xbfebfbff],
    '7.0': [0x00000002, 0x239ca7eb, 0x994027ac, 0xfc18c430],
    '7.1': [0x44c009d7, 0x1, 0, 0x00040430],
    '7.2': [0, 0, 0, 0xbf],
    'd.0': [0x00000207, 0xa88, 0xa88, 0],
    'd.1': [0xf, 0x788, 0x1d900, 0],
    'd.2': [0x100, 0x240, 0, 0],
    'd.8': [0x80, 0, 1, 0],
    'd.9': [0x8, 0xa80, 0, 0],
    'd.b': [0x10, 0, 1, 0],
    'd.c': [0x18, 0, 1, 0],
    'd.e': [0x30, 0, 1, 0],
    'd.f': [0x328, 0, 1, 0],
    'd.10': [0x8, 0, 1, 0],
    '80000000.0': [0x80000008, 0, 0, 0],
    '80000001.0': [0, 0, 0x121, 0x2c100800],
  },
};
