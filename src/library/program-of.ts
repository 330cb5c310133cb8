/** The program behind a trace, which the library's own classes run, and the world behind a run: for `src/main`, and nobody else. */
import type { Program } from '../world/program/program';
import type { World } from '../world/state/world';

const PROGRAMS = new WeakMap<object, Program>();

export function keepProgram(trace: object, program: Program): void {
  PROGRAMS.set(trace, program);
}

export function programOf(trace: object): Program {
  const program = PROGRAMS.get(trace);
  if (!program) throw new TypeError('This is no trace of `loadTrace`.');
  return program;
}

const WORLDS = new WeakMap<object, World>();

export function keepWorld(run: object, world: World): void {
  WORLDS.set(run, world);
}

export function worldOf(run: object): World {
  const world = WORLDS.get(run);
  if (!world) throw new TypeError('This is no `Run`.');
  return world;
}
