/** What the value of an expression depends on: registers, memory, what the kernel knows, where the flow is. */
import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate } from '../../language/expressions/evaluate';
import { dataTypeRow, isDataType } from '../../language/syntax/data-type';
import type { Expression } from '../../language/tree/expression';
import type { Scope } from '../../language/vocabulary/value';
import { expressionRegister } from '../../language/vocabulary/values-registers';
import { toLinear } from '../../machine/architecture/linear-address';
import { HEADER_OFFSET } from '../../machine/architecture/xsave-format';
import type { MemoryRange } from '../../machine/cpu/observer';
import { guestArea, isTaskRecord } from '../scope/task-scope';
import type { World } from '../state/world';
import { type RegisterSpan, spanOfRegister, TILECFG_SPAN } from './register-span';

export type Dependency =
  /** On one CPU. */
  | { readonly kind: 'span'; readonly cpu: number; readonly span: RegisterSpan }
  /** A register of the tables, by its property in `Cpu`; of the flags, the ones with these names, or all. */
  | { readonly kind: 'register'; readonly cpu: number; readonly key: string; readonly flag?: string }
  | { readonly kind: 'memory'; readonly range: MemoryRange }
  /** Of the kernel: records of tasks, buffers, permissions, counters; or a task's saved registers, and variables of routines. */
  | { readonly kind: 'kernel'; readonly of: 'records' | 'others' }
  /** `last`, `step`, `moment`, and counters of loops. */
  | { readonly kind: 'flow' };

/** Whose registers and memory names mean. */
export interface DependencyPlace {
  readonly world: World;
  readonly scope: Scope;
  /** Null where names mean the saved registers of a task. */
  readonly cpu: number | null;
  readonly task: number | null;
  /** Undefined for the address space that the CPU has selected. */
  readonly space: number | undefined;
}

/** The dependencies of the expression in the present state: another value of an index can change the dependencies. */
export function dependenciesOf(expression: Expression, place: DependencyPlace): Dependency[] {
  switch (expression.kind) {
    case 'integer':
    case 'float':
    case 'string':
      return [];
    case 'unary':
      return dependenciesOf(expression.operand, place);
    case 'binary':
      return [expression.left, expression.right].flatMap((part) => dependenciesOf(part, place));
    case 'conditional':
      return [expression.test, expression.then, expression.otherwise].flatMap((part) => dependenciesOf(part, place));
    case 'call':
      return expression.arguments.flatMap((part) => dependenciesOf(part, place));
    default:
      return pathDependencies(pathOf(expression), place);
  }
}

/** Whether the dependencies stay the same for ever: no task, no memory, and no index that is calculated. */
export function isFixed(expression: Expression, dependencies: readonly Dependency[]): boolean {
  return dependencies.every(({ kind }) => kind !== 'kernel' && kind !== 'memory') && !hasCalculatedIndex(expression);
}

function hasCalculatedIndex(expression: Expression): boolean {
  switch (expression.kind) {
    case 'index':
      return expression.index.kind !== 'integer' || hasCalculatedIndex(expression.object);
    case 'member':
      return hasCalculatedIndex(expression.object);
    case 'unary':
      return hasCalculatedIndex(expression.operand);
    case 'binary':
      return hasCalculatedIndex(expression.left) || hasCalculatedIndex(expression.right);
    case 'conditional':
      return [expression.test, expression.then, expression.otherwise].some(hasCalculatedIndex);
    case 'call':
      return expression.arguments.some(hasCalculatedIndex);
    default:
      return false;
  }
}

/** `cpu[1].zmm3.f32[2]`: a name, and what is chosen from it. */
interface Path {
  readonly name: string;
  readonly parts: readonly (string | Expression)[];
}

function pathOf(expression: Expression): Path {
  const parts: (string | Expression)[] = [];
  let inner = expression;
  while (inner.kind === 'member' || inner.kind === 'index') {
    parts.unshift(inner.kind === 'member' ? inner.member.text : inner.index);
    inner = inner.object;
  }
  return { name: inner.kind === 'name' ? inner.name : '', parts };
}

function pathDependencies({ name, parts }: Path, place: DependencyPlace): Dependency[] {
  const indices = parts.flatMap((part) => (typeof part === 'string' ? [] : dependenciesOf(part, place)));
  return [...indices, ...rootDependencies(name, parts, place)];
}

const OF_FLOW: ReadonlySet<string> = new Set(['last', 'step', 'moment']);

function rootDependencies(
  name: string,
  parts: readonly (string | Expression)[],
  place: DependencyPlace,
): readonly Dependency[] {
  const { world } = place;
  if (world.flow.loops.some(({ counter }) => counter === name)) return [{ kind: 'flow' }];
  if (world.program.symbols.has(name)) return [];
  const task = world.kernel?.state.tasks.findLast((candidate) => candidate.name === name);
  if (task) return taskDependencies(task.id, parts, place);
  if (OF_FLOW.has(name)) return [{ kind: 'flow' }];
  if (name === 'cpu') return cpuDependencies(parts, place);
  if (isDataType(name)) return memoryDependencies(dataTypeRow(name).size, parts[0], place);
  if (place.cpu === null && place.task !== null) return taskDependencies(place.task, [name, ...parts], place);
  return registerDependencies(place.cpu ?? world.flow.cpu, name, parts, place) ?? [{ kind: 'kernel', of: 'records' }];
}

