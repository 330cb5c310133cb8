/** What is known of tiles in the past: which act was the latest, for which stretch of time. */
import type { TileActKind } from '../../origin/tile-acts';
import type { TileEvent, TileProductUse } from '../../origin/tile-origin';

export type TileQuestionKind = 'written' | 'stored' | 'multiplied';

/** One of the things that are asked about a tile of a task; without a kernel, of a CPU. `multiplied`: by a product, as a factor. */
export interface TileQuestion {
  readonly owner: string;
  readonly tile: number;
  readonly kind: TileQuestionKind;
}

export interface FoundAct {
  readonly owner: string;
  readonly tile: number;
  readonly act: TileActKind;
  /** Behind the instruction. */
  readonly moment: number;
  /** The tile behind the instruction. */
  readonly bytes: Uint8Array;
  /** The product that the act is of. */
  readonly product: TileProductUse | undefined;
  /** Undefined until somebody has gone there to see. */
  event: TileEvent | undefined;
}

/** From `from` to `until` the answer is the same. */
export interface TileFact {
  readonly from: number;
  readonly until: number;
  /** Undefined where there has been none. */
  readonly found: FoundAct | undefined;
}

/** For each question, as many stretches of time are remembered. */
const MOST_FACTS = 32;

export class TileFacts {
  private readonly facts = new Map<string, TileFact[]>();

  at(question: TileQuestion, moment: number): TileFact | undefined {
    return this.facts.get(keyOf(question))?.find(({ from, until }) => from <= moment && moment <= until);
  }

  add(question: TileQuestion, { from, until, found }: TileFact): void {
    const key = keyOf(question);
    const others = (this.facts.get(key) ?? []).filter((one) => one.from !== from || one.until > until);
    this.facts.set(key, [{ from, until, found }, ...others].slice(0, MOST_FACTS));
  }
}

function keyOf({ owner, tile, kind }: TileQuestion): string {
  return `${owner} ${tile} ${kind}`;
}
