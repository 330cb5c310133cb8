/** One of two runs that are compared step by step: it goes on in blocks, and says what a block did. */

import type { Program } from '../program/program';
import { advance } from '../run/moment';
import { advancePlain } from '../run/plain-steps';
import { startWorld } from '../run/start';
import { currentStep, type World } from '../state/world';
import { hiddenFact, visibleFact } from './happening-fact';

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
  /** The lines of the kernel that ran in the last block, as `ROUTINE.STEP`. */
  path: string[] = [];

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
    this.path = [];
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
    const { kernel } = this.world;
    const frame = kernel?.active ? kernel.state.stack.at(-1) : undefined;
    if (kernel && frame) {
      const name = kernel.policy.routines.find(({ name }) => name === frame.routine)?.steps[frame.step]?.name;
      const step = `${frame.routine}.${name}`;
      if (name !== undefined && !kernel.state.without.includes(step)) this.path.push(step);
    }
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
