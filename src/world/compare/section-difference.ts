/** What two sections of one component differ in: registers, and of wide ones their lanes of 32 bits. */
import { type Difference, field, group, hexNumber } from './difference';
import { fieldsOfPiece, piecesOf } from './section-pieces';

/** @param before as long as the component's section; so is `after`. */
export function sectionDifference(component: number, before: Uint8Array, after: Uint8Array): readonly Difference[] {
  return piecesOf(component).flatMap((piece) => {
    const fields = fieldsOfPiece(piece).flatMap(({ name, offset, size }) => {
      const [old, now] = [before.subarray(offset, offset + size), after.subarray(offset, offset + size)];
      return old.every((byte, index) => byte === now[index]) ? [] : field(name, hexNumber(old), hexNumber(now));
    });
    return piece.lanes ? group(piece.name, fields) : fields;
  });
}
