import assert from 'node:assert/strict';
import type { Feature } from '../../../src/machine/architecture/feature';
import { Cpu } from '../../../src/machine/cpu/cpu';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { Memory } from '../../../src/machine/cpu/memory';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { componentImage } from '../../../src/machine/xstate/component-state';
import { needs } from '../../host/needs';
import { SEED } from '../../seed';
import { Random } from '../random';
import { featuresOf, readLibraries, type Sequence, sequenceFrom } from './library-code';
import { difference, emulate } from './sequence-emulated';
import { type SequenceCase, type SequenceProcessor, sequenceProcessor } from './sequence-native';
import { caseFor } from './sequence-states';
import { undefinedFlags } from './undefined-flags';

/** `npm run sequences` takes ten times as many, and `XTRACE_SEED` others. */
const COUNT = Number(process.env.XTRACE_SEQUENCES ?? 10_000);
const MOST_INSTRUCTIONS = 12;
const BATCH = 500;

interface Case extends SequenceCase {
  readonly sequence: Sequence;
  /** Before each instruction and at the end. */
  readonly open: readonly number[];
}

/** Cut where an instruction reads a flag that the manual leaves open. */
function defined(sequence: Sequence): { readonly sequence: Sequence; readonly open: readonly number[] } {
  const open = undefinedFlags(sequence.instructions);
  const instructions = sequence.instructions.slice(0, open.length - 1);
  const length = instructions.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { sequence: { instructions, bytes: sequence.bytes.slice(0, length) }, open };
}

function* casesFor({ host, components }: SequenceProcessor): Iterable<Case> {
  const libraries = readLibraries();
  const random = new Random(SEED);
  const has = (instruction: Instruction) => {
    const features: readonly Feature[] | undefined = featuresOf(instruction);
    return features?.every((feature) => host.has(feature)) === true;
  };
  for (let made = 0; made < COUNT; ) {
    const found = sequenceFrom(libraries, random, has, 1 + random.below(MOST_INSTRUCTIONS));
    if (!found) continue;
    const { sequence, open } = defined(found);
    if (sequence.instructions.length === 0) continue;
    made++;
    yield { ...caseFor(sequence, random, components), sequence, open };
  }
}

/** The flags that are fixed where the sequence ended: at its end, or before the instruction that faulted. */
function relevantFlags({ sequence, open }: Case, trap: number, rip: number): number {
  if (trap === 0) return STATUS_FLAGS & ~(open.at(-1) ?? 0);
  let at = 0;
  const index = sequence.instructions.findIndex(({ bytes }) => {
    if (at >= rip) return true;
    at += bytes.length;
    return false;
  });
  return STATUS_FLAGS & ~(open[Math.max(index, 0)] ?? 0);
}

describe('sequences of instructions from libraries, on the emulator and on the processor', () => {
  it('leave the same registers, flags and memory, or fault alike', function () {
    this.timeout(0);
    const native = needs(this, sequenceProcessor());
    const processor = new Processor({
      ...DEFAULT_MODEL,
      choices: native.host.choices,
    });
    const fresh = new Cpu(0, processor, new Memory());
    const initial = new Map(native.components.map((component) => [component, componentImage(fresh, component)]));
    const found: string[] = [];
    let [executed, faulted] = [0, 0];
    const compare = (cases: readonly Case[]) => {
      for (const [index, result] of native.run(cases).entries()) {
        const each = cases[index]!; // a result for each case
        executed += each.sequence.instructions.length;
        if (result.trap !== 0) faulted++;
        const flags = relevantFlags(each, result.trap, result.rip);
        const differs = difference(result, emulate(each, processor, native.components), initial, { flags, open: [] });
        if (differs)
          found.push(`${each.sequence.instructions.map((one) => formatInstruction(one)).join('; ')}: ${differs}`);
      }
    };
    let batch: Case[] = [];
    for (const each of casesFor(native)) {
      batch.push(each);
      if (batch.length < BATCH) continue;
      compare(batch);
      batch = [];
    }
    compare(batch);
    console.log(`      ${COUNT} sequences of ${executed} instructions, of which ${faulted} end in a fault`);
    assert.deepEqual(found.slice(0, 40), [], `${found.length} of ${COUNT}`);
  });
});
