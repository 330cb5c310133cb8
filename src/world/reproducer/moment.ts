/** A moment of a run, as a program that is not the model can recognise it: the line, how often the flow came there, registers. */
import { type Pausable, PIECE } from '../../machine/pausable';
import { movingTo, standsAt } from '../compare/moving-to';
import type { Program } from '../program/program';
import { startWorld } from '../run/start';
import type { World } from '../state/world';
import type { ReproducedMoment } from './reproducer-options';

/** The moment before a step, counted from 1; a sentence where there is none. */
export function* momentOf(program: Program, step: number): Pausable<ReproducedMoment | string> {
  const world = startWorld(program);
  const visits = new Map<number, number>();
  for (let now = 1; now < step && !world.ended; now++) {
    yield* movingTo(world, now, step);
    if (standsAt(world, now)) visits.set(world.line, (visits.get(world.line) ?? 0) + 1);
    if (now % PIECE === 0) yield now / step;
  }
  yield* movingTo(world, step, step);
  const { line } = world;
  if (!standsAt(world, step) || line < 0) return `Step ${step} is none that begins on a line of the trace.`;
  return { line, visits: visits.get(line) ?? 0, registers: registersOf(world) };
}

/** Addresses of code and of stacks are other ones in a program, and so are numbers of processes. */
const STACKS = 0x7000_0000_0000n;

function registersOf({ cpu, kernel, program }: World): readonly (bigint | undefined)[] {
  const pids = new Set(kernel?.state.tasks.map(({ pid }) => BigInt(pid)));
  const code = program.image.segments.find(({ address }) => address === program.start);
  const [first, last] = [BigInt(program.start), BigInt(program.start + (code?.bytes.length ?? 0))];
  return Array.from(cpu.gpr.subarray(0, GENERAL_REGISTERS), (value) => {
    const isAddress = value >= STACKS || (value >= first && value <= last);
    return isAddress || pids.has(value) ? undefined : value;
  });
}

const GENERAL_REGISTERS = 16;
