/**
 * ZMM0 to ZMM15 are kept in three components (Intel SDM vol. 1, 13.5.2, 13.5.3 and 13.5.6): bits 127:0 in SSE, 255:128 in
 * AVX, 511:256 in ZMM_Hi256. Where all three are moved, register after register goes at once: three times sixteen short
 * pieces take twice as long.
 */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import { OFFSET } from '../architecture/register-file';
import type { WordBlock } from '../cpu/word-block';
import type { Layout } from '../processor/area-layout';

const PARTS: ComponentSet = (1 << XFEATURE.SSE) | (1 << XFEATURE.AVX) | (1 << XFEATURE.ZMM_HI256);
const REGISTERS = 16;
const FIRST = OFFSET.zmm / 8;
const END = FIRST + 8 * REGISTERS;

/**
 * Those of `components` that go together: the three, or none.
 *
 * @param start word of the image at which the area begins.
 */
export function vectorParts(components: ComponentSet, layout: Layout, start: number): ComponentSet {
  if ((components & PARTS) !== PARTS) return 0;
  const [ymm, zmm] = [layout.offsetOf(XFEATURE.AVX), layout.offsetOf(XFEATURE.ZMM_HI256)];
  if (ymm === undefined || zmm === undefined) return 0;
  return (((4 * start) | ymm | zmm) & 7) === 0 ? PARTS : 0; // that of SSE is a multiple of 8 in every layout
}

/** Copies the registers to the three sections of an area that begins at word `start` of the image. */
export function saveVectorParts(
  { quads: registers }: WordBlock,
  { quads: image }: WordBlock,
  layout: Layout,
  start: number,
): void {
  let xmm = placeOf(layout, XFEATURE.SSE, start);
  let ymm = placeOf(layout, XFEATURE.AVX, start);
  let zmm = placeOf(layout, XFEATURE.ZMM_HI256, start);
  for (let register = FIRST; register < END; register += 8) {
    image[xmm] = registers[register]!; // both hold all registers
    image[xmm + 1] = registers[register + 1]!; // as above
    image[ymm] = registers[register + 2]!;
    image[ymm + 1] = registers[register + 3]!; // as above
    image[zmm] = registers[register + 4]!;
    image[zmm + 1] = registers[register + 5]!; // as above
    image[zmm + 2] = registers[register + 6]!;
    image[zmm + 3] = registers[register + 7]!; // as above
    xmm += 2;
    ymm += 2;
    zmm += 4;
  }
}

/** The inverse of `saveVectorParts`. */
export function restoreVectorParts(
  { quads: registers }: WordBlock,
  { quads: image }: WordBlock,
  layout: Layout,
  start: number,
): void {
  let xmm = placeOf(layout, XFEATURE.SSE, start);
  let ymm = placeOf(layout, XFEATURE.AVX, start);
  let zmm = placeOf(layout, XFEATURE.ZMM_HI256, start);
  for (let register = FIRST; register < END; register += 8) {
    registers[register] = image[xmm]!; // both hold all registers
    registers[register + 1] = image[xmm + 1]!; // as above
    registers[register + 2] = image[ymm]!;
    registers[register + 3] = image[ymm + 1]!; // as above
    registers[register + 4] = image[zmm]!;
    registers[register + 5] = image[zmm + 1]!; // as above
    registers[register + 6] = image[zmm + 2]!;
    registers[register + 7] = image[zmm + 3]!; // as above
    xmm += 2;
    ymm += 2;
    zmm += 4;
  }
}

/** In 64-bit words. */
function placeOf(layout: Layout, component: number, start: number): number {
  return (4 * start + offsetOf(layout, component)) / 8;
}

/** Bytes: a layout that is asked has the component. */
function offsetOf(layout: Layout, component: number): number {
  return layout.offsetOf(component) ?? 0;
}
