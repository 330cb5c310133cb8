/** Everything that a layout says, item by item. */
import { type LayoutItem, layOut } from '../../../src/machine/assembler/layout';

export function laidOut(list: readonly LayoutItem[], base: number) {
  const layout = layOut(list, base);
  const items = list.map((_, index) => ({
    address: layout.addressOf(index),
    size: layout.sizeOf(index),
    instruction: layout.instructionAt(index),
    error: layout.errors.get(index),
  }));
  return { items, end: layout.end };
}
