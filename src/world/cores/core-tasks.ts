/** Tasks out of core files: what the kernel is given of them, and what is wrong with a file. */
import type { CoreComponent, CoreFile, CoreThread } from '../../elf/core/core-file';
import type { CoreState, CoreTask } from '../../kernel/state/program-image';
import type { TraceFiles } from '../../language/data/data-bytes';
import { ExpressionError } from '../../language/errors/expression-error';
import { LIMITS } from '../../language/errors/limits';
import type { CoreCall } from '../../language/tree/declaration';
import { componentsIn, XFEATURE, xfeatureMask } from '../../machine/architecture/component';
import { toLinear } from '../../machine/architecture/linear-address';
import { HEADER_OFFSET, LEGACY_SIZE, MXCSR_OFFSET } from '../../machine/architecture/xsave-format';
import type { Processor } from '../../machine/processor/processor';
import { componentState } from '../../machine/xstate/component-state';
import { fileOf } from '../program/check-programs';
import { CODE_BASE_BESIDE_PROGRAMS } from '../program/program';
import { type CoreProcess, coreProcess } from './core-process';

/** Reads each core file once, whatever number of its threads a trace declares. */
export class CoreTasks {
  private readonly processes = new Map<string, CoreProcess>();

  constructor(
    private readonly files: TraceFiles | undefined,
    private readonly processor: Processor,
  ) {}

  /** The task of a declaration. @throws ExpressionError for a file that is no core, or has no such thread. */
  taskOf(call: CoreCall): CoreTask {
    const { text: path } = call.path;
    const { core, memory, objects, otherBuilds } = this.process(path);
    const number = call.thread ?? 1;
    const thread = core.threads[number - 1];
    if (!thread) throw refused(path, `It has ${core.threads.length} threads, and no thread ${number}.`);
    const rip = toLinear(thread.registers.rip);
    if (rip === undefined) throw refused(path, `RIP is 0x${thread.registers.rip.toString(16)}, which is no address.`);
    return {
      path,
      pid: thread.pid,
      registers: { ...thread.registers, rip, rflags: Number(thread.registers.rflags & 0xffff_ffffn) },
      memory,
      ...stateOf(core, thread, this.processor),
      death: { signal: thread.signal, info: thread.siginfo },
      objects,
      otherBuilds,
    };
  }

  private process(path: string): CoreProcess {
    const known = this.processes.get(path);
    if (known) return known;
    const source = fileOf(this.files, path);
    const process = coreProcess(source.read(path), source);
    if ('problem' in process) throw refused(path, process.problem);
    if (process.core.segments.some(({ address, memorySize }) => isReserved(address, memorySize))) {
      throw refused(path, 'The process had memory where the code of the trace lies.');
    }
    this.processes.set(path, process);
    return process;
  }
}

function refused(path: string, why: string): ExpressionError {
  return new ExpressionError('bad-program', `"${path}" cannot be debugged here. ${why}`);
}

function isReserved(address: number, size: number): boolean {
  return address < CODE_BASE_BESIDE_PROGRAMS + LIMITS.code.most && address + size > CODE_BASE_BESIDE_PROGRAMS;
}

const LEGACY = xfeatureMask('X87', 'SSE');

function stateOf({ layout }: CoreFile, { xstate }: CoreThread, processor: Processor): { state?: CoreState } {
  if (!xstate || xstate.length < LEGACY_SIZE) return {};
  const hasHeader = xstate.length >= HEADER_OFFSET + 8;
  const view = new DataView(xstate.buffer, xstate.byteOffset, xstate.byteLength);
  const inUse = hasHeader ? view.getBigUint64(HEADER_OFFSET, true) : LEGACY;
  const sections = componentsIn(inUse & processor.xcr0Supported).flatMap(({ index, size }) => {
    const offset = componentState(index).legacyOffset ?? offsetOf(index, layout, processor);
    const bytes = offset === undefined ? undefined : xstate.slice(offset, offset + size);
    return bytes && bytes.length === size ? [{ component: index, bytes }] : [];
  });
  const present = sections.reduce((mask, { component }) => mask | (1n << BigInt(component)), 0n);
  return { state: { inUse: present, sections, mxcsr: xstate.slice(MXCSR_OFFSET, MXCSR_OFFSET + MXCSR_SIZE) } };
}

const MXCSR_SIZE = 8;

/** In the standard format: as the core says, else as the machine of the trace has it. */
function offsetOf(
  component: number,
  layout: readonly CoreComponent[] | undefined,
  processor: Processor,
): number | undefined {
  if (component <= XFEATURE.SSE) return undefined;
  const row = layout?.find((candidate) => candidate.component === component);
  return row?.offset ?? processor.standardLayout(processor.xcr0Supported).offsetOf(component);
}
