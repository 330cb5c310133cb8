/** How strongly a cell is tinted. Square roots keep small values visible beside large ones. */
import type { Grid } from './grid';

/** The weakest tint of a value that is not zero. */
const VISIBLE = 0.12;

/** The largest finite magnitude of a grid: what full strength stands for. Zero when there is none. */
export function heatScale(grid: Grid): number {
  let scale = 0;
  for (const value of grid.values) {
    const magnitude = Math.abs(value);
    if (magnitude > scale && magnitude !== Infinity) scale = magnitude;
  }
  return scale;
}

/** From -1 (largest negative) over 0 to 1 (largest positive); NaN stays NaN, infinities are at the ends. */
export function heat(value: number, scale: number): number {
  if (Number.isNaN(value)) return NaN;
  if (value === 0) return 0;
  const sign = Math.sign(value);
  if (!Number.isFinite(value) || scale === 0) return sign;
  return sign * Math.max(VISIBLE, Math.sqrt(Math.min(1, Math.abs(value) / scale)));
}
