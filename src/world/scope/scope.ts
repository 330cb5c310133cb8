/**
 * The names that expressions can use, on the live state of a run (docs/language.md, "Expressions"): the trace's own
 * names first, then tasks, the fixed names, and the registers of the current CPU.
 */
import { maxFrameSize } from '../../kernel/model/signal-frame';
import { hasChange } from '../../kernel/versions/changes';
import { ExpressionError } from '../../language/errors/expression-error';
import { dataTypeRow, isDataType } from '../../language/syntax/data-type';
import type { DataType } from '../../language/syntax/syntax';
import type { Reference, Scope, Value } from '../../language/vocabulary/value';
import { REGISTER_VALUES } from '../../language/vocabulary/values-registers';
import { formatAddress, fromLinear, toLinear } from '../../machine/architecture/address';
import { COMPONENTS } from '../../machine/architecture/component';
import type { World } from '../state/world';
import { instructionResult } from './instruction-result';
import { elementReference } from './lanes';
import { registerReference } from './register-scope';
import { taskReference } from './task-scope';

/** The names that expressions can use, with their values as they are when they are looked at. */
export function worldScope(world: World): Scope {
  return {
    name: (name) => lookUp(world, name),
    names: () => knownNames(world),
    processor: world.program.processor,
  };
}

function lookUp(world: World, name: string): Value | Reference | undefined {
  return (
    loopCounter(world, name) ??
    symbolReference(world, name) ??
    taskByName(world, name) ??
    (Object.hasOwn(FIXED, name) ? FIXED[name]?.(world) : undefined) ??
    (isDataType(name) ? memoryReference(world, name) : undefined) ??
    (MASKS.has(name) ? undefined : registerReference(world.cpu, name))
  );
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
function* knownNames(world: World): Iterable<string> {
  yield* world.program.symbols.keys();
  for (const { name } of world.kernel?.state.tasks ?? []) yield name;
  yield* Object.keys(FIXED);
  for (const { name } of REGISTER_VALUES) yield name;
}

const FIXED: Readonly<Record<string, (world: World) => Reference>> = {
  cpu: (world) => ({
    type: 'cpu',
    value: BigInt(world.flow.cpu),
    index: (index) => {
      const cpu = world.cpus[Number(index)];
      if (!cpu)
        throw new ExpressionError(
          'index-out-of-range',
          `There is no CPU ${index}: the machine has ${world.cpus.length}.`,
        );
      return { type: 'cpu', member: (member) => registerReference(cpu, member) };
    },
  }),
  kernel: (world) => ({
    type: 'kernel',
    member: (member) => {
      if (member === 'minsigstksz') return { type: 'count', value: BigInt(minimumSignalStack(world)) };
      const counters = world.kernel?.state.counters;
      const count = counters && Object.hasOwn(counters, member) ? counters[member as keyof typeof counters] : undefined;
      return count === undefined ? undefined : { type: 'count', value: BigInt(count) };
    },
  }),
  last: (world) => ({
    type: 'last',
    member: (member) => {
      if (member === 'exception') return { type: 'string', value: world.flow.last.exception };
      if (member === 'result') return { type: 'i64', value: lastResult(world) };
      return undefined;
    },
  }),
};

function minimumSignalStack({ kernel, program }: World): number {
  if (!kernel || !hasChange(program.policy.version, 'tellsFrameSize')) return 0;
  return maxFrameSize(kernel.state.fpu.userMaxSize, program.processor.has('XSAVE'));
}

function lastResult(world: World): bigint {
  const { last } = world.flow;
  const step = world.program.steps[last.step];
  if (step?.kind === 'instruction') return instructionResult(step.instruction, world.cpu) ?? 0n;
  return BigInt.asIntN(64, last.result);
}

/** `u8[EXPR]`: memory at an address in the current address space. */
function memoryReference(world: World, type: DataType): Reference {
  return {
    type: `${type}[]`,
    index: (value) => {
      const address = toLinear(BigInt.asUintN(64, value));
      if (address === undefined)
        throw new ExpressionError('bad-address', `0x${value.toString(16)} is not a canonical address.`);
      const { size } = dataTypeRow(type);
      const bytes = world.memory.peek(world.cpu.addressSpace, address, size);
      if (!bytes || bytes.length < size)
        throw new ExpressionError('not-mapped', `There is no memory at ${formatAddress(address)}.`);
      const element = elementReference(bytes, 0, type, () => world.memory.poke(world.cpu.addressSpace, address, bytes));
      return Object.assign(element, { address });
    },
  };
}
