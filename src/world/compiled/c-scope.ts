/** Names of C where a program's code is: its variables and parameters, its statics and globals, its enumerators. */
import type { Reference } from '../../language/vocabulary/value';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Cpu } from '../../machine/cpu/cpu';
import type { World } from '../state/world';
import { cReference } from './c-reference';
import type { CompiledFrame } from './compiled-frame';
import { currentTask } from './current-task';
import { type FrameMachine, globalVariables, named, variablesOfFrame } from './frame-variables';

/** Undefined where the frame sees no such name. @param cpu has the registers of the frame's task. */
export function cName(world: World, frame: CompiledFrame, cpu: Cpu, name: string): Reference | undefined {
  const { memory } = world;
  const space = cpu.addressSpace;
  const machine = frameMachine(memory, cpu);
  const local = variablesOfFrame(frame, machine).find((variable) => variable.name === name);
  const poke = (address: LinearAddress, bytes: Uint8Array) => memory.poke(space, address, bytes);
  const object = local ?? globalNamed(frame, machine, name);
  if (object) return cReference(object.object, poke);
  const task = name === 'current' ? currentTask(frame, machine) : undefined;
  return task && cReference(task, poke);
}

/** For suggestions. */
export function cNames(frame: CompiledFrame, cpu: Cpu, memory: World['memory']): readonly string[] {
  const locals = variablesOfFrame(frame, frameMachine(memory, cpu)).map(({ name }) => name);
  return [...locals, ...globalVariables(frame).map(({ name }) => name)];
}

export function frameMachine(memory: Pick<World['memory'], 'peek'>, cpu: Cpu): FrameMachine {
  return {
    peek: (address, size) => memory.peek(cpu.addressSpace, address, size),
    vector: (index) => cpu.zmm.subarray(ZMM_BYTES * index, ZMM_BYTES * index + VECTOR_BYTES),
    fsBase: cpu.fsBase,
    gsBase: cpu.gsBase,
  };
}

const ZMM_BYTES = 64;
const VECTOR_BYTES = 16;

function globalNamed(frame: CompiledFrame, machine: FrameMachine, name: string) {
  const found = globalVariables(frame).find((variable) => variable.name === name);
  return found && named(found, frame, machine);
}
