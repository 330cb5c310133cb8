/** The size of a signal frame (arch/x86/kernel/signal.c: `init_sigframe_size`). */

/** The larger of the two frame structures, that of 32-bit programs, rounded to 8. */
const SIGFRAME = 736;
/** To align the frame itself, and the XSAVE image in it. */
const FRAME_PADDING = 15;
const IMAGE_PADDING = 63;
/** Behind the image. */
const MAGIC2_SIZE = 4;
const FRAME_ALIGNMENT = 16;
/** The legacy FSAVE image in front of the frame's XSAVE area, for 32-bit programs. */
export const FREGS_SIZE = 112;

/**
 * The largest frame there can be: AT_MINSIGSTKSZ, 11952 bytes on Sapphire Rapids.
 *
 * @param userMaxSize bytes of the standard-format image of all user components; 512 for FXSAVE.
 * @param hasXsave whether the image is an XSAVE one: only those end in a magic number.
 */
export function maxFrameSize(userMaxSize: number, hasXsave: boolean): number {
  const image = userMaxSize + (hasXsave ? MAGIC2_SIZE : 0) + FREGS_SIZE;
  return Math.ceil((SIGFRAME + FRAME_PADDING + image + IMAGE_PADDING) / FRAME_ALIGNMENT) * FRAME_ALIGNMENT;
}