function cpuDependencies([index, member, ...parts]: readonly (string | Expression)[], place: DependencyPlace) {
  if (index === undefined || typeof index === 'string' || typeof member !== 'string') return [];
  const cpu = indexOf(index, place);
  if (cpu === undefined) return [];
  return registerDependencies(cpu, member, parts, place) ?? [{ kind: 'kernel', of: 'records' } as const];
}

function memoryDependencies(
  size: number,
  index: string | Expression | undefined,
  place: DependencyPlace,
): readonly Dependency[] {
  if (index === undefined || typeof index === 'string') return [];
  const value = presentValue(index, place);
  const address = typeof value === 'bigint' ? toLinear(BigInt.asUintN(64, value)) : undefined;
  if (address === undefined) return [];
  const { space } = place;
  if (space !== undefined) return [{ kind: 'memory', range: { space, address, length: size } } as const];
  const cpu = place.world.cpus[place.cpu ?? place.world.flow.cpu];
  return [
    { kind: 'memory', range: { space: cpu?.addressSpace ?? 0, address, length: size } } as const,
    { kind: 'register', cpu: cpu?.index ?? 0, key: 'addressSpace' } as const,
  ];
}

/** The registers of a task are on its CPU, or in the kernel's record of the task and in the task's buffer. */
function taskDependencies(
  id: number,
  [member, ...parts]: readonly (string | Expression)[],
  place: DependencyPlace,
): readonly Dependency[] {
  const task = place.world.kernel?.state.tasks[id];
  const record: Dependency = { kind: 'kernel', of: 'records' };
  if (!task || typeof member !== 'string' || isTaskRecord(member)) return [record];
  const area = member === 'guest' ? guestArea(task) : task.fpstate;
  const inMemory = (offset: number, length: number): readonly Dependency[] =>
    area ? [{ kind: 'memory', range: { space: 0, address: area.address + offset, length } }] : [];
  if (member === 'fpstate' || member === 'guest')
    return [record, ...(isInHeader(parts[0]) ? inMemory(HEADER_OFFSET, 16) : [])];
  const onCpu = registerDependencies(task.cpu ?? 0, member, parts, place);
  if (!onCpu) return [record];
  const isOnCpu = task.cpu !== null && !task.needFpuLoad;
  return [{ kind: 'kernel', of: 'others' }, ...(isOnCpu ? onCpu : inMemory(0, task.fpstate.size))];
}

function isInHeader(member: string | Expression | undefined): boolean {
  return member === 'xstate_bv' || member === 'xcomp_bv';
}

/** The dependency on a register; undefined for a name that is no register. */
function registerDependencies(
  cpu: number,
  name: string,
  parts: readonly (string | Expression)[],
  place: DependencyPlace,
): readonly Dependency[] | undefined {
  const row = expressionRegister(name);
  if (row) {
    const [field] = parts;
    const flag = row.key === 'rflags' && typeof field === 'string' ? { flag: field } : {};
    return [{ kind: 'register', cpu, key: row.key, ...flag }];
  }
  const whole = spanOfRegister(name.toLowerCase());
  if (!whole) return undefined;
  const span = partOf(whole, parts, place);
  const shape: Dependency = { kind: 'span', cpu, span: TILECFG_SPAN };
  return whole.file === 'tile' && parts.length === 0
    ? [{ kind: 'span', cpu, span }, shape]
    : [{ kind: 'span', cpu, span }];
}

const TILE_ROW_BYTES = 64;

/** A lane of a vector, an element or a row of a tile, where the indices are known; else all of the register. */
function partOf(whole: RegisterSpan, parts: readonly (string | Expression)[], place: DependencyPlace): RegisterSpan {
  const [type, ...indices] = parts;
  if (typeof type !== 'string') return whole;
  if (!isDataType(type)) return whole.file === 'tile' ? TILECFG_SPAN : whole;
  const numbers = indices.map((index) => (typeof index === 'string' ? undefined : indexOf(index, place)));
  const { size } = dataTypeRow(type);
  const strides = whole.file === 'tile' ? [TILE_ROW_BYTES, size] : [size];
  let span = whole;
  for (const [at, stride] of strides.entries()) {
    const index = numbers[at];
    if (index === undefined) break;
    span = { ...span, from: span.from + index * stride, to: span.from + (index + 1) * stride };
  }
  return span;
}

function indexOf(index: Expression, place: DependencyPlace): number | undefined {
  const value = presentValue(index, place);
  return typeof value === 'bigint' && value >= 0n && value < 2n ** 16n ? Number(value) : undefined;
}

/** The value of an expression; undefined where the expression has no value at present. */
function presentValue(expression: Expression, { scope }: DependencyPlace): unknown {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return undefined;
  }
}
