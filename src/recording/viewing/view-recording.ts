/** A core file or an XSAVE area as a viewer shows it. */
import type { CoreFile, CoreThread } from '../../elf/core/core-file';
import { isCore, readCore } from '../../elf/core/read-core';
import { GPR_NAMES } from '../../machine/architecture/gpr';
import { HEADER_OFFSET } from '../../machine/architecture/xsave-format';
import type { Processor } from '../../machine/processor/processor';
import { type AreaComponent, HEADER_SIZE, readArea, type XsaveArea } from '../../machine/xstate/xsave-area';
import { describeThread, machineOfCore } from '../reading/core-trace';
import { looksLikeArea, machineOfArea } from '../reading/xsave-image';
import type { ImportProblem } from '../source';
import { machineOfText } from '../writing/machine-of-text';
import type { RecordingView, ViewRow, ViewState } from './recording-view';
import { viewOfArea, viewOfLegacy } from './view-area';

const LEAST = HEADER_OFFSET + HEADER_SIZE;

/** Threads that are shown. */
const MOST_THREADS = 64;

export function viewRecording(bytes: Uint8Array, name: string): RecordingView | ImportProblem {
  if (isCore(bytes)) return viewOfCore(bytes, name);
  if (!looksLikeArea(bytes)) {
    return {
      problem: `${name} is neither a core file nor an XSAVE area: an area has ${LEAST} bytes at least, of which 64 are its header.`,
    };
  }
  const { machine, components } = machineOfArea(bytes);
  const area = readArea(bytes, machineOfText(machine), components);
  if (!area) return { problem: `${name} has no header.` };
  const size: ViewRow = ['Bytes', String(bytes.length)];
  return {
    title: `XSAVE area: ${name}`,
    facts: [size, ['Machine', machine.replace(/^machine /, '')]],
    states: [{ title: 'Area', ...viewOfArea(bytes, area) }],
  };
}

function viewOfCore(bytes: Uint8Array, name: string): RecordingView | ImportProblem {
  const core = readCore(bytes);
  if ('problem' in core) return { problem: `${name} cannot be shown. ${core.problem}` };
  const machine = machineOfCore(core);
  const processor = machineOfText(machine);
  const memory = core.segments.reduce((sum, { memorySize }) => sum + memorySize, 0);
  return {
    title: `Core file: ${name}`,
    facts: [
      ['Machine', machine.replace(/^machine /, '')],
      ['Threads', String(core.threads.length)],
      ['Memory', `${core.segments.length} segments, ${memory} bytes`],
      ['Layout', core.layout ? 'as the file says (NT_X86_XSAVE_LAYOUT)' : 'that of the machine: the file does not say'],
    ],
    states: core.threads.slice(0, MOST_THREADS).map((thread) => viewOfThread(thread, core, processor)),
  };
}

function viewOfThread(thread: CoreThread, core: CoreFile, processor: Processor): ViewState {
  const { gpr, rip, rflags, fsBase, gsBase } = thread.registers;
  const hex = (value: bigint) => `0x${value.toString(16)}`;
  const general: ViewRow[] = [
    ...gpr.map((value, index): ViewRow => [(GPR_NAMES[index] ?? '').toUpperCase(), hex(value)]),
    ['RIP', hex(rip)],
    ['RFLAGS', hex(rflags)],
    ['FS base', hex(fsBase)],
    ['GS base', hex(gsBase)],
  ];
  const state = stateOf(thread, core, processor);
  return {
    title: describeThread(thread, core),
    facts: state?.facts ?? [['Extended state', 'none in the file']],
    layout: state?.layout ?? [],
    registers: [{ title: 'General', rows: general }, ...(state?.registers ?? [])],
    tiles: state?.tiles ?? [],
  };
}

function stateOf(
  { xstate }: CoreThread,
  { layout }: CoreFile,
  processor: Processor,
): Omit<ViewState, 'title'> | undefined {
  if (!xstate || xstate.length < HEADER_OFFSET) return undefined;
  const area = readArea(xstate, processor);
  if (!area) return viewOfLegacy(xstate);
  return viewOfArea(xstate, layout ? laidOut(area, xstate, layout) : area);
}

/** The components where the file says that they lie. */
function laidOut(area: XsaveArea, bytes: Uint8Array, layout: NonNullable<CoreFile['layout']>): XsaveArea {
  const components = area.components.map((row): AreaComponent => {
    const told = layout.find(({ component }) => component === row.component.index);
    if (!told) return row;
    return { ...row, offset: told.offset, bytes: bytes.subarray(told.offset, told.offset + row.size) };
  });
  return { ...area, size: bytes.length, components };
}
