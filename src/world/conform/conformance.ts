/**
 * A trace run twice, by the modelled routines and by a real kernel's code, and held together after every step: what happened,
 * registers, XSAVE areas byte for byte, permissions, sizes, and what the kernel remembers.
 */

import type { Vmlinux } from '../../kernel/native/vmlinux';
import { findPolicy } from '../../kernel/policies';
import { KERNEL_SPACE } from '../../kernel/state/memory-map';
import type { Task } from '../../kernel/state/task';
import type { Vcpu } from '../../kernel/state/vcpu';
import type { KernelBuild } from '../../kernel/versions/build';
import type { Pausable } from '../../machine/pausable';
import { compareStates, compareUserMemory } from '../compare/compare';
import { type Difference, group } from '../compare/difference';
import { plainDifference } from '../compare/plain-difference';
import type { Program } from '../program/program';
import { underVmlinux } from '../program/under-vmlinux';
import { startWorld } from '../run/start';
import type { Happening } from '../state/happening';
import { type MachineState, stateOf } from '../state/machine-state';
import type { World } from '../state/world';
import { type Deviation, deviationAt } from './deviation';
import { advanceStep, type WorldStep } from './world-step';

/** The first step after which the two are not the same. */
interface Disagreement {
  /** Counted from 1; 0 for the boot. */
  readonly step: number;
  /** Zero-based; -1 for the boot. */
  readonly line: number;
  /** The functions of the real kernel that the step called. */
  readonly functions: readonly string[];
  /** `before` is what the model says, `after` what the code says. */
  readonly differences: readonly Difference[];
  /** The first access to an MSR that only one of the two makes, and where. */
  readonly deviation?: Deviation;
}

export interface Conformance {
  /** Steps that agreed, the boot included. */
  readonly agreed: number;
  /** How often each function of the real kernel was called in steps that agreed. */
  readonly functions: ReadonlyMap<string, number>;
  /** Null where all steps agreed. What comes behind it is not looked at. */
  readonly disagreement: Disagreement | null;
}

/** The same version of mainline as the image, modelled. */
export function underModel(program: Program, { version }: Vmlinux, build: Partial<KernelBuild> = {}): Program {
  const options = { ...program.policyOptions, version };
  const policy = findPolicy('linux', options)?.built?.(build) ?? program.policy;
  return { ...program, policy, policyOptions: options };
}

/** Steps between two pauses. */
const PIECE = 64;

/**
 * Yields the number of steps that have agreed.
 *
 * @param program of which `canConform` is true. @param build what the model is of, on both sides, beside the image's version.
 */
export function* conforming(
  program: Program,
  vmlinux: Vmlinux,
  build: Partial<KernelBuild> = {},
): Pausable<Conformance> {
  const modelled = underModel(program, vmlinux, build);
  const model = startWorld(modelled);
  const real = startWorld(underVmlinux(program, vmlinux, build));
  const functions = new Map<string, number>();
  for (let agreed = 0; ; agreed++) {
    const [expected, actual] = [advanceStep(model), advanceStep(real)];
    if (!expected || !actual) return { agreed, functions, disagreement: null };
    const differences = stepDifference([model, expected], [real, actual]);
    if (differences.length > 0) {
      const { step, line } = expected;
      const deviation = deviationAt(modelled, vmlinux, step);
      const found = { step, line, functions: actual.functions, differences, ...(deviation && { deviation }) };
      return { agreed, functions, disagreement: found };
    }
    for (const name of actual.functions) functions.set(name, (functions.get(name) ?? 0) + 1);
    if (agreed % PIECE === PIECE - 1) yield agreed;
  }
}

type Stepped = readonly [World, WorldStep];

