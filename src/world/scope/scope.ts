/**
 * The names that expressions can use, on the live state of a run (docs/language.md, "Expressions"): the variables of the
 * kernel routine that one looks at, the trace's own names, tasks, the fixed names, and registers.
 */
import { maxFrameSize } from '../../kernel/model/tasks/signal-frame';
import type { Locals } from '../../kernel/state/routine-frame';
import { buildHas } from '../../kernel/versions/lifetime';
import { ExpressionError } from '../../language/errors/expression-error';
import { dataTypeRow, isDataType } from '../../language/syntax/data-type';
import type { DataType } from '../../language/tree/data';
import type { Reference, Scope, Value } from '../../language/vocabulary/value';
import { REGISTER_VALUES } from '../../language/vocabulary/values-registers';
import { COMPONENTS } from '../../machine/architecture/component';
import { formatAddress, fromLinear, toLinear } from '../../machine/architecture/linear-address';
import type { Cpu } from '../../machine/cpu/cpu';
import { ownValue, tableOf } from '../../machine/table';
import { cName, cNames } from '../compiled/c-scope';
import type { CompiledFrame } from '../compiled/compiled-frame';
import { frameAt, innermostFrame } from '../compiled/live-frames';
import { currentStep, type World } from '../state/world';
import { instructionResult } from './instruction-result';
import { elementReference } from './lanes';
import { localReference } from './local-scope';
import { registerReference } from './register-scope';
import type { ScopePlace } from './scope-place';
import { taskRegisters } from './task-registers';
import { readOnly, taskReference } from './task-scope';

/** Called for at most once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

interface View {
  readonly cpu: Cpu;
  /** Setting a register of `cpu` changes the run. */
  readonly live: boolean;
  readonly locals: Locals | undefined;
  /** Of a program: the frame whose variables can be seen. */
  readonly frame?: (() => CompiledFrame | undefined) | undefined;
  readonly space?: number | undefined;
}

/** Of the current CPU, wherever the run is; kernel variables apart. */
export function worldScope(world: World): Scope {
  const view: View = {
    get cpu() {
      return world.cpu;
    },
    live: true,
    locals: undefined,
    frame: () => innermostFrame(world),
  };
  return scopeOf(world, view);
}

/** Of one place, as long as the run stands still. */
export function placeScope(world: World, { cpu, task, routine, space, frame: index }: ScopePlace): Scope {
  const frame = index === undefined ? undefined : once(() => frameAt(world, task, index));
  const locals = routine === undefined ? undefined : world.kernel?.state.stack[routine]?.locals;
  const onCpu = cpu === null ? undefined : world.cpus[cpu];
  if (onCpu) return scopeOf(world, { cpu: onCpu, live: true, locals, space, frame });
  const switchedOut = task === null ? undefined : world.kernel?.state.tasks[task];
  const registers = world.kernel && switchedOut && taskRegisters(world, world.kernel, switchedOut);
  return scopeOf(world, { ...(registers ?? { cpu: world.cpu, live: true }), locals, space, frame });
}

/** Of the current CPU, with the variables of the innermost kernel routine. */
export function routineScope(world: World): Scope {
  const top = world.kernel?.active ? world.kernel.state.stack.at(-1) : undefined;
  if (!top) return worldScope(world);
  return scopeOf(world, { cpu: world.cpu, live: true, locals: top.locals, frame: () => innermostFrame(world) });
}

function scopeOf(world: World, view: View): Scope {
  return {
    name: (name) => lookUp(world, view, name),
    names: () => knownNames(world, view),
    processor: world.program.processor,
  };
}

function lookUp(world: World, view: View, name: string): Value | Reference | undefined {
  return (
    localReference(view.locals, name) ??
    variableOfProgram(world, view, name) ??
    loopCounter(world, name) ??
    symbolReference(world, name) ??
    taskByName(world, name) ??
    WORLD_NAMES[name]?.(world, view.cpu) ??
    (isDataType(name) ? memoryReference(world, view.space ?? view.cpu.addressSpace, name) : undefined) ??
    (MASKS.has(name) ? undefined : viewedRegister(view, name)) ??
    refuseCounter(world, name)
  );
}

/** Of the frame that one looks at: it hides what else has its name. */
function variableOfProgram(world: World, { frame, cpu }: View, name: string): Reference | undefined {
  const found = frame?.();
  return found && cName(world, found, cpu, name);
}

/** A jump into a `repeat` enters no loop. The check of the trace cannot know of that jump. Throws `ExpressionError`. */
function refuseCounter({ program }: World, name: string): undefined {
  for (const statement of program.trace.statements) {
    if (statement.kind !== 'event' || statement.event.kind !== 'repeat' || statement.event.counter?.text !== name)
      continue;
    throw new ExpressionError(
      'counter-out-of-scope',
      `\`${name}\` counts the rounds of the \`repeat\` of line ${statement.line + 1}, and the flow is not in it.`,
    );
  }
}

/** Registers of a task that is switched out can be looked at; they are set by running it. */
function viewedRegister({ cpu, live }: View, name: string): Reference | undefined {
  const reference = registerReference(cpu, name);
  return reference && !live ? readOnly(reference) : reference;
}

