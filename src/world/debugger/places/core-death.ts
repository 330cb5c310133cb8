/**
 * Why a process died that a task is made of: what its core says, where it stood, and what its instruction does here. The
 * instruction is tried on a copy of the world: in the run itself it has not been executed.
 */
import type { CoreDeath, CoreTask } from '../../../kernel/state/program-image';
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { formatInstruction } from '../../../machine/disassembler/format-instruction';
import { compiledFrames } from '../../compiled/compiled-frames';
import { coreOf } from '../../compiled/compiled-program';
import { stackOfCore } from '../../compiled/live-frames';
import { advance } from '../../run/moment';
import { startWorld } from '../../run/start';
import { goTo } from '../../run/step-end';
import type { Happening } from '../../state/happening';
import type { World } from '../../state/world';
import type { Frame } from '../debugger-types';

export interface DeadProcess {
  /** Name of the task. */
  readonly task: string;
  readonly death: CoreDeath;
  readonly address: LinearAddress;
  /** What lies there; undefined where the core left it out and no file at hand has it, and where nothing can be executed. */
  readonly instruction: string | undefined;
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** Exceptions and signals that the instruction brings here, in order. */
  readonly tried: readonly Happening[];
  /** Files at hand that are of other builds than those of the process: nothing is read of them. */
  readonly otherBuilds: readonly string[];
}

/** Undefined unless the flow's task is one out of a core that has executed nothing since. */
export function deadProcess(world: World): DeadProcess | undefined {
  const { currentTask: task } = world;
  const core = task && coreOf(world, task);
  const stack = stackOfCore(world);
  if (!core || !stack || world.kernel?.active || task.position !== core.registers.rip) return undefined;
  const { death, otherBuilds } = core;
  const address = task.position;
  const isLeftOut = isMissing(core, address);
  const step = isLeftOut ? undefined : world.code.find(world.cpu.access, address)?.step;
  return {
    task: task.name,
    death,
    address,
    instruction: step && formatInstruction(step.instruction),
    frames: compiledFrames(stack, 0, 0),
    tried: isLeftOut ? [] : tryInstruction(world, task.id),
    otherBuilds,
  };
}

/** Whether the bytes of an address were left out of the core, and no file at hand has them. */
function isMissing({ memory }: CoreTask, address: LinearAddress): boolean {
  return memory.some((part) => part.address + part.bytes.length <= address && address < part.address + part.size);
}

/** An instruction may be tried again after the kernel has mended what was missing. */
const MOST_MOMENTS = 20_000;

function tryInstruction(world: World, task: number): readonly Happening[] {
  const copy = startWorld(world.program);
  copy.restore(world.snapshot());
  const { flow, kernel } = copy;
  const position = kernel?.state.tasks[task]?.position ?? 0;
  flow.run = { from: flow.address, task, left: 1, hasYielded: false, outcomes: [], outer: [], turn: null };
  goTo(copy, position);
  const tried: Happening[] = [];
  for (let left = MOST_MOMENTS; left > 0 && flow.run && !copy.ended; left--) {
    advance(copy);
    tried.push(...copy.happenings.filter(({ kind }) => kind === 'exception' || kind === 'signal'));
    if (copy.happenings.some(({ kind }) => kind === 'signal')) break;
  }
  return tried;
}
