/** What the Tiles page shows of a stop. */
import type { TileOriginsView } from '../../adapter/views/tile-origin-view';
import type { ViewsSnapshot } from '../../adapter/views/views';
import { XFEATURE } from '../../machine/architecture/component';
import type { ElementTypeId } from './element-type';
import type { TilesContent } from './messages';

/** @param types how each of the eight tiles is shown unless the user has chosen otherwise */
export function tilesContent(
  { tiles, previousTiles, registers }: ViewsSnapshot,
  types: readonly ElementTypeId[],
  { tiles: origins }: TileOriginsView,
): TilesContent {
  const armed = registers.components.some(({ index, armed }) => index === XFEATURE.XTILEDATA && armed === true);
  return { cpu: registers.cpu, tiles, previous: previousTiles, armed, types, origins };
}
