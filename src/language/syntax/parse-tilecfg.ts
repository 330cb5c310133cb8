/** `tilecfg { palette: 1, start_row: 0, tmm0: ROWSxCOLSB, ... }`: the 64-byte image that LDTILECFG loads. */

import type { DataValue, TileShape } from '../tree/data';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import type { LineReader } from './line-reader';
import { parseExpression } from './parse-expression';

const KEYS = ['palette', 'start_row', 'tmm0', 'tmm1', 'tmm2', 'tmm3', 'tmm4', 'tmm5', 'tmm6', 'tmm7'];

/** Reads what follows `tilecfg`. Shapes are within their limits only once `check-data.ts` has looked at them. */
export function parseTilecfg(reader: LineReader): DataValue {
  reader.expect('{', 'behind `tilecfg`');
  let palette: Expression | undefined;
  let startRow: Expression | undefined;
  const tiles: TileShape[] = [];
  const seen = new Set<string>();
  while (!reader.isOperator('}')) {
    const key = parseKey(reader, seen);
    if (key.text === 'palette') palette = parseExpression(reader);
    else if (key.text === 'start_row') startRow = parseExpression(reader);
    else tiles.push(parseShape(reader, key));
    if (!reader.accept(',')) break;
  }
  reader.expect('}', 'to close the tile configuration');
  return { kind: 'tilecfg', palette, startRow, tiles };
}

function parseKey(reader: LineReader, seen: Set<string>): Name {
  const name = reader.name('palette, start_row or a tile such as tmm0');
  const key = { text: name.text.toLowerCase(), range: name.range };
  if (!KEYS.includes(key.text))
    throw reader.unknownWord('unknown-tilecfg-key', 'part of a tile configuration', name, KEYS);
  if (seen.has(key.text)) throw reader.problem('duplicate-tilecfg-key', `\`${key.text}\` is given twice.`, key.range);
  seen.add(key.text);
  reader.expect(':', `behind \`${key.text}\``);
  return key;
}

function parseShape(reader: LineReader, tile: Name): TileShape {
  const { token } = reader;
  const match = /^(\d{1,5})x(\d{1,5})$/i.exec(token.text);
  if (!match) {
    const range = reader.isAtEnd ? tile.range : reader.rangeOf(token);
    throw reader.problem('bad-tile-shape', 'A tile is given as rows x bytes in a row, as in `16x64`.', range);
  }
  reader.skip();
  return {
    tile: Number(tile.text.slice('tmm'.length)),
    rows: Number(match[1]),
    colsb: Number(match[2]),
    range: reader.rangeOf(token),
  };
}
