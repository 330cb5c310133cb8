/** Masks of components as views get them: JSON has no 64-bit integers. */
import { componentSet, componentsIn, hasBit } from '../../machine/architecture/component';

export interface MaskView {
  /** `0x602e7`. */
  readonly value: string;
  /** The components in it; `bit 63` for what is none. */
  readonly names: readonly string[];
}

const COMPONENTS = BigInt(componentSet(-1));

export function maskView(mask: bigint): MaskView {
  const components = componentsIn(mask).map(({ id }) => id);
  return { value: hexOf(mask), names: [...components, ...bitsIn(mask & ~COMPONENTS).map((bit) => `bit ${bit}`)] };
}

/** Ascending. */
function bitsIn(mask: bigint): readonly number[] {
  if (mask === 0n) return [];
  return Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => hasBit(mask, bit));
}

export function hexOf(value: bigint): string {
  return `0x${value.toString(16)}`;
}
