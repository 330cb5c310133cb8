/** Finds, for a moment and a task, the latest instructions that have written each tile and stored each tile; then their names. */
import { TILE_COUNT, TILE_SIZE } from '../../../machine/architecture/tilecfg';
import { nameEvent } from '../../origin/name-event';
import { productTiles, type TileActKind, tileActs, touchesTiles } from '../../origin/tile-acts';
import type { InstructionStep } from '../../program/step';
import { wasLong } from '../../run/moment';
import type { World } from '../../state/world';
import type { History } from './history';
import type { Replay } from './replay';
import type { FoundAct, TileFact, TileFacts, TileQuestion, TileQuestionKind } from './tile-facts';

/** What is asked of each tile. */
const QUESTIONS: readonly TileQuestionKind[] = ['written', 'stored', 'multiplied'];

/** Who waits longer finds nothing: a run can be of any length. */
const MOST_MOMENTS = 50_000_000;

/** Whose tiles a CPU has; undefined while it has no task. */
export function ownerOn({ kernel }: World, cpu: number): string | undefined {
  if (!kernel) return `CPU ${cpu}`;
  const task = kernel.state.cpus[cpu]?.current ?? null;
  return task === null ? undefined : `task ${task}`;
}

function isTileStep({ instruction }: InstructionStep): boolean {
  return touchesTiles(instruction);
}

export class TileSearch {
  readonly moment: number;
  private open: readonly TileQuestion[];
  private replay: Replay | undefined;
  /** What is not answered yet is to be looked for up to this moment. */
  private end: number;
  /** Of the stretch that is looked through. */
  private begin: number | undefined;
  private seen = new Map<string, FoundAct>();
  private unnamed: FoundAct[] | undefined;
  private left = MOST_MOMENTS;

  /** @param last a search that is over, or given up: its world may be near. */
  constructor(
    private readonly history: History,
    private readonly facts: TileFacts,
    readonly owner: string,
    last: TileSearch | undefined,
  ) {
    this.moment = history.moment;
    this.end = history.moment;
    this.replay = last?.replay;
    this.open = Array.from({ length: TILE_COUNT }, (_, tile) => tile).flatMap((tile) =>
      QUESTIONS.map((kind) => ({ owner, tile, kind })),
    );
    this.answerByFacts(this.end);
  }

  /** Works for about `slice` moments, or to the end of a long one; true when all is found that can be. */
  advance(slice: number): boolean {
    for (let left = slice; left > 0; ) {
      const passed = this.open.length > 0 ? this.lookOn(left) : this.nameOn(left);
      if (passed === undefined) return true;
      left -= Math.max(1, passed);
      if (this.replay && wasLong(this.replay.world)) return false;
    }
    return false;
  }

  /** Returns how many moments it has passed; undefined where the search is given up. */
  private lookOn(most: number): number | undefined {
    if (this.left <= 0) return undefined;
    if (this.begin === undefined) {
      if (this.end === 0) return this.answerNothing();
      this.beginStretch();
      return 0;
    }
    const passed = this.passOn(this.end, most);
    this.left -= passed;
    if (passed === 0) this.endStretch();
    return passed;
  }

  private beginStretch(): void {
    this.goBefore(this.end);
    this.begin = this.replay?.world.moment ?? 0;
    this.seen = new Map();
  }

  /** To a moment before `moment` that is near. */
  private goBefore(moment: number): void {
    const at = this.replay?.world.moment ?? Number.POSITIVE_INFINITY;
    if (at < moment && at >= this.history.snapshotBefore(moment)) return;
    this.replay = this.history.replayBefore(moment, this.replay?.world);
    this.replay.world.code.watch(isTileStep);
  }

