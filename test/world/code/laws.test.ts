/** Laws of random programs: however they lie there and however one moves through them, they do the same. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RIGHTS } from '../../../src/machine/cpu/page';
import { History } from '../../../src/world/debugger/history/history';
import { CODE_BASE, type Program } from '../../../src/world/program/program';
import type { Happening } from '../../../src/world/state/happening';
import { Random } from '../../machine/random';
import { fingerprint, load } from '../harness';
import { undecoded } from './programs';
import { randomPrograms } from './random-programs';

const PROGRAM_LENGTH = 100;
/** Random branches may go round for ever. */
const MOST_MOMENTS = 500;
/** Between moments at which all state is compared. */
const MOST_STRIDE = 15;

/** Its own code may be written by the program. */
function writable(program: Program): Program {
  const segments = program.image.segments.map((segment) =>
    segment.address === CODE_BASE ? { ...segment, rights: { ...RIGHTS.data, executable: true } } : segment,
  );
  return { ...program, image: { ...program.image, segments } };
}

/** The same bytes at the same lines, without a word about what they are; behind a label they would be data. */
function inBytes(text: string, { steps }: Program): string {
  const lines = text.split('\n');
  for (const step of steps) {
    if (step.kind !== 'instruction' || lines[step.line - 1]?.endsWith(':')) continue;
    lines[step.line] = `.byte ${[...step.instruction.bytes].join(', ')}`;
  }
  return lines.join('\n');
}

interface Passage {
  /** All state at some moments, by moment, ascending. */
  readonly worlds: ReadonlyMap<number, unknown>;
  readonly happenings: readonly Happening[];
}

/** One moment after the other. */
function passage(program: Program, random: Random): Passage {
  const history = new History(program);
  const worlds = new Map<number, unknown>();
  const happenings: Happening[] = [];
  for (let next = 1; !history.world.ended && history.moment < MOST_MOMENTS; ) {
    history.forward();
    happenings.push(...history.world.happenings);
    if (history.moment < next && history.moment < MOST_MOMENTS && !history.world.ended) continue;
    worlds.set(history.moment, fingerprint(history.world));
    next += 1 + random.below(MOST_STRIDE);
  }
  return { worlds, happenings };
}

/** Holds a run in strides to `expected`; gives the history at its end. */
function hold(expected: Passage, program: Program, how: string): History {
  const history = new History(program);
  const happenings: Happening[] = [];
  for (const moment of expected.worlds.keys()) {
    while (history.moment < moment) {
      history.forward(moment - history.moment);
      happenings.push(...history.world.happenings);
    }
    holdHere(expected, history, how);
  }
  assert.deepEqual(happenings, expected.happenings, `what happens ${how}`);
  return history;
}

function holdHere({ worlds }: Passage, history: History, how: string): void {
  const { world, moment } = history;
  assert.deepEqual(fingerprint(world), worlds.get(moment), `moment ${moment}, line ${world.line + 1}, ${how}`);
}

describe('random programs over all rows', () => {
  it('do the same laid out, as bytes and decoded from memory, in single moments and strides, forward and back', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = new Random(seed);
        for (const text of randomPrograms(random, PROGRAM_LENGTH)) {
          try {
            holdProgram(text, random);
          } catch (error) {
            console.error(text);
            throw error;
          }
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  }).timeout(120_000);
});

function holdProgram(text: string, random: Random): void {
  const program = writable(load(text));
  const single = passage(program, random);
  const history = hold(single, program, 'in strides');
  for (let jump = 0; jump < 5; jump++) {
    history.goTo(random.pick([...single.worlds.keys()]));
    holdHere(single, history, 'after a jump in time');
  }
  hold(single, writable(load(inBytes(text, program))), 'as bytes');
  hold(single, undecoded(program), 'decoded from memory');
}
