/**
 * Finds programs and libraries by executing them: each page of code is looked at once, when the flow comes there for the first
 * time. So what execve and the dynamic linker bring is known before any of its breakpoints could be missed.
 */
import { PAGE_SIZE } from '../../../machine/cpu/page';
import { meetFiles } from '../../compiled/compiled-program';
import type { InstructionStep } from '../../program/step';
import type { World } from '../../state/world';

export class NewFiles {
  /** Numbers of pages that have been looked at, by the path of the program. */
  private readonly pages = new Map<string, Set<number>>();

  /** Whether the run has to stop before an instruction, for `look`. */
  isNew({ index, address }: InstructionStep, world: World): boolean {
    if (index >= 0 || address < 0) return false;
    const path = programOf(world);
    return path !== undefined && this.pages.get(path)?.has(pageOf(address)) !== true;
  }

  /** At the place where the flow is; true where there are files from now on that were not known. */
  look(world: World): boolean {
    const { flow, kernel } = world;
    if (flow.phase !== 'start' || kernel?.active) return false;
    const path = programOf(world);
    if (path === undefined || world.program.stepAt(flow.address)) return false;
    const pages = this.pages.get(path) ?? new Set();
    this.pages.set(path, pages);
    const page = pageOf(flow.address);
    if (pages.has(page)) return false;
    pages.add(page);
    return meetFiles(world);
  }
}

function programOf({ kernel, currentTask }: World): string | undefined {
  return currentTask && kernel?.state.processes[currentTask.process]?.program?.memory.path;
}

function pageOf(address: number): number {
  return Math.floor(address / PAGE_SIZE);
}
