/** Moving the cell cursor by keyboard, as grids do (WAI-ARIA practices, "grid"). */
import { tableOf } from '../../machine/table';

export interface Cursor {
  readonly row: number;
  readonly column: number;
}

interface Extent {
  readonly rows: number;
  readonly columns: number;
}

type Move = (cursor: Cursor, extent: Extent) => Cursor;

const moves = tableOf<Move>({
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
  'Ctrl+Home': () => ({ row: 0, column: 0 }),
  'Ctrl+End': (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
  PageUp: ({ column }) => ({ row: 0, column }),
  PageDown: ({ column }, { rows }) => ({ row: rows - 1, column }),
});

/** Undefined for a key that does not move the cursor. */
export function moveCursor(cursor: Cursor, key: string, extent: Extent): Cursor | undefined {
  const move = moves[key];
  return move && clampCursor(move(cursor, extent), extent);
}

export function clampCursor({ row, column }: Cursor, { rows, columns }: Extent): Cursor {
  return {
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  };
}
