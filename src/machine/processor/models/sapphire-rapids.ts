/**
 * Xeon Scalable, 4th generation (2023): the first processors with AMX and XFD. The leaves as a production part answers
 * them, as far as the emulator derives something from them.
 */
import type { CpuModel } from '../processor';
import { INTEL_CHOICES } from './choices-intel';

export const sapphireRapids: CpuModel = {
  name: 'sapphire-rapids',
  title: 'Intel Sapphire Rapids',
  documentation: 'Intel, 2023: AMX with INT8 and BF16, XFD.',
  vendor: 'GenuineIntel',
  choices: INTEL_CHOICES,
  leaves: {
    '0.0': [0x20, 0x756e6547, 0x6c65746e, 0x49656e69],
    '1.0': [0x000806f8, 0x00010800, 0x7ffefbff, 0xbfebfbff],
    '7.0': [0x00000002, 0xf3bfbfff, 0xfb417ffe, 0xffdd4432],
    '7.1': [0x00001c30, 0, 0, 0x00040000],
    '7.2': [0, 0, 0, 0x17],
    'd.0': [0x000602e7, 0x2b00, 0x2b00, 0],
    'd.1': [0x1f, 0x2d00, 0xdd00, 0],
    'd.2': [0x100, 0x240, 0, 0],
    'd.5': [0x40, 0x440, 0, 0],
    'd.6': [0x200, 0x480, 0, 0],
    'd.7': [0x400, 0x680, 0, 0],
    'd.8': [0x80, 0, 1, 0],
    'd.9': [0x8, 0xa80, 0, 0],
    'd.a': [0x8, 0, 1, 0],
    'd.b': [0x10, 0, 1, 0],
    'd.c': [0x18, 0, 1, 0],
    'd.e': [0x30, 0, 1, 0],
    'd.f': [0x328, 0, 1, 0],
    'd.11': [0x40, 0xac0, 2, 0],
    'd.12': [0x2000, 0xb00, 6, 0],
    '1d.0': [1, 0, 0, 0],
    '1d.1': [0x04002000, 0x00080040, 0x10, 0],
    '1e.0': [0, 0x4010, 0, 0],
    '80000000.0': [0x80000008, 0, 0, 0],
    '80000001.0': [0, 0, 0x121, 0x2c100800],
  },
};
