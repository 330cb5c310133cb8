/** The register set NT_PRFPREG on a kernel of 2020 (arch/x86/kernel/fpu/regset.c, 5.9). */

import { MXCSR_OFFSET } from '../../machine/architecture/xsave-format';
import { xfpregsGet, xfpregsSet } from '../linux/xfpregs';
import { readRegset } from '../model/xstate/regset';
import { imageMxcsr } from '../model/xstate/uabi-image';
import type { Routine } from '../routines/routine';
import { vary } from '../routines/variation';
import { KERNEL_SPACE, REGSET_BUFFER } from '../state/memory-map';
import { SAVE } from './switch-fpu';

/** Until 5.14 a part of the image was enough, and reserved bits of MXCSR were cleared, not refused. */
const xfpregsSetUntil514 = vary(xfpregsSet, {
  check_size: [],
  check_mxcsr: [
    {
      name: 'mask_mxcsr',
      code: 'fpu->state.fxsave.mxcsr &= mxcsr_feature_mask;',
      why: 'XRSTORS raises #GP for those bits. Nobody is told.',
      run: (kernel) => {
        const mxcsr = imageMxcsr(readRegset(kernel)) & kernel.processor.mxcsrMask;
        kernel.memory.poke(KERNEL_SPACE, REGSET_BUFFER + MXCSR_OFFSET, new Uint8Array(new Uint32Array([mxcsr]).buffer));
        return undefined;
      },
    },
  ],
});

export const xfpregs: readonly Routine[] = [xfpregsGet(SAVE), xfpregsSetUntil514];
