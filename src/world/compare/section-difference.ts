/** What two sections of one component differ in: registers, and of wide ones their lanes of 32 bits. */
import { type Difference, field, group, hexNumber } from './difference';
import { fieldsOfPiece, piecesOf } from './section-pieces';

/** @param before as long as the component's section; so is `after`. */
export function sectionDifference(component: number, before: Uint8Array, after: Uint8Array): readonly Difference[] {
  if (isSame(before, after)) return [];
  return piecesOf(component).flatMap((piece) => {
    const fields = fieldsOfPiece(piece).flatMap(({ name, offset, size }) => {
      const [old, now] = [before.subarray(offset, offset + size), after.subarray(offset, offset + size)];
      return isSame(old, now) ? [] : field(name, hexNumber(old), hexNumber(now));
    });
    return piece.lanes ? group(piece.name, fields) : fields;
  });
}

/** Most sections of two states are. */
function isSame(before: Uint8Array, after: Uint8Array): boolean {
  for (let index = 0; index < before.length; index++) if (before[index] !== after[index]) return false;
  return before.length === after.length;
}
