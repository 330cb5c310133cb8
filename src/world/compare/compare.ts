/**
 * What two states of one machine differ in, as a tree: registers by component, XSAVE areas by field and component, records
 * of the kernel, ranges of memory. Two moments of a run, two runs of a trace, or two tasks at one moment.
 */
import type { Task } from '../../kernel/state/task';
import type { Cpu } from '../../machine/cpu/cpu';
import { PageTable } from '../../machine/cpu/page-table';
import type { Program } from '../program/program';
import { taskRegisters } from '../scope/task-registers';
import { areaPlaces } from '../state/area-places';
import { type MachineState, stateOf } from '../state/machine-state';
import type { World } from '../state/world';
import { areasDifference } from './area-difference';
import { type Difference, field, group } from './difference';
import { memoryDifference, type Range } from './memory-difference';
import { plainDifference } from './plain-difference';
import { registersDifference } from './register-difference';

/** What can be compared by itself, in the order in which all of it is told. */
export const COMPARED = ['registers', 'xsave', 'kernel', 'memory'] as const;
export type Compared = (typeof COMPARED)[number];

type Compare = (program: Program, before: MachineState, after: MachineState) => readonly Difference[];

const PARTS: Readonly<Record<Compared, Compare>> = {
  registers: (_program, before, after) => compareCpus(before.cpus, after.cpus),
  xsave: (_program, before, after) =>
    namesOfTasks(before, after).flatMap((name) =>
      areasDifference({ before: [before, taskOf(before, name)], after: [after, taskOf(after, name)] }),
    ),
  kernel: (_program, before, after) => plainDifference('kernel', before.kernel, after.kernel),
  memory: compareMemory,
};

/**
 * @param program whose names memory goes by.
 * @param parts of the states; all of them unless given.
 */
export function compareStates(
  program: Program,
  before: MachineState,
  after: MachineState,
  parts: readonly Compared[] = COMPARED,
): readonly Difference[] {
  return parts.flatMap((part) => PARTS[part](program, before, after));
}

/** Two tasks at one moment. Their memory is compared as a whole: that of the kernel is the same for both. */
export function compareTasks(
  world: World,
  before: Task,
  after: Task,
  parts: readonly Compared[] = COMPARED,
): readonly Difference[] {
  const { kernel, program, memory } = world;
  if (!kernel) return [];
  const state = stateOf(world);
  const cpu = (task: Task) => taskRegisters(world, kernel, task).cpu;
  const areas = (task: Task) => areaPlaces(state, task);
  const all: Readonly<Record<Compared, () => readonly Difference[]>> = {
    registers: () => registersDifference(cpu(before), cpu(after)),
    xsave: () => areasDifference({ before: [state, before], after: [state, after] }),
    kernel: () => plainDifference('task', before, after),
    memory: () => {
      const { spaces } = memory.snapshot();
      const table = ({ process }: Task) => spaces.get(kernel.state.processes[process]?.space ?? 0) ?? new PageTable();
      const told = [...areas(before), ...areas(after)].map(rangeOf);
      return group('memory', memoryDifference(table(before), table(after), program.symbols, told));
    },
  };
  return parts.flatMap((part) => all[part]());
}

function compareCpus(before: readonly Cpu[], after: readonly Cpu[]): readonly Difference[] {
  return before.flatMap((cpu, index) => {
    const other = after[index];
    return other ? group(`CPU ${index}`, registersDifference(cpu, other)) : field(`CPU ${index}`, 'there', 'not there');
  });
}

function compareMemory(program: Program, before: MachineState, after: MachineState): readonly Difference[] {
  const places = [before, after].flatMap((state) =>
    (state.kernel?.tasks ?? []).flatMap((task) => areaPlaces(state, task)),
  );
  const toldIn = (space: number) => places.filter((place) => place.space === space).map(rangeOf);
  const [old, now] = [before.memory.snapshot().kernel, after.memory.snapshot().kernel];
  return [
    ...compareUserMemory(program, before, after, toldIn),
    ...group('memory of the kernel', memoryDifference(old, now, program.symbols, toldIn(0))),
  ];
}

/** The memory of each process. @param toldIn ranges of an address space that are told elsewhere. */
export function compareUserMemory(
  { symbols }: Program,
  before: MachineState,
  after: MachineState,
  toldIn: (space: number) => readonly Range[] = () => [],
): readonly Difference[] {
  const [old, now] = [before.memory.snapshot(), after.memory.snapshot()];
  const spaces = [...new Set([...old.spaces.keys(), ...now.spaces.keys()])];
  return spaces.flatMap((space) => {
    const [was, is] = [old.spaces.get(space) ?? new PageTable(), now.spaces.get(space) ?? new PageTable()];
    return group(spaceName(space, before, after), memoryDifference(was, is, symbols, toldIn(space)));
  });
}

function spaceName(space: number, before: MachineState, after: MachineState): string {
  const found = [after, before].flatMap(({ kernel }) => kernel?.processes ?? []).find((one) => one.space === space);
  return found ? `memory of ${found.name}` : 'memory';
}

function rangeOf({ address, size }: { readonly address: number; readonly size: number }): Range {
  return { address, length: size };
}

function namesOfTasks(...states: readonly MachineState[]): readonly string[] {
  return [...new Set(states.flatMap(({ kernel }) => (kernel?.tasks ?? []).map(({ name }) => name)))];
}

function taskOf({ kernel }: MachineState, name: string): Task | undefined {
  return kernel?.tasks.findLast((task) => task.name === name);
}
