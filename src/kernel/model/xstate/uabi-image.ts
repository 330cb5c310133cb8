/**
 * The image of a task's extended state that user space sees through ptrace and in core files: standard format, the size
 * of everything that the machine has, whatever the task's own buffer holds (arch/x86/kernel/fpu/xstate.c:
 * `copy_xstate_to_uabi_buf`, `copy_uabi_to_xstate`).
 */

import { FCW_DEFAULT, MXCSR_DEFAULT } from '../../../machine/architecture/bits';
import { componentsIn, XFEATURE, xfeatureMask } from '../../../machine/architecture/component';
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import {
  EXTENDED_OFFSET,
  HEADER_OFFSET,
  LEGACY_SIZE,
  MXCSR_MASK_OFFSET,
  MXCSR_OFFSET,
} from '../../../machine/architecture/xsave-format';
import { componentState } from '../../../machine/xstate/component-state';
import type { KernelContext } from '../../routines/kernel-context';
import type { Fpstate } from '../../state/fpstate';
import { KERNEL_SPACE } from '../../state/memory-map';
import type { Task } from '../../state/task';
import { offsetIn, setXstateBv, xstateBv } from './fpstate';
import { LEGACY_FEATURES, SUPERVISOR } from './xstate-features';

/** `xstate_fx_sw_bytes`: the first of the words that the processor leaves to software. */
const SW_OFFSET = 464;
const XCOMP_BV_OFFSET = HEADER_OFFSET + 8;
const RESERVED_OFFSET = HEADER_OFFSET + 16;
const MXCSR_SIZE = 8;
const MXCSR_FEATURES = xfeatureMask('SSE', 'AVX');
/** Components of an image with which a tracer sets MXCSR. */
export const MXCSR_WRITERS = xfeatureMask('X87', 'SSE', 'AVX');
const PKRU = xfeatureMask('PKRU');

/** Fields of an image's header. */
export interface ImageHeader {
  readonly xfeatures: bigint;
  readonly xcompBv: bigint;
  /** Whether any of the bytes behind XCOMP_BV is not zero. */
  readonly reserved: boolean;
  readonly mxcsr: number;
}

/**
 * The image as bytes. Components that the buffer does not hold, or that are initial in it, are as in the initial state.
 *
 * @param fpstate must be newer than the registers.
 */
export function uabiImage(kernel: KernelContext, fpstate: Fpstate, pkru: number): Uint8Array {
  const { fpu } = kernel.state;
  const held = xstateBv(kernel, fpstate) & fpstate.userXfeatures;
  const image = imageOf(kernel, fpstate, held, fpu.userMaxSize);
  const view = new DataView(image.buffer);
  const layout = kernel.processor.standardLayout(fpu.userMax);
  const isPkruThere = (fpu.userMax & PKRU) !== 0n && (!kernel.has('writesPkruByHeader') || (held & PKRU) !== 0n);
  const pkruOffset = isPkruThere ? layout.offsetOf(XFEATURE.PKRU) : undefined;
  if (pkruOffset !== undefined) view.setUint32(pkruOffset, pkru, true);
  view.setBigUint64(SW_OFFSET, fpu.userMax, true);
  view.setBigUint64(HEADER_OFFSET, held, true);
  return image;
}

/** The legacy region alone, as XSTATE_COPY_FX gives it: the software bytes are 0, and MXCSR goes by SSE alone. */
export function fxImage(kernel: KernelContext, fpstate: Fpstate): Uint8Array {
  const held = kernel.processor.has('XSAVE') ? xstateBv(kernel, fpstate) & LEGACY_FEATURES : LEGACY_FEATURES;
  return imageOf(kernel, fpstate, held, LEGACY_SIZE);
}

/** The components of `held` at their places in the standard format, and the initial state of the others. */
function imageOf(kernel: KernelContext, fpstate: Fpstate, held: bigint, bytes: number): Uint8Array {
  const image = new Uint8Array(bytes);
  const view = new DataView(image.buffer);
  const source = kernel.memory.peek(KERNEL_SPACE, fpstate.address, fpstate.size) ?? new Uint8Array(fpstate.size);
  view.setUint16(0, FCW_DEFAULT, true);
  view.setUint32(MXCSR_OFFSET, MXCSR_DEFAULT, true);
  view.setUint32(MXCSR_MASK_OFFSET, kernel.processor.mxcsrMask, true);
  const layout = kernel.processor.standardLayout(kernel.state.fpu.userMax);
  for (const { index } of componentsIn(held)) {
    const from = componentState(index).legacyOffset ?? offsetIn(kernel, fpstate, index);
    const to = componentState(index).legacyOffset ?? layout.offsetOf(index);
    if (from === undefined || to === undefined) continue;
    for (const { offset, size } of componentState(index).spans) {
      image.set(source.subarray(from + offset, from + offset + size), to + offset);
    }
  }
  if (held & MXCSR_FEATURES) image.set(source.subarray(MXCSR_OFFSET, MXCSR_OFFSET + MXCSR_SIZE), MXCSR_OFFSET);
  return image;
}

export function imageHeader(image: Uint8Array): ImageHeader {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  return {
    xfeatures: view.getBigUint64(HEADER_OFFSET, true),
    xcompBv: view.getBigUint64(XCOMP_BV_OFFSET, true),
    reserved: image.subarray(RESERVED_OFFSET, EXTENDED_OFFSET).some((byte) => byte !== 0),
    mxcsr: imageMxcsr(image),
  };
}

/** MXCSR of an image, or of a legacy region alone. */
export function imageMxcsr(image: Uint8Array): number {
  return new DataView(image.buffer, image.byteOffset, image.byteLength).getUint32(MXCSR_OFFSET, true);
}

/** Copies the components of `features` from an image to the task's buffer; those without a place there are dropped. */
export function copyComponents(
  kernel: KernelContext,
  { fpstate }: Pick<Task, 'fpstate'>,
  image: Uint8Array,
  features: bigint,
): void {
  const layout = kernel.processor.standardLayout(kernel.state.fpu.userMax);
  const write = (at: LinearAddress, from: number, size: number): void => {
    kernel.memory.poke(KERNEL_SPACE, fpstate.address + at, image.subarray(from, from + size));
  };
  if (features & MXCSR_WRITERS) write(MXCSR_OFFSET, MXCSR_OFFSET, MXCSR_SIZE);
  for (const { index, size } of componentsIn(features)) {
    const from = layout.offsetOf(index);
    const to = componentState(index).legacyOffset ?? offsetIn(kernel, fpstate, index);
    if (from !== undefined && to !== undefined) write(to, from, size);
  }
}

/** XSTATE_BV of the buffer: the supervisor components stay as they are, the user components are those of the image. */
export function setUserXfeatures(kernel: KernelContext, { fpstate }: Pick<Task, 'fpstate'>, features: bigint): void {
  setXstateBv(kernel, fpstate, (xstateBv(kernel, fpstate) & SUPERVISOR) | features);
}

/** PKRU as an image has it: 0 where its bit in XSTATE_BV is clear. */
export function imagePkru(kernel: KernelContext, image: Uint8Array, features: bigint): number {
  const offset = kernel.processor.standardLayout(kernel.state.fpu.userMax).offsetOf(XFEATURE.PKRU);
  if (offset === undefined || (features & PKRU) === 0n) return 0;
  return new DataView(image.buffer, image.byteOffset).getUint32(offset, true);
}
