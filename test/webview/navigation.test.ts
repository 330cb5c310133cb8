import assert from 'node:assert/strict';
import { clampCursor, moveCursor } from '../../src/webview/page/cursor';
import { cellAt, columnLeft, layOut, scrollTo } from '../../src/webview/tiles/geometry';
import { chooseType, DEFAULT_OPTIONS, parseOptions, toggle } from '../../src/webview/tiles/options';

const extent = { rows: 4, columns: 8 };

describe('the cell cursor', () => {
  it('moves by arrows and stays inside', () => {
    assert.deepEqual(moveCursor({ row: 1, column: 1 }, 'ArrowRight', extent), { row: 1, column: 2 });
    assert.deepEqual(moveCursor({ row: 0, column: 0 }, 'ArrowUp', extent), { row: 0, column: 0 });
    assert.deepEqual(moveCursor({ row: 3, column: 7 }, 'ArrowRight', extent), { row: 3, column: 7 });
  });

  it('goes to the ends of a row and of the tile', () => {
    assert.deepEqual(moveCursor({ row: 2, column: 3 }, 'End', extent), { row: 2, column: 7 });
    assert.deepEqual(moveCursor({ row: 2, column: 3 }, 'Ctrl+Home', extent), { row: 0, column: 0 });
    assert.deepEqual(moveCursor({ row: 2, column: 3 }, 'Ctrl+End', extent), { row: 3, column: 7 });
  });

  it('leaves other keys alone', () => {
    assert.equal(moveCursor({ row: 0, column: 0 }, 'Tab', extent), undefined);
  });

  it('comes back inside when the tile gets smaller', () => {
    assert.deepEqual(clampCursor({ row: 15, column: 63 }, extent), { row: 3, column: 7 });
  });
});

describe('the layout of a tile', () => {
  const input = { rows: 16, columns: 64, width: 280, alwaysNumbers: false, textLength: 4, charWidth: 6.6 };

  it('fits 64 columns into a narrow side bar when there are no numbers', () => {
    assert.equal(layOut(input).contentWidth, input.width);
  });

  it('puts every column on whole pixels', () => {
    const geometry = layOut(input);
    const lefts = Array.from({ length: 65 }, (_, column) => columnLeft(geometry, column));
    assert.ok(lefts.every((left, column) => column === 0 || left > (lefts[column - 1] ?? 0)));
    assert.equal(lefts.at(-1), input.width - geometry.gutter);
  });

  it('shows numbers where there is room for them, and makes no cell wider than its number needs twice', () => {
    const wide = layOut({ ...input, columns: 16, width: 900 });
    assert.equal(wide.numbers, true);
    assert.ok(wide.cellWidth >= 4 * 6.6 && wide.contentWidth <= 900);
    assert.equal(layOut(input).numbers, false);
  });

  it('uses the whole width where there is no room for numbers', () => {
    assert.equal(layOut({ ...input, columns: 16, width: 480, textLength: 6 }).contentWidth, 480);
  });

  it('gives numbers the room that they need', () => {
    assert.ok(layOut({ ...input, alwaysNumbers: true }).cellWidth >= 4 * 6.6);
  });

  it('labels only as many columns and rows as there is room for', () => {
    const narrow = layOut(input);
    assert.ok(narrow.columnLabelEvery * narrow.cellWidth >= 2 * 6.6);
    assert.ok(narrow.rowLabelEvery * narrow.cellHeight >= 11);
    assert.equal(layOut({ ...input, alwaysNumbers: true }).columnLabelEvery, 1);
  });

  it('finds the cell under the pointer, also when scrolled', () => {
    const geometry = layOut({ ...input, alwaysNumbers: true });
    const x = geometry.gutter + 1;
    const y = geometry.header + 2 * geometry.cellHeight + 1;
    assert.deepEqual(cellAt(geometry, x, y, 0), { row: 2, column: 0 });
    assert.deepEqual(cellAt(geometry, x, y, 5 * geometry.cellWidth), { row: 2, column: 5 });
    assert.equal(cellAt(geometry, geometry.gutter - 1, y, 0), undefined);
    assert.equal(cellAt(geometry, x, 0, 0), undefined);
  });

  it('scrolls no further than it takes to see a column', () => {
    const geometry = layOut({ ...input, alwaysNumbers: true });
    assert.equal(scrollTo(geometry, 0, 500, input.width), 0);
    assert.equal(scrollTo(geometry, 3, 0, input.width), 0);
    const far = scrollTo(geometry, 63, 0, input.width);
    assert.equal(far, geometry.contentWidth - input.width);
  });
});

describe('the options of the Tiles view', () => {
  it('survive being stored', () => {
    const chosen = chooseType(toggle(toggle(DEFAULT_OPTIONS, 'numbers'), 'hex'), 'bf16', 3);
    const kept = { when: 'step 7', tiles: [{ rows: 1, colsb: 4, bytes: 'AQ==' }] };
    const options = { ...chosen, comparison: { kind: 'kept', kept } } as const;
    assert.deepEqual(parseOptions(JSON.parse(JSON.stringify(options))), options);
  });

  it('fall back to the defaults when what was stored makes no sense', () => {
    assert.deepEqual(parseOptions(undefined), DEFAULT_OPTIONS);
    assert.deepEqual(parseOptions('x'), DEFAULT_OPTIONS);
    assert.deepEqual(parseOptions({ heatMap: 1, types: ['int64', 7], comparison: 7 }), DEFAULT_OPTIONS);
    assert.deepEqual(parseOptions({ comparison: { kind: 'tile', index: 8 } }), DEFAULT_OPTIONS);
    assert.deepEqual(parseOptions({ comparison: { kind: 'kept', kept: { when: 'x', tiles: [1] } } }), DEFAULT_OPTIONS);
  });

  it('always show something in a cell', () => {
    const numbersOnly = toggle(DEFAULT_OPTIONS, 'heatMap');
    assert.deepEqual([numbersOnly.heatMap, numbersOnly.numbers], [false, true]);
    const heatOnly = toggle(numbersOnly, 'numbers');
    assert.deepEqual([heatOnly.heatMap, heatOnly.numbers], [true, false]);
  });

  it('choose a type for one tile or for all', () => {
    assert.deepEqual(chooseType(DEFAULT_OPTIONS, 'hex', 1).types.slice(0, 3), [null, 'hex', null]);
    assert.ok(chooseType(DEFAULT_OPTIONS, 'hex').types.every((type) => type === 'hex'));
  });
});
