/** A run on its way, held to the laws and to what its trace expects; and the places in the kernel that it passes. */
import type { Routine } from '../../kernel/routines/routine';
import type { Expression } from '../../language/tree/expression';
import { nativeHere } from '../compiled/kernel-image';
import type { InvariantName } from '../invariants/invariant';
import { InvariantWatch } from '../invariants/invariant-watch';
import type { Program } from '../program/program';
import { advance } from '../run/moment';
import { advancePlain } from '../run/plain-steps';
import { startWorld } from '../run/start';
import { type MachineState, stateOf } from '../state/machine-state';
import type { World, WorldSnapshot } from '../state/world';
import { isAtStep } from './line-at';
import { type Problem, problemsOf } from './problem';

/** What every run of a trace is held to. */
export interface Demands {
  /** The laws; all unless given. */
  readonly laws?: ReadonlySet<InvariantName>;
  /** What must hold at every step in user mode, each with its text. */
  readonly invariants: readonly { readonly text: string; readonly expression: Expression }[];
}

/** A moment to go on from. */
export interface Checkpoint {
  readonly snapshot: WorldSnapshot;
  readonly watch: InvariantWatch;
}

/** Plain steps at a time. */
const STRIDE = 10_000;

export class Walk {
  readonly world: World;
  /** `ROUTINE.STEP` of every step of the kernel that ran, and the functions of a real kernel's code, over all that this has been used for. */
  readonly places = new Set<string>();
  /** The latest of them. */
  place: string | null = null;
  /** Since the machine has booted, as a debugger counts them. */
  moments = 0;
  /** Those of them that were passed one at a time: work of the kernel mostly, which takes far longer than plain steps do. */
  moves = 0;
  watch: InvariantWatch;
  private readonly routines: ReadonlyMap<string, Routine>;
  private readonly names = new Map<Routine, readonly string[]>();

  constructor(
    program: Program,
    private readonly demands: Demands,
  ) {
    this.world = startWorld(program);
    this.watch = new InvariantWatch(demands.laws);
    this.routines = new Map((this.world.kernel?.policy.routines ?? []).map((routine) => [routine.name, routine]));
    while (this.world.flow.phase === 'boot') this.move();
    this.moments = 0;
  }

  get state(): MachineState {
    return stateOf(this.world);
  }

  /** A step is about to begin in the flow, and nothing of the kernel is under way. */
  get isAtStep(): boolean {
    return isAtStep(this.world);
  }

  checkpoint(): Checkpoint {
    return { snapshot: this.world.snapshot(), watch: this.watch.fork() };
  }

  goTo({ snapshot, watch }: Checkpoint): void {
    this.world.restore(snapshot);
    this.watch = watch.fork();
    this.place = null;
  }

  /** One moment, or several plain steps if `isHurried`. @returns all that is wrong after it. */
  advance(isHurried: boolean): readonly Problem[] {
    const plain = isHurried && this.demands.invariants.length === 0 ? advancePlain(this.world, STRIDE) : 0;
    if (plain === 0) return this.move();
    this.moments += plain;
    return this.look();
  }

  private move(): readonly Problem[] {
    this.notePlace();
    advance(this.world);
    this.moments++;
    this.moves++;
    return this.look();
  }

  private look(): readonly Problem[] {
    // Without laws nobody asks what tasks left in their registers.
    const breaches = this.demands.laws?.size === 0 ? [] : this.watch.look(this.state, this.world.happenings);
    const { place, moments: moment } = this;
    return problemsOf(this.world, breaches, this.isAtStep ? this.demands.invariants : [], { place, moment });
  }

  /** In a real kernel's code a function is a place. */
  private noteCode(): void {
    const here = nativeHere(this.world);
    const name = here && this.world.program.policy.vmlinux?.placeOf(here.cpu.rip)?.name;
    if (name === undefined) return;
    this.place = name;
    this.places.add(name);
  }

  private notePlace(): void {
    const frame = this.world.kernel?.state.stack.at(-1);
    const routine = frame && this.routines.get(frame.routine);
    if (!frame || !routine) return;
    if (frame.native) return this.noteCode();
    const known = this.names.get(routine) ?? routine.steps.map(({ name }) => `${routine.name}.${name}`);
    this.names.set(routine, known);
    const place = known[frame.step];
    if (place === undefined) return;
    this.place = place;
    this.places.add(place);
  }
}
