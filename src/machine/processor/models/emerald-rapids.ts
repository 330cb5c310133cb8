/**
 * Xeon Scalable, 5th generation (2023): the state components of Sapphire Rapids, with AMX and XFD. The leaves as a
 * production part (C06F2h) answers them, as far as the emulator derives something from them.
 */
import type { CpuModel } from '../processor';
import { sapphireRapids } from './sapphire-rapids';

export const emeraldRapids: CpuModel = {
  ...sapphireRapids,
  name: 'emerald-rapids',
  title: 'Intel Emerald Rapids',
  documentation: 'Intel, 2023: the state of Sapphire Rapids.',
  leaves: {
    ...sapphireRapids.leaves,
    '1.0': [0x000c06f2, 0x00010800, 0x7ffefbff, 0xbfebfbff],
    '7.0': [0x00000002, 0xf3bfbfff, 0xfb417fee, 0xffdd4432],
    '7.2': [0, 0, 0, 0x1f],
    '80000001.0': [0, 0, 0x121, 0x2c100800],
  },
};
