/**
 * Where the tiles of a CPU came from, at the present moment: found by a world beside the debugger's that goes through the past,
 * the latest stretch between snapshots first. What is found holds up to the moment for which it was asked, so that who steps on
 * or back has its answer from before.
 */

import { isTileValid, TILE_COUNT, TILE_SIZE } from '../../../machine/architecture/tilecfg';
import { areSameBytes } from '../../origin/location-bytes';
import type { TileOrigin } from '../../origin/tile-origin';
import type { History } from './history';
import { TileFacts, type TileQuestionKind } from './tile-facts';
import { ownerOn, TileSearch } from './tile-search';

const NOTHING: TileOrigin = { from: undefined, to: undefined, product: undefined };

export class TileOrigins {
  private facts = new TileFacts();
  private search: TileSearch | undefined;

  constructor(private readonly history: History) {}

  /** The user has changed the run: what was known of its past may not hold. */
  restart(): void {
    this.facts = new TileFacts();
    this.search = undefined;
  }

  /** Looks for about `slice` moments; true when there is nothing more to find of a CPU now. Nothing moves. */
  advance(cpu: number, slice: number): boolean {
    const search = this.searchOf(cpu);
    return search?.advance(slice) ?? true;
  }

  /** Of each tile of a CPU, what is known. What has another content than was written is of nothing that is known. */
  of(cpu: number): readonly TileOrigin[] {
    const { world, moment } = this.history;
    const owner = ownerOn(world, cpu);
    const { tilecfg, tiles } = world.cpus[cpu]!; // views ask for one of them
    return Array.from({ length: TILE_COUNT }, (_, tile) => {
      const written = owner === undefined ? undefined : this.facts.at({ owner, tile, kind: 'written' }, moment)?.found;
      const bytes = tiles.subarray(TILE_SIZE * tile, TILE_SIZE * (tile + 1));
      if (!written || !isTileValid(tilecfg, tile) || !areSameBytes(written.bytes, bytes)) return NOTHING;
      const later = (kind: TileQuestionKind) => {
        const found = this.facts.at({ owner: written.owner, tile, kind }, moment)?.found;
        return found && found.moment > written.moment ? found : undefined;
      };
      const product = written.product ?? later('multiplied')?.product;
      return { from: written.event, to: later('stored')?.event, product };
    });
  }

  private searchOf(cpu: number): TileSearch | undefined {
    const { history, facts, search } = this;
    const owner = ownerOn(history.world, cpu);
    if (owner === undefined) return undefined;
    if (search?.owner !== owner || search.moment !== history.moment) {
      this.search = new TileSearch(history, facts, owner, search);
    }
    return this.search;
  }
}
