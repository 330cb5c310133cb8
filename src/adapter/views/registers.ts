/** What the Registers view shows: the registers that govern extended state, and a row for each component. */
import { hasBit } from '../../machine/architecture/component';
import { fieldsOf, namesOfSet, type Register, supportedIn } from '../../machine/architecture/registers';
import { readRegister } from '../../machine/control/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import { type ComponentRow, componentRows } from '../state/component-rows';
import { type StateView, subjectOfCpu, taskOf } from '../state/state-view';
import { CONTROL_ROWS } from '../variables/control';
import { hasRegister } from '../variables/register';
import { hexOf } from './mask';

export interface RegistersView {
  /** The CPU that the rows are of. */
  readonly cpu: number;
  /** The task that has the buffer; null where there is none. */
  readonly task: string | null;
  /** The control registers that the processor has: masks of components first. */
  readonly registers: readonly RegisterView[];
  /** Each component that the processor has. */
  readonly components: readonly ComponentView[];
}

/** A control register. */
export interface RegisterView {
  /** As expressions write it: `xfd`. */
  readonly name: string;
  /** The manual's name, with the number of an MSR: `IA32_XFD, MSR 0x1c4`. */
  readonly title: string;
  readonly documentation: string;
  readonly manual: string;
  readonly value: string;
  /** At the stop before, where it was another. */
  readonly was: string | null;
  /** Of a mask of components, those that it can have on this processor; null for any other register. */
  readonly possible: string | null;
  /** The names of the parts that are not zero. */
  readonly set: readonly string[];
}

/** What a component's row says in one column. */
export type ComponentFact = 'enabled' | 'permitted' | 'armed' | 'inUse' | 'buffer';

export interface ComponentView {
  readonly index: number;
  /** `XTILEDATA`. */
  readonly id: string;
  readonly title: string;
  readonly documentation: string;
  /** In XCR0 or IA32_XSS. */
  readonly enabled: boolean;
  /** The task's process may use it; null without a task. */
  readonly permitted: boolean | null;
  /** In IA32_XFD; null when XFD cannot cover it. */
  readonly armed: boolean | null;
  /** In XINUSE. */
  readonly inUse: boolean;
  /** Whether the task's buffer has a place for it, and whether XSTATE_BV says that something is saved there; null without a task. */
  readonly buffer: 'saved' | 'init' | 'absent' | null;
  /** Bytes. */
  readonly size: number;
  /** From the start of the buffer. */
  readonly offset: number | null;
  /** What is not as at the stop before. What a task has is compared with what the same task had. */
  readonly changed: readonly ComponentFact[];
}

export function registersView(state: StateView, before: StateView | undefined): RegistersView {
  const cpu = state.cpus[state.current]!; // `cpu N` checks N
  const { task, rows } = componentsOf(state, cpu.index);
  const old = before && componentsOf(before, cpu.index);
  return {
    cpu: cpu.index,
    task,
    registers: CONTROL_ROWS.filter((row) => hasRegister(row, cpu.processor)).map((row) =>
      registerView(row, cpu, before?.cpus[cpu.index]),
    ),
    components: rows.map((row, index) => {
      const was = old?.rows[index];
      return { ...row, changed: was ? changedFacts(row, was, old.task === task) : [] };
    }),
  };
}

function registerView(row: Register, cpu: Cpu, before: Cpu | undefined): RegisterView {
  const { name, title, kind, documentation, manual, msr } = row;
  const value = readRegister(cpu, row);
  const old = before && readRegister(before, row);
  return {
    name,
    title: msr === undefined ? title : `${title}, MSR 0x${msr.toString(16)}`,
    documentation,
    manual,
    value: hexOf(value),
    was: old === undefined || old === value ? null : hexOf(old),
    possible: kind === 'components' ? hexOf(supportedIn(row, cpu.processor)) : null,
    set: namesOfSet(fieldsOf(row, cpu.processor, value), value),
  };
}

type Facts = Omit<ComponentView, 'changed'>;

function componentsOf(
  state: StateView,
  cpu: number,
): { readonly task: string | null; readonly rows: readonly Facts[] } {
  const subject = subjectOfCpu(state, cpu);
  const task = taskOf(state, subject);
  const permission = task && state.kernel?.processes[task.process]?.perm;
  return {
    task: task?.name ?? null,
    rows: componentRows(state, subject).map((row) => facts(row, permission)),
  };
}

function facts(row: ComponentRow, permission: bigint | undefined): Facts {
  const { index, id, title, documentation, size } = row.component;
  const { enabled, armed, inUse, offset } = row;
  const permitted = permission === undefined ? null : hasBit(permission, index);
  return { index, id, title, documentation, size, offset, enabled, permitted, armed, inUse, buffer: placeOf(row) };
}

function placeOf({ inBuffer, saved }: ComponentRow): ComponentView['buffer'] {
  if (inBuffer === null) return null;
  if (!inBuffer) return 'absent';
  return saved ? 'saved' : 'init';
}

const CPU_FACTS: readonly ComponentFact[] = ['enabled', 'armed', 'inUse'];
const TASK_FACTS: readonly ComponentFact[] = ['permitted', 'buffer'];

function changedFacts(now: Facts, was: Facts, sameTask: boolean): readonly ComponentFact[] {
  return [...CPU_FACTS, ...(sameTask ? TASK_FACTS : [])].filter((fact) => now[fact] !== was[fact]);
}
