/** How a tile instruction that is about to be executed is told of: its line, and the names of the memory that it uses. */
import { rowAddresses } from '../../machine/amx/tile-address';
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import { colsb, rows } from '../../machine/architecture/tilecfg';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Instruction } from '../../machine/cpu/instruction';
import { PAGE_SIZE } from '../../machine/cpu/page';
import { frameMachine } from '../compiled/c-scope';
import { nameAt } from '../compiled/code-name';
import type { CompiledFrame } from '../compiled/compiled-frame';
import { viewsOf } from '../compiled/compiled-frame';
import { compiledFileOf } from '../compiled/compiled-program';
import { stackOfFlow } from '../compiled/live-frames';
import { memoryName } from '../compiled/memory-name';
import { ownPlace } from '../compiled/own-place';
import { dataAt, dataText } from '../program/symbol-at';
import { currentStep, type World } from '../state/world';
import type { TileAct } from './tile-acts';
import type { EventPlace, TileEvent, TileMemory } from './tile-origin';

/** A program that is deeper in calls is named by its innermost functions. */
const MOST_FRAMES = 32;

/** @param world before the instruction. */
export function nameEvent(world: World, tile: number, kind: TileAct['kind'], moment: number): TileEvent {
  const { step, cpu } = world;
  const instruction = step?.kind === 'instruction' ? step.instruction : undefined;
  const frames = framesOf(world);
  const usesMemory = kind === 'load' || kind === 'store';
  return {
    kind,
    moment,
    step: currentStep(world),
    place: placeOf(world, frames),
    memory: instruction && usesMemory ? memoryOf(world, frames, cpu, instruction, tile) : undefined,
  };
}

function framesOf(world: World): readonly CompiledFrame[] {
  return (stackOfFlow(world, MOST_FRAMES) ?? []).flatMap(viewsOf).flatMap((frame) => frame ?? []);
}

function placeOf(world: World, frames: readonly CompiledFrame[]): EventPlace {
  const { flow, program, line } = world;
  if (program.stepAt(flow.address)) {
    const from = program.trace.compiledFrom.get(line);
    return from ? { kind: 'source', path: from.file, line: from.line } : { kind: 'trace', line: line + 1 };
  }
  const own = ownPlace(frames.map(({ code }) => code?.place));
  if (own) return { kind: 'source', path: own.path, line: own.line };
  const compiled = compiledFileOf(world);
  return { kind: 'code', name: compiled ? nameAt(compiled, flow.address) : formatAddress(flow.address) };
}

function memoryOf(
  world: World,
  frames: readonly CompiledFrame[],
  cpu: Cpu,
  { operands }: Instruction,
  tile: number,
): TileMemory | undefined {
  const operand = operands.find(({ kind }) => kind === 'memory');
  if (operand?.kind !== 'memory') return undefined;
  const length = colsb(cpu.tilecfg, tile);
  const { of, stride } = rowAddresses(cpu, operand.memory, length);
  const address = of(0);
  const name = nameOf(world, frames, cpu, address, length);
  const shape = { rows: rows(cpu.tilecfg, tile), colsb: length };
  return { name, address, stride: Number.isNaN(stride) ? undefined : stride, ...shape };
}

function nameOf(
  { program, flow, memory }: World,
  frames: readonly CompiledFrame[],
  cpu: Cpu,
  address: LinearAddress,
  length: number,
): string {
  if (program.stepAt(flow.address) && dataAt(program.symbols, address)) return dataText(program.symbols, address);
  const space = cpu.addressSpace;
  const isOneArea = (from: LinearAddress, to: LinearAddress) => {
    const rights = memory.rightsAt(space, from);
    for (let at = from; at < to + PAGE_SIZE; at += PAGE_SIZE) {
      const here = memory.rightsAt(space, Math.min(at, to));
      if (!here || here.writable !== rights?.writable || here.accessible !== rights.accessible) return false;
    }
    return true;
  };
  const machine = { ...frameMachine(memory, cpu), isOneArea };
  return memoryName(frames, machine, { address, length }) ?? formatAddress(address);
}
