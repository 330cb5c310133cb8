/** arch_prctl(2) in a kernel that has nothing to ask for. */

import { segmentBases } from '../common/segment-bases';
import type { Routine } from '../routines/routine';
import { ERRNO } from '../state/constants';

export const sysArchPrctl: Routine<'sys_arch_prctl'> = {
  name: 'sys_arch_prctl',
  signature: 'long sys_arch_prctl(int option, unsigned long arg2)',
  file: 'arch/x86/kernel/process_64.c',
  summary: 'arch_prctl(2). Permission came with version 5 of the series: until then, first use is transparent.',
  steps: [
    segmentBases,
    {
      name: 'unknown',
      code: 'return -EINVAL;',
      why: 'The options about extended state do not exist yet.',
      run: () => ({ return: -ERRNO.EINVAL }),
    },
  ],
};
