/**
 * Core images of CRIU as `crit decode` prints them (images/core-x86.proto of CRIU): the registers of a checkpoint. What a checkpoint has
 * of extended state is put together as the XSAVE area that CRIU itself restores it from; the trace loads that, and has
 * the general registers as observed.
 */
import { XFEATURE } from '../../machine/architecture/component';
import { HEADER_OFFSET } from '../../machine/architecture/xsave-format';
import { ownValue } from '../../machine/table';
import type { ImportOptions, ImportProblem } from '../source';
import { concludeMachineOf } from '../writing/conclude';
import { machineOfText } from '../writing/machine-of-text';
import { traceOfArea } from './xsave-image';

export const CRIU_START = /^\s*\{\s*"magic":\s*"CORE"/;

/** Fields of `user_x86_fpregs_entry`, where FXSAVE has them: offset and bytes. */
const LEGACY: readonly (readonly [field: string, offset: number, size: 2 | 4 | 8])[] = [
  ['cwd', 0, 2],
  ['swd', 2, 2],
  ['twd', 4, 2],
  ['fop', 6, 2],
  ['rip', 8, 8],
  ['rdp', 16, 8],
  ['mxcsr', 24, 4],
  ['mxcsr_mask', 28, 4],
];

/** Its lists of 32-bit words. */
const WORDS: readonly (readonly [field: string, offset: number])[] = [
  ['st_space', 32],
  ['xmm_space', 160],
];

/** Lists of `user_x86_xsave_entry`: component and bytes of an element. */
const SECTIONS: readonly (readonly [field: string, component: number, size: 4 | 8])[] = [
  ['ymmh_space', XFEATURE.AVX, 4],
  ['bndreg_state', XFEATURE.BNDREGS, 8],
  ['bndcsr_state', XFEATURE.BNDCSR, 8],
  ['opmask_reg', XFEATURE.OPMASK, 8],
  ['zmm_upper', XFEATURE.ZMM_HI256, 8],
  ['hi16_zmm', XFEATURE.HI16_ZMM, 8],
  ['pkru', XFEATURE.PKRU, 4],
];

/** Fields of `user_x86_regs_entry`, by the names that expressions have. */
const GENERAL: readonly (readonly [field: string, register: string])[] = [
  ...['ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp'].map((name) => [name, `r${name}`] as const),
  ...[8, 9, 10, 11, 12, 13, 14, 15].map((number) => [`r${number}`, `r${number}`] as const),
];

type Json = { readonly [field: string]: unknown };

export function readCriu(text: string, options: ImportOptions): { trace: string } | ImportProblem {
  const thread = threadIn(text);
  if (!thread) {
    return { problem: `${options.name} has no x86-64 thread: decode a core-*.img, \`crit decode -i core-1.img\`.` };
  }
  const fpregs = fieldOf(thread, 'fpregs') ?? {};
  const xsave = fieldOf(fpregs, 'xsave') ?? {};
  const mask = integerOf(xsave.xstate_bv) | 3n;
  const machine = options.machine ?? concludeMachineOf([{ mask, line: 1 }], 1).text;
  const made = traceOfArea(areaOf(fpregs, xsave, machine), { ...options, machine });
  if ('problem' in made) return made;
  const registers = fieldOf(thread, 'gpregs') ?? {};
  const facts = GENERAL.map(
    ([field, register]) => `${register}=0x${integerOf(ownValue(registers, field)).toString(16)}`,
  );
  const place = `; The thread stood at 0x${integerOf(registers.ip).toString(16)}, with RSP 0x${integerOf(registers.sp).toString(16)}.`;
  return { trace: `${place}\n${made.trace}    observe ${facts.join(' ')}\n` };
}

function threadIn(text: string): Json | undefined {
  let parsed: unknown;
  try {
    // Numbers of 64 bits are exact as texts, and not as numbers of JSON.
    parsed = JSON.parse(text.replace(/([:[,]\s*)(\d{16,20})(?=\s*[,\]}])/g, '$1"$2"'));
  } catch {
    return undefined;
  }
  const entries = isObject(parsed) ? parsed.entries : undefined;
  const core: unknown = Array.isArray(entries) ? entries[0] : undefined;
  return isObject(core) ? fieldOf(core, 'thread_info') : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldOf(object: Json, name: string): Json | undefined {
  const value = ownValue(object, name);
  return isObject(value) ? value : undefined;
}

/** 64 bits; 0 for what is no number. */
function integerOf(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt.asUintN(64, BigInt(value));
  return typeof value === 'string' && /^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(value)
    ? BigInt.asUintN(64, BigInt(value))
    : 0n;
}

function areaOf(fpregs: Json, xsave: Json, machine: string): Uint8Array {
  const processor = machineOfText(machine);
  const layout = processor.standardLayout(processor.xcr0Supported);
  const bytes = new Uint8Array(layout.size);
  const view = new DataView(bytes.buffer);
  for (const [field, offset, size] of LEGACY) put(view, offset, size, ownValue(fpregs, field));
  for (const [field, offset] of WORDS) putAll(view, { offset, end: HEADER_OFFSET, size: 4 }, ownValue(fpregs, field));
  for (const [field, component, size] of SECTIONS) {
    const section = layout.placements.find((placement) => placement.component === component);
    if (!section) continue;
    putAll(view, { offset: section.offset, end: section.offset + section.size, size }, ownValue(xsave, field));
  }
  // CRIU keeps no tiles; a processor without a component cannot load it.
  view.setBigUint64(HEADER_OFFSET, integerOf(xsave.xstate_bv) & processor.xcr0Supported & KEPT, true);
  return bytes;
}

const KEPT = SECTIONS.reduce((mask, [, component]) => mask | (1n << BigInt(component)), 3n);

function put(view: DataView, offset: number, size: 2 | 4 | 8, value: unknown): void {
  const number = integerOf(value);
  if (size === 2) view.setUint16(offset, Number(number & 0xffffn), true);
  else if (size === 4) view.setUint32(offset, Number(number & 0xffff_ffffn), true);
  else view.setBigUint64(offset, number, true);
}

interface Room {
  readonly offset: number;
  readonly end: number;
  readonly size: 4 | 8;
}

function putAll(view: DataView, { offset, end, size }: Room, values: unknown): void {
  if (!Array.isArray(values)) return;
  const most = Math.min(values.length, Math.floor((end - offset) / size));
  for (let index = 0; index < most; index++) put(view, offset + index * size, size, values[index]);
}
