/** Compares a recording with a model: counts what agrees, and lists the differences. */
import { CR4 } from '../../machine/architecture/bits';
import { COMPONENTS, hasBit } from '../../machine/architecture/component';
import { Fault } from '../../machine/architecture/exception';
import type { Processor } from '../../machine/processor/processor';
import { UsageError } from '../cli/usage-error';
import { LineError } from './fields';
import { NotModelled } from './instruction-text';
import type { Recording } from './records';
import { replayCase, USED } from './replay-case';
import { replayProduct, replayTiles } from './replay-tiles';

/** How many lines of one kind agree. */
interface Tally {
  readonly what: string;
  agree: number;
  differ: number;
  /** The model does not have the instruction. */
  leftOut: number;
}

export interface Agreement {
  readonly tallies: readonly Tally[];
  /** In words, with the line: `line 7: xsave [rbx]: byte 3 of the area is 0x10, not 0x11`. */
  readonly differences: readonly string[];
}

/** @throws UsageError when a line cannot be executed, with the file's name and its number. */
export function agreementOf(recording: Recording, processor: Processor, file: string): Agreement {
  const tallies = new Map<string, Tally>();
  const differences: string[] = [];
  const add = (what: string, text: string, found: readonly string[] | undefined) => {
    let tally = tallies.get(what);
    if (!tally) {
      tally = { what, agree: 0, differ: 0, leftOut: 0 };
      tallies.set(what, tally);
    }
    if (!found) tally.leftOut++;
    else if (found.length === 0) tally.agree++;
    else {
      tally.differ++;
      differences.push(`${text}: ${found.join('; ')}`);
    }
  };
  const at = (line: number, replay: () => string[] | undefined): string[] | undefined => {
    try {
      return replay();
    } catch (error) {
      if (error instanceof NotModelled) return undefined;
      if (error instanceof Fault)
        throw new UsageError(`${file}:${line}: the model cannot prepare this case: ${error.message}.`);
      if (error instanceof LineError) throw new UsageError(`${file}:${line}: ${error.message}.`);
      throw error;
    }
  };

  for (const [index, found] of layoutDifferences(recording, processor)) {
    add('CPUID leaf 0xd: where components lie', `component ${index}`, found);
  }
  const xcr0 = enabledIn(recording, processor);
  for (const each of recording.cases) {
    const found = at(each.line, () => replayCase(processor, xcr0, each));
    const after = each.prelude.length > 0 ? ` after ${each.prelude.join('; ')}` : '';
    add(
      each.insn.split(' ')[0] ?? '',
      `line ${each.line}: ${each.insn}${after}, RFBM 0x${each.rfbm.toString(16)}`,
      found,
    );
  }
  for (const each of recording.tiles) {
    add(
      'XINUSE of tiles',
      `line ${each.line}`,
      at(each.line, () => replayTiles(processor, each)),
    );
  }
  for (const each of recording.products) {
    add(
      each.insn,
      `line ${each.line}: ${each.insn}`,
      at(each.line, () => replayProduct(processor, each)),
    );
  }
  return { tallies: [...tallies.values()], differences };
}

/** Places of components as the recorded CPUID has them and as the model has them. */
function layoutDifferences({ leaves }: Recording, processor: Processor): (readonly [number, readonly string[]])[] {
  const context = { xcr0: processor.xcr0Supported, xss: 0n, cr4: CR4.OSXSAVE };
  return COMPONENTS.flatMap(({ index }) => {
    const recorded = leaves[`d.${index.toString(16)}`];
    if (!recorded || !hasBit(USED, index) || index < 2) return [];
    const modelled = processor.cpuid(0xd, index, context);
    const words = (['size', 'offset', 'flags'] as const).flatMap((name, word) =>
      modelled[word] === recorded[word] ? [] : [`its ${name} is ${modelled[word]}, not ${recorded[word]}`],
    );
    return [[index, words] as const];
  });
}

/** The recorded XCR0. A recording of cases alone has no XCR0: the components that its cases use stand for it. */
function enabledIn({ processor: recorded, cases }: Recording, processor: Processor): bigint {
  const xcr0 = recorded?.xcr0 ?? USED;
  const lacks = xcr0 & USED & ~processor.xcr0Supported;
  if (lacks !== 0n && cases.length > 0) {
    throw new UsageError(
      `The model ${processor.name} lacks components that the recording uses: 0x${lacks.toString(16)} of XCR0.`,
    );
  }
  return xcr0 & processor.xcr0Supported;
}
