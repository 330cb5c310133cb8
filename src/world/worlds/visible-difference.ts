/** What a program could notice: in which its registers, its memory and what has happened differ in two runs at the same step. */
import { OFFSET } from '../../machine/architecture/register-file';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Page } from '../../machine/cpu/page';
import { PageTable, type ReadonlyPageTable } from '../../machine/cpu/page-table';
import { type Difference, field, group } from '../compare/difference';
import { memoryDifference } from '../compare/memory-difference';
import { registersDifference } from '../compare/register-difference';
import { taskRegisters } from '../scope/task-registers';
import type { World } from '../state/world';
import { haveSameWords } from './same-words';
import type { WorldRun } from './world-run';

/** Registers that belong to the kernel or to the machine: two kernels may differ there unnoticed. */
const UNSEEN: ReadonlySet<string> = new Set([
  ...['cr0', 'cr2', 'cr3', 'cr4', 'xcr0', 'xss', 'xfd', 'xfd_err', 'xinuse', 'xmodified', 'cpl', 'efer'],
  ...['kernel_gs_base', 'gs_base', 'fmask', 'lstar', 'star', 'cstar', 'dr6', 'dr7', 'rip', 'tsc'],
]);

export class VisibleComparison {
  private readonly pages: readonly [Pages, Pages] = [new Pages(), new Pages()];

  /** Empty where a program would notice nothing. To be asked after each block: only what has changed since is compared. */
  differences(first: WorldRun, second: WorldRun): readonly Difference[] {
    return [
      ...factsDifference('what happens', first.seen, second.seen),
      ...field('where it goes on', placeText(first.world), placeText(second.world)),
      ...registers(first.world, second.world),
      ...this.memory(first.world, second.world),
    ];
  }

  private memory(before: World, after: World): readonly Difference[] {
    const [old, now] = [this.pages[0].changed(before), this.pages[1].changed(after)];
    const names = new Set([...old.changed.keys(), ...now.changed.keys()]);
    return [...names].flatMap((name) => {
      const numbers = [...(old.changed.get(name) ?? []), ...(now.changed.get(name) ?? [])];
      const [first, second] = [old.tables.get(name), now.tables.get(name)];
      const differing = numbers.filter((number) => !haveSamePage(first?.get(number), second?.get(number)));
      if (differing.length === 0) return [];
      const [was, is] = [part(first, differing), part(second, differing)];
      return group(`memory of ${name}`, memoryDifference(was, is, before.program.symbols));
    });
  }
}

/** Of two lists of what happened, in order. */
export function factsDifference(
  name: string,
  first: readonly string[],
  second: readonly string[],
): readonly Difference[] {
  const count = Math.max(first.length, second.length);
  return Array.from({ length: count }, (_, index) => index).flatMap((index) =>
    field(name, first[index] ?? 'nothing', second[index] ?? 'nothing'),
  );
}

function placeText(world: World): string {
  if (world.ended) return 'the end';
  return world.line < 0 ? `0x${world.flow.address.toString(16)}` : `line ${world.line + 1}`;
}

function registers(first: World, second: World): readonly Difference[] {
  const [before, after] = [registersOf(first), registersOf(second)];
  if (!before || !after || haveSameRegisters(before, after)) return [];
  return registersDifference(before, after).flatMap(({ name, values, parts }) => {
    const shown = parts.filter((one) => !UNSEEN.has(one.name));
    return values ? [{ name, values, parts }] : group(name, shown);
  });
}

function haveSameRegisters(before: Cpu, after: Cpu): boolean {
  const file = (cpu: Cpu) => new Int32Array(cpu.snapshot(), 0, OFFSET.registersEnd / 4);
  return haveSameWords(file(before), file(after));
}

/** The registers of the task that runs; undefined where no task runs. */
function registersOf(world: World): Cpu | undefined {
  const { kernel, currentTask } = world;
  if (!kernel) return world.cpu;
  return currentTask && taskRegisters(world, kernel, currentTask).cpu;
}

function haveSamePage(before: Page | undefined, after: Page | undefined): boolean {
  if (!before || !after) return before === after;
  return before.rights === after.rights && haveSameWords(before.block.words, after.block.words);
}

function part(table: ReadonlyPageTable | undefined, numbers: readonly number[]): PageTable {
  const part = new PageTable();
  for (const number of numbers) {
    const page = table?.get(number);
    if (page) part.set(number, page);
  }
  return part;
}

interface ChangedPages {
  readonly tables: ReadonlyMap<string, ReadonlyPageTable>;
  /** Numbers of pages, by whose memory they are. */
  readonly changed: ReadonlyMap<string, readonly number[]>;
}

/** Which pages of user memory have changed since the last look. */
class Pages {
  private last: ReadonlyMap<string, ReadonlyPageTable> = new Map();

  changed({ memory, kernel }: World): ChangedPages {
    const { spaces } = memory.snapshot();
    const owners = new Map((kernel?.state.processes ?? []).map(({ space, name }) => [space, name]));
    const tables = new Map([...spaces].map(([space, table]) => [owners.get(space) ?? 'the trace', table]));
    const changed = new Map(
      [...tables].flatMap(([name, table]) => {
        const numbers = table.numbersUnlike(this.last.get(name) ?? new PageTable());
        return numbers.length === 0 ? [] : [[name, numbers] as const];
      }),
    );
    this.last = tables;
    return { tables, changed };
  }
}
