/** The scopes of a frame, in the order shown; one row a scope. */

import { IDLE } from '../../kernel/state/constants';
import type { CompiledFrame } from '../../world/compiled/compiled-frame';
import type { FrameMachine } from '../../world/compiled/frame-variables';
import type { Symbols } from '../../world/program/symbol-at';
import type { ScopePlace } from '../../world/scope/scope-place';
import { registerReference } from '../protocol/memory-reference';
import { componentRows } from '../state/component-rows';
import { cpuOf, type StateView, type Subject, spaceOf, taskOf } from '../state/state-view';
import { type CompiledContext, compiledGlobals, compiledLocals, hasGlobals } from './compiled';
import { componentItem } from './components';
import { controlRegisters } from './control';
import { counterItems } from './counters';
import { dataItem } from './data-item';
import { generalRegisters } from './general';
import type { Item } from './item';
import { localItems } from './locals';
import { type CanName, counters, members, none, registersOf, tiles } from './scope-names';
import { taskItems } from './task';
import { tilecfgItem, tileItems } from './tiles';
import { vectorRegisters } from './vectors';
import { x87Registers } from './x87';

export interface FrameContext {
  readonly subject: Subject;
  /** For a frame of a kernel routine: its name and its index in the kernel's stack. */
  readonly routine?: { readonly name: string; readonly index: number };
  /** For a frame of a program: what is known of it, and its index among the frames of the program. */
  readonly compiled?: { readonly frame: CompiledFrame; readonly index: number };
}

export function placeOf({ subject, routine, compiled }: FrameContext): ScopePlace {
  return {
    ...subject,
    ...(routine ? { routine: routine.index } : {}),
    ...(compiled ? { frame: compiled.index } : {}),
  };
}

export interface ScopeRow {
  readonly name: string;
  readonly hint?: 'locals' | 'registers';
  /** Whether one of its rows can be what an expression names; left out where any name will do. */
  readonly canName?: CanName;
  /** Large: clients that read every scope at every stop leave it until it is opened. */
  readonly expensive: boolean;
  /** Undefined where the frame has no such thing; else what makes the rows, for whoever looks at them. */
  readonly items: (state: StateView, frame: FrameContext, symbols: Symbols) => (() => readonly Item[]) | undefined;
}

/** What makes a register's name mean the subject's: nothing on the current CPU, `cpu[1].`, or `A.`. */
export function expressionPrefix(state: StateView, subject: Subject): string {
  if (subject.cpu === state.current) return '';
  if (subject.cpu !== null) return `cpu[${subject.cpu}].`;
  return `${taskOf(state, subject)?.name ?? IDLE}.`;
}

/** A register's name in a frame: a variable of a kernel routine that is called the same comes first there. */
function registerExpression(state: StateView, { subject, routine }: FrameContext): (register: string) => string {
  const prefix = expressionPrefix(state, subject);
  const locals = routine && state.kernel?.stack[routine.index]?.locals;
  if (!locals || prefix !== '') return (register) => `${prefix}${register}`;
  return (register) => (Object.hasOwn(locals, register) ? `cpu[${state.current}].${register}` : register);
}

/** The frame's variables in a state: where they are does not change while a function is in one place. */
export function compiledContext(state: StateView, { subject, compiled }: FrameContext): CompiledContext | undefined {
  if (!compiled) return undefined;
  const { memory } = state;
  const space = spaceOf(state, subject);
  const cpu = cpuOf(state, subject);
  const machine: FrameMachine = {
    peek: (address, size) => memory.peek(space, address, size),
    vector: (index) => cpu?.zmm.subarray(ZMM_BYTES * index, ZMM_BYTES * index + XMM_BYTES),
    fsBase: cpu?.fsBase ?? taskOf(state, subject)?.saved.fsBase ?? 0n,
    gsBase: cpu?.gsBase ?? taskOf(state, subject)?.saved.gsBase ?? 0n,
  };
  return { frame: compiled.frame, machine, space };
}

const ZMM_BYTES = 64;
const XMM_BYTES = 16;

export const SCOPES: readonly ScopeRow[] = [
  {
    name: 'Locals',
    hint: 'locals',
    expensive: false,
    items: (state, context) => {
      const { routine, compiled } = context;
      const inProgram = compiled?.frame.code && compiledContext(state, context);
      if (inProgram) return () => compiledLocals(inProgram);
      const frame = routine && state.kernel?.stack[routine.index];
      return frame && frame.routine === routine.name ? () => localItems(frame.routine, frame.locals) : undefined;
    },
  },
  {
    name: 'Globals',
    expensive: true,
    items: (state, context) => {
      const inProgram = compiledContext(state, context);
      return inProgram && hasGlobals(inProgram) ? () => compiledGlobals(inProgram) : undefined;
    },
  },
  {
    name: 'Control & XState',
    canName: registersOf('control'),
    hint: 'registers',
    expensive: false,
    items: (state, frame) => {
      const cpu = cpuOf(state, frame.subject);
      return cpu && (() => controlRegisters(cpu, registerExpression(state, frame)));
    },
  },
  {
    name: 'Components',
    canName: none,
    expensive: false,
    items: (state, { subject }) =>
      cpuOf(state, subject) ? () => componentRows(state, subject).map(componentItem) : undefined,
  },
  {
    name: 'Tiles',
    canName: tiles,
    hint: 'registers',
    expensive: false,
    items: (state, frame) => {
      const cpu = cpuOf(state, frame.subject);
      if (!cpu?.processor.has('AMX_TILE')) return undefined;
      const { tileOrigins } = state;
      const source = {
        tilecfg: cpu.tilecfg,
        tiles: cpu.tiles,
        expression: registerExpression(state, frame),
        memory: (tile: number) => registerReference(cpu.index, `tmm${tile}`),
        ...(tileOrigins && { origins: () => tileOrigins(cpu.index) }),
      };
      return () => [tilecfgItem(source), ...tileItems(source)];
    },
  },
  {
    name: 'General registers',
    canName: registersOf('general'),
    hint: 'registers',
    expensive: false,
    items: (state, frame, symbols) => () =>
      generalRegisters(state, frame.subject, symbols, registerExpression(state, frame)),
  },
  {
    name: 'Vector registers',
    canName: registersOf('vector', /^(?:[xyz]mm\d+|k\d)$/),
    hint: 'registers',
    expensive: true,
    items: (state, frame) => {
      const cpu = cpuOf(state, frame.subject);
      return cpu && (() => vectorRegisters(cpu, registerExpression(state, frame)));
    },
  },
  {
    name: 'x87',
    canName: registersOf('x87'),
    hint: 'registers',
    expensive: true,
    items: (state, frame) => {
      const cpu = cpuOf(state, frame.subject);
      return cpu && (() => x87Registers(cpu, registerExpression(state, frame)));
    },
  },
  {
    name: 'Task',
    canName: members,
    expensive: false,
    items: (state, { subject }) => {
      const task = taskOf(state, subject);
      const processor = state.cpus[0]?.processor;
      return task && processor && (() => taskItems(state, task, processor));
    },
  },
  {
    name: 'Data',
    expensive: true,
    items: (state, { subject }, symbols) => {
      const data = [...symbols.values()].filter((symbol) => symbol.kind === 'data');
      if (data.length === 0) return undefined;
      return () => data.map((symbol) => dataItem(state, spaceOf(state, subject), symbol));
    },
  },
  {
    name: 'Counters',
    canName: counters,
    expensive: false,
    items: ({ kernel }) => kernel && (() => counterItems(kernel)),
  },
];
