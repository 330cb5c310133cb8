/** Core files: a trace with a task for each thread, and what the notes say of why the process died. */
import type { CoreFile, CoreThread } from '../../elf/core/core-file';
import { readCore } from '../../elf/core/read-core';
import { SIGNAL } from '../../kernel/state/constants';
import type { Processor } from '../../machine/processor/processor';
import type { ImportOptions, ImportProblem } from '../source';
import { concludeMachineOf } from '../writing/conclude';
import { signalName } from '../writing/faults';
import { plain } from '../writing/lines';
import { machineOfText } from '../writing/machine-of-text';

/** Where the kernel and gdb write the components that the process had, among the bytes that the processor leaves to software. */
const XFEATURES_OFFSET = 464;

export function traceOfCore(bytes: Uint8Array, options: ImportOptions): { trace: string } | ImportProblem {
  const core = readCore(bytes);
  if ('problem' in core) return { problem: `${options.name} cannot be imported. ${core.problem}` };
  return { trace: traceOf(core, options) };
}

function traceOf(core: CoreFile, options: ImportOptions): string {
  const machine = options.machine ?? machineOfCore(core);
  const names = core.threads.map((_, index) => (index === 0 ? 'T' : `T${index + 1}`));
  const name = plain(options.name).replace(/["\\]/g, '?');
  return [
    `; A core file: ${name}. It must lie beside this trace, with the program for what the core left out.`,
    ...core.threads
      .slice(0, MOST_DESCRIBED)
      .map((thread, index) => `; ${names[index]}: ${describeThread(thread, core)}`),
    '',
    'xtrace 1',
    machine,
    options.kernel ?? 'kernel linux',
    '',
    ...names.map((task, index) => `task ${task} core "${name}"${index === 0 ? '' : ` thread=${index + 1}`}`),
    '',
    '; The registers are those of the core. `run T` executes the instruction at which it stopped, and goes on.',
    'switch T',
    '',
  ].join('\n');
}

const MOST_DESCRIBED = 64;

/** Signals that come of the task's own instruction: then `si_addr` says where. */
const FAULTS: ReadonlySet<number> = new Set([SIGNAL.SIGILL, SIGNAL.SIGSEGV, SIGNAL.SIGBUS, SIGNAL.SIGFPE]);

/** Which thread it is, why it ended, and where. */
export function describeThread({ pid, registers, signal, siginfo }: CoreThread, { mappings }: CoreFile): string {
  const rip = Number(registers.rip);
  const mapping = mappings.find(({ start, end }) => start <= rip && rip < end);
  const file = mapping
    ? ` in ${plain(mapping.path)}, ${hex(BigInt(rip - mapping.start + mapping.offset))} of the file`
    : '';
  const name = signal === 0 ? 'no signal' : (signalName(signal) ?? `signal ${signal}`);
  const why = siginfo && FAULTS.has(signal) ? `, si_code ${siginfo.code}, si_addr ${hex(siginfo.address)}` : '';
  return `thread ${pid}, ${name}${why}, at ${hex(registers.rip)}${file}`;
}

/** The model whose area with the components of the core has the core's size. */
export function machineOfCore({ threads }: CoreFile): string {
  const image = threads[0]?.xstate;
  if (!image || image.length <= XFEATURES_OFFSET + 8) return 'machine sapphire-rapids';
  const mask = new DataView(image.buffer, image.byteOffset).getBigUint64(XFEATURES_OFFSET, true);
  const concluded = concludeMachineOf(mask === 0n ? [] : [{ mask, line: 1 }], 1).text;
  return [concluded, ...OTHERS].find((text) => sizeOf(machineOfText(text), mask) === image.length) ?? concluded;
}

/** Machines that buffers do not tell from the one that is concluded: their areas have another size. */
const OTHERS: readonly string[] = [
  'machine sapphire-rapids -amx-tile -enqcmd -cet-ss -cet-ibt -arch-lbr',
  'machine skylake-sp',
  'machine zen4',
  'machine arrow-lake',
];

function sizeOf(processor: Processor, mask: bigint): number {
  return processor.standardLayout(mask & processor.xcr0Supported).size;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
