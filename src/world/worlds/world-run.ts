/** One of two runs that are compared step by step: it goes on in blocks, and says what a block did. */

import type { Program } from '../program/program';
import { advance } from '../run/moment';
import { advancePlain } from '../run/plain-steps';
import { startWorld } from '../run/start';
import { currentStep, type World } from '../state/world';
import { hiddenFact, visibleFact } from './happening-fact';
import { KernelWay } from './kernel-way';

/** A place in a run: where the block began that has just been done. */
export interface BlockPlace {
  /** Counted from 1. */
  readonly step: number;
  /** Zero-based; -1 for the boot, and for code without lines. */
  readonly line: number;
  /** What ran there: a task, or null for idle and bare metal. */
  readonly task: string | null;
}

export class WorldRun {
  readonly world: World;
  /** Of the last block. */
  place: BlockPlace;
  /** What happened in the last block, as a program notices it. */
  seen: string[] = [];
  /** What the trace asked in the last block, and the answers. */
  told: string[] = [];
  /** The kernel's, in the last block. */
  way = new KernelWay();

  /** Has booted: the boot is the first block. */
  constructor(program: Program) {
    this.world = startWorld(program);
    this.place = { step: 0, line: -1, task: null };
    while (this.world.flow.phase === 'boot') this.move();
  }

  get steps(): number {
    return this.world.flow.steps;
  }

  get ended(): boolean {
    return this.world.ended;
  }

  /** One step with all that the kernel does for it, or a run of plain steps. */
  block(most: number): void {
    this.begin();
    this.go(most);
  }

  /** Runs in one block until `steps` steps are done, or to the end. */
  blockTo(steps: number): void {
    this.begin();
    do this.go(steps - this.steps);
    while (this.steps < steps && !this.ended);
  }

  private begin(): void {
    const { world } = this;
    this.place = { step: currentStep(world), line: world.line, task: world.currentTask?.name ?? null };
    this.seen = [];
    this.told = [];
    this.way = new KernelWay();
  }

  private go(most: number): void {
    const { world } = this;
    if (advancePlain(world, most) > 0) return this.note();
    const begun = this.steps;
    do this.move();
    while (!world.ended && (this.steps === begun || !this.isBetweenSteps));
  }

  private get isBetweenSteps(): boolean {
    const { kernel, flow } = this.world;
    return flow.phase === 'start' && !kernel?.active;
  }

  private move(): void {
    this.way.note(this.world);
    advance(this.world);
    this.note();
  }

  private note(): void {
    for (const happening of this.world.happenings) {
      const [seen, told] = [visibleFact(happening), hiddenFact(happening)];
      if (seen !== undefined) this.seen.push(seen);
      if (told !== undefined) this.told.push(told);
    }
  }
}
