/** `struct fpstate` in modelled memory (arch/x86/include/asm/fpu/types.h): where areas lie and how they begin. */

import { FCW_DEFAULT, MXCSR_DEFAULT } from '../../../machine/architecture/bits';
import { XFEATURE } from '../../../machine/architecture/component';
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { MXCSR_OFFSET } from '../../../machine/architecture/xsave-format';
import { COMPACTED, XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from '../../../machine/xstate/xsave-area';
import type { KernelContext } from '../../routines/kernel-context';
import type { Fpstate } from '../../state/fpstate';
import { KERNEL_SPACE } from '../../state/memory-map';

/** The area embedded in a task structure, with room for the default components and everything else armed. */
export function embeddedFpstate({ state: { fpu } }: KernelContext, address: LinearAddress): Fpstate {
  return {
    address,
    size: fpu.kernelDefaultSize,
    userSize: fpu.userDefaultSize,
    xfeatures: fpu.kernelDefault,
    userXfeatures: fpu.userDefault,
    xfd: fpu.dynamic,
    isValloc: false,
  };
}

/** Makes an area's pages present and its contents the initial state of `xfeatures` (`fpstate_init_user`). */
export function initialiseArea(kernel: KernelContext, address: LinearAddress, size: number, xfeatures: bigint): void {
  const { memory } = kernel;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, FCW_DEFAULT, true);
  view.setUint32(MXCSR_OFFSET, MXCSR_DEFAULT, true);
  memory.map(KERNEL_SPACE, address, size);
  memory.poke(KERNEL_SPACE, address, bytes);
  writeXcompBv(kernel, address, xfeatures);
}

/** The format of an area that has not been saved to yet: XRSTORS refuses one without XCOMP_BV[63]. */
export function writeXcompBv(kernel: KernelContext, address: LinearAddress, xfeatures: bigint): void {
  if (kernel.usesCompactedFormat) poke64(kernel, address + XCOMP_BV_OFFSET, xfeatures | COMPACTED);
}

/** Puts a PKRU value into an area, as if it had been saved there. Kernels before 5.14 restore it from there. */
export function writePkru(kernel: KernelContext, fpstate: Fpstate, pkru: number): void {
  const offset = offsetIn(kernel, fpstate, XFEATURE.PKRU);
  if (offset === undefined) return;
  poke64(kernel, fpstate.address + offset, BigInt(pkru));
  setXstateBv(kernel, fpstate, xstateBv(kernel, fpstate) | (1n << BigInt(XFEATURE.PKRU)));
}

/** Where a component lies in an area with the layout that `fpstate` has; undefined when it has no room for it. */
export function offsetIn(kernel: KernelContext, fpstate: Fpstate, component: number): number | undefined {
  const { processor } = kernel;
  const layout = kernel.usesCompactedFormat
    ? processor.compactedLayout(fpstate.xfeatures)
    : processor.standardLayout(fpstate.xfeatures);
  return layout.offsetOf(component);
}

/** XSTATE_BV of the area, as it is in memory. */
export function xstateBv({ memory }: KernelContext, { address }: Fpstate): bigint {
  const bytes = memory.peek(KERNEL_SPACE, address + XSTATE_BV_OFFSET, 8);
  return bytes && bytes.length === 8 ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) : 0n;
}

export function setXstateBv(kernel: KernelContext, { address }: Fpstate, value: bigint): void {
  poke64(kernel, address + XSTATE_BV_OFFSET, value);
}

function poke64({ memory }: KernelContext, address: LinearAddress, value: bigint): void {
  memory.poke(KERNEL_SPACE, address, new Uint8Array(new BigUint64Array([value]).buffer));
}
