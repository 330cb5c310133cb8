/** Recorded products of tiles, and what steps on tiles did to XINUSE, by a model. */
import { CR4 } from '../../machine/architecture/bits';
import { Fault } from '../../machine/architecture/exception';
import { GPR } from '../../machine/architecture/gpr';
import { Cpu } from '../../machine/cpu/cpu';
import { Memory } from '../../machine/cpu/memory';
import { compileInstruction } from '../../machine/instructions/execute';
import { type Processor, XTILE } from '../../machine/processor/processor';
import { tableOf } from '../../machine/table';
import { xgetbv } from '../../machine/xstate/xcr';
import { LineError } from './fields';
import { instructionOf } from './instruction-text';
import type { ProductRecord, TileRecord, TilesRecord } from './records';

const MEMORY = 0x10000;
const CONFIGURATION = 0x10000;
const TILES = [0x11000, 0x12000, 0x13000] as const;
const ROW_BYTES = 64;
const TILE_SIZE = 1024;
/** Where TILECFG has the bytes of a row of tile 0, and its rows (Intel SDM vol. 2, LDTILECFG). */
const COLSB = 16;
const ROWS = 48;
/** x87, SSE and tiles: what a processor with AMX has enabled at least. */
const LEGACY = 3n;

const FULL: TileRecord = { rows: 16, colsb: ROW_BYTES, bytes: new Uint8Array(TILE_SIZE).fill(0xa5) };

/** @returns what is not as recorded; undefined when the model does not have the instruction. */
export function replayProduct(processor: Processor, record: ProductRecord): string[] | undefined {
  const cpu = tileCpu(processor);
  configure(cpu, [record.dst, record.src1, record.src2]);
  const load = TILES.map((place, index) => `tileloadd tmm${index}, [${place}+rcx*1]`);
  try {
    execute(cpu, `ldtilecfg [${CONFIGURATION}]`, ...load, `${record.insn} tmm0, tmm1, tmm2`);
    execute(cpu, `tilestored [${TILES[0]}+rcx*1], tmm0`);
  } catch (error) {
    if (error instanceof Fault && error.mnemonic === '#UD') return undefined;
    throw error;
  }
  const out = cpu.memory.peek(0, TILES[0], TILE_SIZE) ?? new Uint8Array();
  const wrong = firstDifference(out, record.out);
  return wrong === undefined ? [] : [wrong];
}

/** By element, inside of the shape. */
function firstDifference(out: Uint8Array, { rows, colsb, bytes }: TileRecord): string | undefined {
  const word = (tile: Uint8Array, at: number) => new DataView(tile.buffer, tile.byteOffset).getUint32(at, true);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < colsb / 4; column++) {
      const at = row * ROW_BYTES + column * 4;
      const [is, recorded] = [word(out, at), word(bytes, at)];
      if (is !== recorded)
        return `row ${row}, column ${column} is 0x${is.toString(16)}, not 0x${recorded.toString(16)}`;
    }
  }
  return undefined;
}

/** What the steps of `probe.c` stand for. */
const STEPS = tableOf<(cpu: Cpu) => void>({
  ldtilecfg: (cpu) => {
    configure(cpu, [FULL]);
    execute(cpu, `ldtilecfg [${CONFIGURATION}]`);
  },
  'ldtilecfg zeros': (cpu) => {
    cpu.memory.poke(0, CONFIGURATION, new Uint8Array(64));
    execute(cpu, `ldtilecfg [${CONFIGURATION}]`);
  },
  'tileloadd data': (cpu) => execute(cpu, `tileloadd tmm0, [${TILES[0]}+rcx*1]`),
  'tileloadd zeros': (cpu) => execute(cpu, `tileloadd tmm0, [${TILES[1]}+rcx*1]`),
  tilezero: (cpu) => execute(cpu, 'tilezero tmm0'),
  tilerelease: (cpu) => execute(cpu, 'tilerelease'),
});

/** @returns what is not as recorded; undefined when the model has no tiles. */
export function replayTiles(processor: Processor, record: TilesRecord): string[] | undefined {
  const cpu = tileCpu(processor);
  cpu.memory.poke(0, TILES[0], FULL.bytes);
  try {
    for (const [index, name] of record.steps.entries()) {
      const step = STEPS[name];
      if (!step) throw new LineError(`"${name}" is no step that this version knows: ${Object.keys(STEPS).join(', ')}`);
      step(cpu);
      const [is, recorded] = [xgetbv(cpu, 1) & XTILE, (record.xinuse[index] ?? 0n) & XTILE];
      const done = record.steps.slice(0, index + 1).join(', ');
      if (is !== recorded)
        return [`XGETBV(1) after ${done} has 0x${is.toString(16)} of tiles, not 0x${recorded.toString(16)}`];
    }
    return [];
  } catch (error) {
    if (error instanceof Fault && error.mnemonic === '#UD') return undefined;
    throw error;
  }
}

function tileCpu(processor: Processor): Cpu {
  const memory = new Memory();
  const cpu = new Cpu(0, processor, memory);
  memory.map(0, MEMORY, 0x4000);
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = (LEGACY | XTILE) & processor.xcr0Supported;
  cpu.cpl = 3;
  cpu.gpr[GPR.RCX] = BigInt(ROW_BYTES);
  return cpu;
}

/** Writes a configuration of palette 1 with these tiles, and their contents. */
function configure(cpu: Cpu, tiles: readonly TileRecord[]): void {
  const bytes = new Uint8Array(64);
  bytes[0] = 1;
  for (const [index, { rows, colsb, bytes: contents }] of tiles.entries()) {
    bytes[COLSB + 2 * index] = colsb;
    bytes[ROWS + index] = rows;
    const place = TILES[index];
    if (place !== undefined) cpu.memory.poke(0, place, contents);
  }
  cpu.memory.poke(0, CONFIGURATION, bytes);
}

function execute(cpu: Cpu, ...lines: readonly string[]): void {
  for (const line of lines) compileInstruction(instructionOf(line, 0), cpu.processor)(cpu);
}
