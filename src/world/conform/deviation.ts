/**
 * Where a real kernel's code begins to do otherwise than the model: the first access to IA32_XFD or IA32_XFD_ERR that only one of
 * the two makes, by the model's line, and the function and line of C in the place of that.
 */
import { type CodeFrame, codeFramesAt } from '../../elf/dwarf/code-frames';
import type { Vmlinux } from '../../kernel/native/vmlinux';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { compiledKernel, nativeHere } from '../compiled/kernel-image';
import type { Program } from '../program/program';
import { underVmlinux } from '../program/under-vmlinux';
import { startWorld } from '../run/start';
import type { World } from '../state/world';
import { advanceStep } from './world-step';

/** A place in C; without a file where the image does not say. */
interface CPlace {
  readonly function: string;
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
}

export interface Deviation {
  /** What the code does in that function, and the model not, or the other way round. */
  readonly text: string;
  readonly place: CPlace;
}

/** Functions that do nothing but access an MSR: their callers are meant. */
const ACCESSOR = /(?:rd|wr|read_|write_)msr/;

/** A moment of a kernel, and how many accesses came before it. */
interface Moment<T> {
  readonly at: T;
  readonly accesses: number;
}

interface Way<T> {
  readonly accesses: readonly string[];
  readonly moments: readonly Moment<T>[];
}

/**
 * Undefined where the accesses are the same.
 *
 * @param model the program under the model. @param step counted from 1; the two agree before it.
 */
export function deviationAt(model: Program, vmlinux: Vmlinux, step: number): Deviation | undefined {
  const expected = wayThrough(model, step, routinesOn);
  const real = underVmlinux(model, vmlinux);
  const actual = wayThrough(real, step, (world) => nativeHere(world)?.cpu.rip);
  const count = Math.max(expected.accesses.length, actual.accesses.length);
  const first = Array.from({ length: count }, (_, at) => at).find(
    (at) => expected.accesses[at] !== actual.accesses[at],
  );
  if (first === undefined) return undefined;
  const [wanted, done] = [expected.accesses[first], actual.accesses[first]];
  const isOnlyOfCode = wanted === undefined || actual.accesses.indexOf(wanted, first) > first;
  const addresses = within(actual, first);
  const routines = within(expected, first).at(-1) ?? [];
  const place = isOnlyOfCode
    ? placesOf(real, addresses.slice(-1))[0]?.find((one) => !ACCESSOR.test(one.function))
    : standingFor(placesOf(real, addresses), routines);
  if (!place) return undefined;
  const [has, lacks] = isOnlyOfCode ? ['the code', 'the model'] : ['the model', 'the code'];
  const text = `${has} has "${isOnlyOfCode ? done : wanted}", and ${lacks} has not`;
  return { text, place };
}

/** The moments between the access before and that one; all to the end, where it is not made. */
function within<T>({ moments }: Way<T>, access: number): readonly T[] {
  return moments.filter(({ accesses }) => accesses === access).map(({ at }) => at);
}

function wayThrough<T>(program: Program, step: number, of: (world: World) => T | undefined): Way<T> {
  const world = startWorld(program);
  while (world.flow.phase === 'boot' && step > 0) advanceStep(world);
  while (!world.ended && world.flow.steps < step - 1) advanceStep(world);
  const moments: Moment<T>[] = [];
  const done = advanceStep(world, (accesses) => {
    const at = of(world);
    if (at !== undefined) moments.push({ at, accesses });
  });
  return { accesses: done?.accesses ?? [], moments };
}

/** The routines under way, innermost first. */
function routinesOn({ kernel }: World): readonly string[] | undefined {
  return kernel?.active ? kernel.state.stack.map(({ routine }) => routine).reverse() : undefined;
}

/** Of each address the functions that it lies in, innermost first: inlined ones too, where the image says so. */
function placesOf(program: Program, addresses: readonly LinearAddress[]): readonly (readonly CPlace[])[] {
  const compiled = compiledKernel(program);
  return addresses.map((address) => {
    const frames = compiled?.hasLines ? codeFramesAt(compiled.info, address) : [];
    if (frames.length > 0) return frames.map(placeOfFrame);
    const found = program.policy.vmlinux?.placeOf(address);
    return found ? [{ function: found.name }] : [];
  });
}

function placeOfFrame({ name, place }: CodeFrame): CPlace {
  return { function: name, ...(place && { file: place.path.split('/').at(-1) ?? '', line: place.line }) };
}

/** The innermost routine that the code has as a function, at the last place in it that was executed. */
function standingFor(places: readonly (readonly CPlace[])[], routines: readonly string[]): CPlace | undefined {
  for (const routine of routines) {
    const found = places.flat().findLast((place) => place.function === routine);
    if (found) return found;
  }
  return places.at(-1)?.[0];
}

/** A clause: `in xfd_update_state (xstate.h:120) the model has "CPU 0: write xfd = 0x0", and the code has not`. */
export function deviationText({ text, place }: Deviation): string {
  return `in ${placeText(place)} ${text}`;
}

/** `xfd_update_state (xstate.h:120)`. */
export function placeText({ function: name, file, line }: CPlace): string {
  return file === undefined ? name : `${name} (${file}:${line})`;
}
