/** The variables that a frame of compiled code sees, as objects. */
import { indexedAddress } from '../../elf/dwarf/entry';
import type { FrameState } from '../../elf/dwarf/location';
import { type CVariable, frameBaseOf, globalsOf, locationOfVariable, variablesOf } from '../../elf/dwarf/variables';
import { fromLinear, type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { type CObject, type ObjectSource, objectIn } from './c-object';
import type { CompiledFrame } from './compiled-frame';
import type { CompiledProgram } from './compiled-program';

/** The state of a machine that a frame is looked at in. */
export interface FrameMachine {
  readonly peek: (address: LinearAddress, size: number) => Uint8Array | undefined;
  /** The low 128 bits of a vector register, where the frame's own are known. */
  readonly vector: (index: number) => Uint8Array | undefined;
  readonly fsBase: bigint;
  /** In a kernel's code it leads to the variables of the CPU. */
  readonly gsBase: bigint;
}

export interface NamedObject {
  readonly name: string;
  readonly isParameter: boolean;
  readonly object: CObject;
}

/** DWARF's numbers of XMM0 to XMM15. */
const FIRST_VECTOR = 17;
const LAST_VECTOR = 32;

/** Innermost first: where two have one name, the first one hides the other. */
export function variablesOfFrame(frame: CompiledFrame, machine: FrameMachine): readonly NamedObject[] {
  const { code, compiled } = frame;
  return variablesOf(compiled.info, code?.scopes ?? []).map((variable) => named(variable, frame, machine));
}

const globals = new WeakMap<CompiledProgram, readonly CVariable[]>();

/** The global variables of all files; of several with the same name, the variable of the frame's own file comes first. */
export function globalVariables({ compiled, code, physical }: CompiledFrame): readonly CVariable[] {
  const { info, bias } = compiled;
  let all = globals.get(compiled);
  if (!all) {
    all = globalsOf(info);
    globals.set(compiled, all);
  }
  const own = code?.scopes[0]?.unit.header.offset ?? info.unitAt(physical.within - bias)?.header.offset;
  const isOwn = ({ entry }: CVariable) => entry.unit.header.offset === own;
  return [...all.filter(isOwn), ...all.filter((variable) => !isOwn(variable))];
}

export function named(variable: CVariable, frame: CompiledFrame, machine: FrameMachine): NamedObject {
  const { compiled, physical } = frame;
  const address = physical.within - compiled.bias;
  const state = frameState(frame, machine, variable);
  const location = locationOfVariable(compiled.info, variable, address, state);
  const object = objectIn(variable.type, location, sourceOf(frame, machine));
  return { name: variable.name, isParameter: variable.isParameter, object };
}

function sourceOf({ physical }: CompiledFrame, { peek, vector }: FrameMachine): ObjectSource {
  return {
    peek,
    register: (register) => {
      if (register >= FIRST_VECTOR && register <= LAST_VECTOR) {
        return physical.isInnermost ? vector(register - FIRST_VECTOR) : undefined;
      }
      const value = physical.registers[register];
      if (value === undefined) return undefined;
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, value, true);
      return bytes;
    },
  };
}

function frameState(frame: CompiledFrame, { peek, fsBase, gsBase }: FrameMachine, { entry }: CVariable): FrameState {
  const { compiled, physical } = frame;
  const { info, bias, threadLocalSize } = compiled;
  const address = physical.within - bias;
  const read = (place: bigint, size: number): bigint | undefined => {
    const at = toLinear(place);
    const bytes = at === undefined ? undefined : peek(at, size);
    return bytes?.length === size ? bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) : undefined;
  };
  const state: Omit<FrameState, 'frameBase'> = {
    register: (register) => physical.registers[register],
    read,
    cfa: physical.cfa,
    threadLocal: (offset) => (threadLocalSize === undefined ? undefined : fsBase - BigInt(threadLocalSize) + offset),
    relocated: (place) => place + (isPerCpu(compiled, place) ? gsBase : BigInt(bias)),
    indexed: (index) => fromLinear(indexedAddress(entry.unit, index)),
  };
  return {
    ...state,
    get frameBase() {
      const found = info.functionAt(address);
      return found && frameBaseOf(info, found.entry, address, { ...state, frameBase: undefined });
    },
  };
}

/** Whether a kernel has such a variable once a CPU: what its address counts from, GS says (arch/x86/include/asm/percpu.h). */
function isPerCpu({ perCpu }: CompiledProgram, place: bigint): boolean {
  const at = toLinear(place);
  return perCpu !== undefined && at !== undefined && at >= perCpu.address && at < perCpu.address + perCpu.size;
}