/** `PKRU` is a component's mask, `pkru` and `Pkru` the register: the evaluator knows the masks by itself. */
const MASKS: ReadonlySet<string> = new Set(COMPONENTS.map(({ id }) => id));

function loopCounter(world: World, name: string): bigint | undefined {
  return world.flow.loops.findLast(({ counter }) => counter === name)?.round;
}

/** Data and labels stand for their addresses. */
function symbolReference(world: World, name: string): Reference | undefined {
  const symbol = world.program.symbols.get(name);
  if (!symbol) return undefined;
  if (symbol.kind === 'constant')
    return { type: typeof symbol.value === 'number' ? 'f64' : 'i64', value: symbol.value };
  return { type: 'address', value: fromLinear(symbol.address), address: symbol.address };
}

function taskByName(world: World, name: string): Reference | undefined {
  const { kernel } = world;
  const task = kernel?.state.tasks.findLast((candidate) => candidate.name === name);
  return kernel && task ? taskReference(world, kernel, task) : undefined;
}

/** For suggestions. */
function* knownNames(world: World, { locals, frame, cpu }: View): Iterable<string> {
  yield* Object.keys(locals ?? {});
  const found = frame?.();
  if (found) yield* cNames(found, cpu, world.memory);
  yield* world.program.symbols.keys();
  for (const { name } of world.kernel?.state.tasks ?? []) yield name;
  yield* Object.keys(WORLD_NAMES);
  for (const { name } of REGISTER_VALUES) yield name;
}

const NANOSECONDS = 1e9;

const WORLD_NAMES = tableOf<(world: World, cpu: Cpu) => Reference>({
  cpu: (world, { index }) => ({
    type: 'cpu',
    value: BigInt(index),
    index: (index) => {
      const cpu = world.cpus[Number(index)];
      if (!cpu)
        throw new ExpressionError(
          'index-out-of-range',
          `There is no CPU ${index}: the machine has ${world.cpus.length}.`,
        );
      return {
        type: 'cpu',
        member: (member) => kernelCpuValue(world, index, member) ?? registerReference(cpu, member),
      };
    },
  }),
  kernel: (world) => ({
    type: 'kernel',
    member: (member) => {
      if (member === 'minsigstksz') return { type: 'count', value: BigInt(minimumSignalStack(world)) };
      const counters = world.kernel?.state.counters;
      const count = counters && ownValue(counters, member);
      return count === undefined ? undefined : { type: 'count', value: BigInt(count) };
    },
  }),
  step: (world) => ({ type: 'count', value: BigInt(currentStep(world)) }),
  moment: (world) => ({ type: 'count', value: BigInt(world.moment) }),
  /** Seconds since the boot, by the kernel's clock; 0 on bare metal. */
  time: (world) => ({ type: 'f64', value: Number(world.kernel?.state.clock ?? 0n) / NANOSECONDS }),
  last: (world) => ({
    type: 'last',
    member: (member) => {
      if (member === 'exception') return { type: 'string', value: world.flow.last.exception };
      if (member === 'result') return { type: 'i64', value: lastResult(world) };
      if (member === 'xfd_err') return { type: 'mask', value: world.flow.last.xfdErr };
      return undefined;
    },
  }),
});

/** What the kernel keeps of a CPU. */
function kernelCpuValue({ kernel }: World, index: bigint, member: string): Reference | undefined {
  const percpu = kernel?.state.cpus[Number(index)];
  if (!kernel || !percpu) return undefined;
  const { fpregsOwner } = percpu;
  if (member === 'xfd_state') return { type: 'mask', value: percpu.xfdState };
  if (member !== 'fpregs_owner') return undefined;
  return { type: 'string', value: kernel.state.tasks[fpregsOwner ?? -1]?.name ?? '' };
}

function minimumSignalStack({ kernel, program }: World): number {
  if (!kernel || !buildHas(program.policy, 'tellsFrameSize')) return 0;
  return maxFrameSize(kernel.state.fpu.userMaxSize, program.processor.has('XSAVE'));
}

function lastResult(world: World): bigint {
  const { last } = world.flow;
  const step = world.program.steps.at(last.step);
  if (step?.kind === 'instruction') return instructionResult(step.instruction, world.cpu) ?? 0n;
  return BigInt.asIntN(64, last.result);
}

/** `u8[EXPR]`: memory at an address of an address space. */
function memoryReference({ memory }: World, space: number, type: DataType): Reference {
  return {
    type: `${type}[]`,
    index: (value) => {
      const address = toLinear(BigInt.asUintN(64, value));
      if (address === undefined)
        throw new ExpressionError('bad-address', `0x${value.toString(16)} is not a canonical address.`);
      const { size } = dataTypeRow(type);
      const bytes = memory.peek(space, address, size);
      if (!bytes || bytes.length < size)
        throw new ExpressionError('not-mapped', `There is no memory at ${formatAddress(address)}.`);
      const element = elementReference(bytes, 0, type, () => memory.poke(space, address, bytes));
      return Object.assign(element, { address });
    },
  };
}