  /** Goes on to `end`, and notes what tiles meet. Returns by how many moments. */
  private passOn(end: number, most: number): number {
    const { replay } = this;
    if (!replay) return 0;
    const { world } = replay;
    const from = world.moment;
    while (world.moment < end && world.moment - from < most && !world.ended) {
      const { step } = world;
      const isTile = step?.kind === 'instruction' && isTileStep(step);
      replay.move(isTile ? world.moment + 1 : Math.min(end, from + most));
      if (world.executed && isTileStep(world.executed)) this.note(world);
      if (wasLong(world)) break;
    }
    return world.moment - from;
  }

  private note(world: World): void {
    const { cpu, moment, executed } = world;
    if (!executed || ownerOn(world, world.flow.cpu) !== this.owner) return;
    const { instruction } = executed;
    const factors = productTiles(instruction);
    const see = (kind: TileQuestionKind, tile: number, act: TileActKind) => {
      const bytes = cpu.tiles.slice(TILE_SIZE * tile, TILE_SIZE * (tile + 1));
      const operand = factors.indexOf(tile);
      const product = operand < 0 ? undefined : { mnemonic: instruction.mnemonic, operand };
      this.seen.set(`${tile} ${kind}`, { owner: this.owner, tile, act, moment, bytes, product, event: undefined });
    };
    for (const { kind, tiles } of tileActs(instruction, cpu)) {
      for (const tile of tiles) see(kind === 'store' ? 'stored' : 'written', tile, kind);
    }
    for (const tile of factors.slice(1)) see('multiplied', tile, 'compute');
  }

  private endStretch(): void {
    const begin = this.begin ?? 0;
    for (const question of this.open) {
      const found = this.seen.get(`${question.tile} ${question.kind}`);
      if (found) this.answer(question, { from: found.moment, until: this.moment, found });
    }
    this.answerByFacts(begin);
    // Stores and products before the tile was written are of another content.
    for (const question of this.open) {
      const written = this.facts.at({ ...question, kind: 'written' }, this.moment);
      if (question.kind !== 'written' && written && written.from >= begin) {
        this.answer(question, { from: written.from, until: this.moment, found: undefined });
      }
    }
    this.end = begin;
    this.begin = undefined;
  }

  private answerByFacts(moment: number): void {
    for (const question of this.open) {
      const fact = this.facts.at(question, moment);
      if (fact) this.answer(question, { ...fact, until: Math.max(fact.until, this.moment) });
    }
  }

  /** The beginning of the run: there was nothing before. */
  private answerNothing(): number {
    for (const question of this.open) this.answer(question, { from: 0, until: this.moment, found: undefined });
    return 0;
  }

  private answer(question: TileQuestion, fact: TileFact): void {
    this.facts.add(question, fact);
    this.open = this.open.filter((one) => one !== question);
  }

  /** Goes to each of the found instructions, in the order of time. Returns by how many moments; undefined when all have names. */
  private nameOn(most: number): number | undefined {
    this.unnamed ??= this.withoutNames();
    const [next] = this.unnamed;
    if (!next) return undefined;
    const { replay } = this;
    const before = next.moment - 1;
    if (!replay || replay.world.moment > before || replay.world.moment < this.history.snapshotBefore(next.moment)) {
      this.goBefore(next.moment);
      return 0;
    }
    const from = replay.world.moment;
    if (from < before) return this.passOn(before, most);
    const named = this.unnamed.filter(({ moment }) => moment === next.moment);
    for (const found of named) found.event = nameEvent(replay.world, found.tile, found.act, found.moment);
    this.unnamed = this.unnamed.filter((one) => !named.includes(one));
    return 0;
  }

  private withoutNames(): FoundAct[] {
    const all = Array.from({ length: TILE_COUNT }, (_, tile) => tile).flatMap((tile) =>
      (['written', 'stored'] as const).flatMap(
        (kind) => this.facts.at({ owner: this.owner, tile, kind }, this.moment)?.found ?? [],
      ),
    );
    return all.filter(({ event }) => event === undefined).sort((a, b) => a.moment - b.moment);
  }
}
