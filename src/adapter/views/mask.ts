/** Masks of components as views get them: JSON has no 64-bit integers. */
import { componentsIn, hasBit } from '../../machine/architecture/component';

export interface MaskView {
  /** `0x602e7`. */
  readonly value: string;
  /** The components in it; `bit 63` for what is none. */
  readonly names: readonly string[];
}

export function maskView(mask: bigint): MaskView {
  const known = componentsIn(mask);
  const unknown = Array.from({ length: 64 }, (_, bit) => bit).filter(
    (bit) => hasBit(mask, bit) && !known.some(({ index }) => index === bit),
  );
  return { value: hexOf(mask), names: [...known.map(({ id }) => id), ...unknown.map((bit) => `bit ${bit}`)] };
}

export function hexOf(value: bigint): string {
  return `0x${value.toString(16)}`;
}
