/** What is known of a piece of memory: which bytes belong to an XSAVE area, a signal frame, a tile configuration, data. */
import { FRAME, SIGCONTEXT, SIGCONTEXT_REGISTERS, SIGINFO, UC } from '../../kernel/signal';
import type { Task } from '../../kernel/state/task';
import { GPR_NAMES } from '../../machine/architecture/gpr';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { TILE_COUNT, TILECFG_SIZE } from '../../machine/architecture/tilecfg';
import type { DataSymbol, Program } from '../../world/program/program';
import { type SignalFrame, signalFrames } from '../../world/state/signal-frames';
import { type StateView, spaceOf } from '../state/state-view';
import { areasIn } from './areas';
import { tilecfgLines } from './decode-section';

/** A run of bytes with a name. */
export interface Overlay {
  readonly address: LinearAddress;
  readonly size: number;
  /** `XTILEDATA`. */
  readonly name: string;
  /** The owner of the structure: `buffer of A in the kernel`. */
  readonly of: string;
  readonly kind: 'xsave' | 'frame' | 'tilecfg' | 'data';
  /** What its bytes say, in a few lines. */
  readonly decoded: readonly string[];
}

export interface Stretch {
  readonly space: number;
  readonly address: LinearAddress;
  readonly size: number;
}

/** Overlays that touch the stretch. What is more telling comes first where two have the same bytes. */
export function overlaysOf(state: StateView, program: Program, stretch: Stretch): readonly Overlay[] {
  const tasks = state.kernel?.tasks ?? [];
  const inSpace = tasks.filter((task) => stretch.address < 0 || spaceOfTask(state, task) === stretch.space);
  const all = [
    ...inSpace.flatMap((task) => [...areaOverlays(state, program, task, stretch), ...frameOverlays(state, task)]),
    ...(stretch.address < 0 ? [] : dataOverlays(state, program, stretch.space)),
  ];
  return all.filter(
    ({ address, size }) => address < stretch.address + stretch.size && stretch.address < address + size,
  );
}

function spaceOfTask(state: StateView, task: Task): number {
  return spaceOf(state, { cpu: task.cpu, task: task.id });
}

function areaOverlays(state: StateView, { processor }: Program, task: Task, stretch: Stretch): readonly Overlay[] {
  return areasIn(state, task, processor, stretch).flatMap(({ start, title, sections }) =>
    sections
      .filter(({ state: section }) => section !== 'gap')
      .map(
        ({ id, offset, size, decoded }): Overlay => ({
          address: start + offset,
          size,
          name: id,
          of: title,
          kind: 'xsave',
          decoded,
        }),
      ),
  );
}

interface Field {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

const CONTEXT = FRAME.UC + UC.MCONTEXT;

/** `struct rt_sigframe`, as far as a handler has to do with it. */
const FRAME_FIELDS: readonly Field[] = [
  { name: 'pretcode', offset: FRAME.PRETCODE, size: 8 },
  { name: 'uc_flags', offset: FRAME.UC + UC.FLAGS, size: 8 },
  { name: 'uc_link', offset: FRAME.UC + UC.LINK, size: 8 },
  { name: 'uc_stack', offset: FRAME.UC + UC.STACK, size: 24 },
  ...SIGCONTEXT_REGISTERS.map((register, index) => ({
    name: (GPR_NAMES[register] ?? '').toLowerCase(),
    offset: CONTEXT + 8 * index,
    size: 8,
  })),
  { name: 'rip', offset: CONTEXT + SIGCONTEXT.IP, size: 8 },
  { name: 'eflags', offset: CONTEXT + SIGCONTEXT.FLAGS, size: 8 },
  { name: 'cs, gs, fs, ss', offset: CONTEXT + SIGCONTEXT.CS, size: 8 },
  { name: 'err', offset: CONTEXT + SIGCONTEXT.ERR, size: 8 },
  { name: 'trapno', offset: CONTEXT + SIGCONTEXT.TRAPNO, size: 8 },
  { name: 'oldmask', offset: CONTEXT + SIGCONTEXT.OLDMASK, size: 8 },
  { name: 'cr2', offset: CONTEXT + SIGCONTEXT.CR2, size: 8 },
  { name: 'fpstate', offset: CONTEXT + SIGCONTEXT.FPSTATE, size: 8 },
  { name: 'uc_sigmask', offset: FRAME.UC + UC.SIGMASK, size: 8 },
  { name: 'si_signo', offset: FRAME.INFO + SIGINFO.SIGNO, size: 4 },
  { name: 'si_errno', offset: FRAME.INFO + SIGINFO.ERRNO, size: 4 },
  { name: 'si_code', offset: FRAME.INFO + SIGINFO.CODE, size: 4 },
  { name: 'si_addr', offset: FRAME.INFO + SIGINFO.ADDRESS, size: 8 },
];

function frameOverlays(state: StateView, task: Task): readonly Overlay[] {
  const space = spaceOfTask(state, task);
  return signalFrames(state, task).flatMap((frame: SignalFrame) =>
    FRAME_FIELDS.map(
      ({ name, offset, size }): Overlay => ({
        address: frame.address + offset,
        size,
        name,
        of: `rt_sigframe of ${task.name}`,
        kind: 'frame',
        decoded: numberIn(state.memory.peek(space, frame.address + offset, size)),
      }),
    ),
  );
}

/** Little-endian, of fields that are one number. */
function numberIn(bytes: Uint8Array | undefined): readonly string[] {
  if (!bytes || bytes.length > 8) return [];
  const value = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return [`0x${value.toString(16)}`];
}

function dataOverlays(state: StateView, program: Program, space: number): readonly Overlay[] {
  return [...program.symbols.values()]
    .filter((symbol) => symbol.kind === 'data')
    .flatMap((symbol) => (symbol.isTilecfg ? tilecfgOverlays(state, symbol, space) : [dataOverlay(symbol)]));
}

function dataOverlay({ name, address, bytes, type, dimensions }: DataSymbol): Overlay {
  const shape = type === null ? `${bytes.length} bytes` : `${type}${dimensions.map((size) => `[${size}]`).join('')}`;
  return { address, size: bytes.length, name, of: 'data of the trace', kind: 'data', decoded: [shape] };
}

/** Where the palette, the rows and the widths are (Intel SDM vol. 2, LDTILECFG). */
const TILECFG_FIELDS: readonly Field[] = [
  { name: 'palette', offset: 0, size: 1 },
  { name: 'start_row', offset: 1, size: 1 },
  ...Array.from({ length: TILE_COUNT }, (_, tile) => ({ name: `tmm${tile}.colsb`, offset: 16 + 2 * tile, size: 2 })),
  ...Array.from({ length: TILE_COUNT }, (_, tile) => ({ name: `tmm${tile}.rows`, offset: 48 + tile, size: 1 })),
];

function tilecfgOverlays({ memory }: StateView, { name, address }: DataSymbol, space: number): readonly Overlay[] {
  const image = memory.peek(space, address, TILECFG_SIZE);
  if (image?.length !== TILECFG_SIZE) return [];
  const whole = tilecfgLines(image);
  return [
    ...TILECFG_FIELDS.map(
      (field): Overlay => ({
        address: address + field.offset,
        size: field.size,
        name: `${name}.${field.name}`,
        of: `tile configuration ${name}`,
        kind: 'tilecfg',
        decoded: [...numberIn(image.subarray(field.offset, field.offset + field.size)), ...whole],
      }),
    ),
    { address, size: TILECFG_SIZE, name, of: 'tile configuration', kind: 'tilecfg', decoded: whole },
  ];
}