/** The states are compared where the code of a kernel has changed one of them: from the same state, all else leads to the same. */
function stepDifference([model, expected]: Stepped, [real, actual]: Stepped): readonly Difference[] {
  const happened = plainDifference(
    'happenings',
    expected.happenings.filter(isCompared).map(told),
    actual.happenings.filter(isCompared).map(told),
  );
  // The boot of a real kernel writes IA32_XFD more than once on its way.
  const inOrder = expected.step === 0 ? [] : plainDifference('accesses to MSRs', expected.accesses, actual.accesses);
  const isLast = model.ended || real.ended;
  const seen = [...happened, ...inOrder];
  return actual.functions.length > 0 || isLast ? [...seen, ...stateDifference(model, real)] : seen;
}

function stateDifference(model: World, real: World): readonly Difference[] {
  const [before, after] = [stateOf(model), stateOf(real)];
  return [
    ...withoutTime(compareStates(model.program, before, after, ['registers', 'xsave'])),
    ...compareUserMemory(model.program, before, after),
    ...plainDifference('kernel', remembered(before), remembered(after)),
  ];
}

/** Entry code of a real kernel reads the time-stamp counter, which counts its readers here. */
function withoutTime(differences: readonly Difference[]): readonly Difference[] {
  return differences.flatMap((difference) => {
    if (difference.values) return difference.name === 'tsc' ? [] : [difference];
    return group(difference.name, withoutTime(difference.parts));
  });
}

/** What only a real kernel says, and what is no doing of a kernel's. */
const NOT_COMPARED: ReadonlySet<Happening['kind']> = new Set([
  'printk',
  'print',
  'expect',
  'divergence',
  'unwritten',
  'stop',
  'end',
]);

function isCompared({ kind }: Happening): boolean {
  return !NOT_COMPARED.has(kind);
}

/** Without places, and without words: an instruction of the kernel's own lies elsewhere in each, and a warning names it. */
function told(happening: Happening): object {
  const { line: _line, step: _step, ...rest } = happening;
  if (rest.kind === 'warn') return { kind: rest.kind, cpu: rest.cpu, task: rest.task };
  return rest.kind === 'exception' ? { kind: rest.kind, name: rest.name, task: rest.task } : rest;
}

/** `struct fpu_guest`. Inside KVM_RUN the area is the task's. */
function guestOf({ fpstate, parked, xfeatures, xfdErr, uabiSize, pkru }: Vcpu): object {
  return { fpstate: parked ? null : fpstate, parked, xfeatures, xfdErr, uabiSize, pkru };
}

/** NT_X86_XSTATE in the core file of a thread, 64 bits each. */
function noteOf({ xstate, xstateSize }: NonNullable<Task['core']>, memory: MachineState['memory']): readonly bigint[] {
  const bytes = memory.peek(KERNEL_SPACE, xstate, xstateSize)?.slice() ?? new Uint8Array();
  return [...new BigUint64Array(bytes.buffer, 0, Math.floor(bytes.length / 8))];
}

/** The part of the kernel's state that real structures have too. */
function remembered({ kernel, memory }: MachineState): object {
  if (!kernel) return {};
  const { tasks, processes, cpus, counters, fpu } = kernel;
  return {
    tasks: tasks.map(({ name, state, cpu, fpstate, needFpuLoad, lastCpu, pkru, pending, vcpu, core }) => ({
      ...{ name, state, cpu, fpstate, needFpuLoad, lastCpu, pkru, pending, guest: vcpu && guestOf(vcpu) },
      ...(core && { core: noteOf(core, memory) }),
    })),
    processes: processes.map(({ name, perm, guestPerm, permSizes, guestPermSizes }) => ({
      ...{ name, perm, guestPerm, permSizes, guestPermSizes },
    })),
    cpus: cpus.map(({ current, fpregsOwner, xfdState, inKernelFpu }) => ({
      current,
      fpregsOwner,
      xfdState,
      inKernelFpu,
    })),
    counters: { allocs: counters.allocs, frees: counters.frees, buffer_bytes: counters.buffer_bytes, nm: counters.nm },
    sizes: [fpu.kernelMaxSize, fpu.kernelDefaultSize, fpu.userMaxSize, fpu.userDefaultSize],
  };
}
