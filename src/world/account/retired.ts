/** Which instructions of programs have completed, and how often: by the file and the address that they were executed from. */

import { FEATURES } from '../../machine/architecture/feature';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Execute } from '../../machine/cpu/instruction';
import { featuresOf } from '../../machine/instructions/apx-use';
import { SharedObjects } from '../compiled/shared-objects';
import type { InstructionStep } from '../program/step';
import type { World } from '../state/world';
import { type CodePlace, CodePlaces } from './code-places';

/** One instruction of a program. */
export interface Retired extends CodePlace {
  /** The program's file as the kernel knows it: `/home/user/layer`. */
  readonly program: string;
  /** The file that the code is from, where it is another one: a shared object. */
  readonly object?: string;
  readonly address: LinearAddress;
  readonly mnemonic: string;
  /** Names of features as `machine` has them; empty for what every x86-64 processor has. */
  readonly features: readonly string[];
  readonly count: number;
}

interface Counter extends Omit<Retired, 'count' | 'object' | keyof CodePlace> {
  count: number;
}

/** Counts from now on. The counter must be made before anything is executed: code that has been decoded already is not counted. */
export class RetiredCounts {
  /** Code that is written anew is decoded anew: the same instruction at the same place goes on counting. */
  private readonly counters = new Map<string, Counter>();
  private readonly objects: SharedObjects;

  constructor(private readonly world: World) {
    this.objects = new SharedObjects(world.program, world.memory);
    world.code.wrap((step) => this.counting(step));
  }

  /** In the order in which they were executed first. */
  all(): readonly Retired[] {
    const places = new CodePlaces(this.world.program);
    return [...this.counters.values()]
      .filter(({ count }) => count > 0)
      .map((counter) => {
        const { program, address } = counter;
        const { path, bias } = this.objects.at(program, address) ?? { path: program };
        return { ...counter, ...(path !== program && { object: path }), ...places.at(path, address, bias) };
      });
  }

  /** What faults has not retired: it is counted when it is tried again. */
  private counting(step: InstructionStep): Execute {
    const { execute } = step;
    const counter = this.counterOf(step);
    return (cpu) => {
      execute(cpu);
      counter.count++;
    };
  }

  private counterOf({ address, instruction }: InstructionStep): Counter {
    const { kernel, currentTask } = this.world;
    const process = currentTask && kernel?.state.processes[currentTask.process];
    const program = process?.program?.memory.path ?? '';
    if (process?.program) this.objects.notice(process.program, process.space, address);
    const key = `${program} ${address} ${instruction.form}`;
    const known = this.counters.get(key);
    if (known) return known;
    const features = featuresOf(instruction).map((feature) => FEATURES[feature].flag);
    const counter = { program, address, mnemonic: instruction.mnemonic, features, count: 0 };
    this.counters.set(key, counter);
    return counter;
  }
}
