/**
 * Location references: where in the trace something is declared. The number is that of the line, counted from 1, so that a
 * reference needs no table and never goes stale. Lines are zero-based.
 */
export function locationReference(line: number): number {
  return line + 1;
}

export function lineOfLocation(reference: number): number {
  return reference - 1;
}
