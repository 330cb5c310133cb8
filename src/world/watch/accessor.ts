/** Who accesses watched data: noted before a moment, and given a name where the moment has accessed something. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { codeName } from '../compiled/code-name';
import { type CompiledProgram, compiledFileOf, compiledProgramOf } from '../compiled/compiled-program';
import { nativeHere } from '../compiled/kernel-image';
import type { World } from '../state/world';
import type { Accessor } from './data-access';

/** An accessor without its name, and the program that its task ran. */
export type Who = Exclude<Accessor, { readonly kind: 'code' }> | CodeWho;

interface CodeWho {
  readonly kind: 'code';
  readonly address: LinearAddress;
  readonly program: CompiledProgram | undefined;
}

/** Who does what comes next. */
export function accessorIn(world: World): Who {
  const { kernel } = world;
  const here = nativeHere(world);
  if (here) return { kind: 'native', address: here.cpu.rip };
  const frame = kernel?.active ? kernel.state.stack.at(-1) : undefined;
  if (frame) return { kind: 'kernel', routine: frame.routine, step: frame.step };
  return codeIn(world);
}

/** The code that the flow is at. */
export function codeIn(world: World): Who {
  return { kind: 'code', address: world.flow.address, program: compiledProgramOf(world) };
}

/** Looked up for an access alone. A task that runs another program by now says nothing of the code before. */
export function named(world: World, by: Who): Accessor {
  if (by.kind !== 'code') return by;
  const { kind, address, program } = by;
  const isSame = program !== undefined && compiledProgramOf(world, world.currentTask, address) === program;
  const file = isSame && !world.program.stepAt(address) ? compiledFileOf(world, world.currentTask, address) : undefined;
  return { kind, address, name: file && codeName(file, address) };
}
