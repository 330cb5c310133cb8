/** The notes of a core file (Linux, include/uapi/linux/elf.h and elfcore.h). A note that is too short counts as absent. */
import type { CoreComponent, CoreFile, CoreMapping, CoreRegisters, CoreThread } from './core-file';

const NT = {
  PRSTATUS: 1,
  PRFPREG: 2,
  AUXV: 6,
  X86_XSTATE: 0x202,
  X86_XSAVE_LAYOUT: 0x205,
  FILE: 0x4649_4c45,
  SIGINFO: 0x5349_4749,
};

interface Note {
  readonly type: number;
  readonly view: DataView;
}

type Notes = Pick<CoreFile, 'threads' | 'mappings' | 'entry' | 'layout'>;

/** Each NT_PRSTATUS begins a thread: what follows is about it, up to the next. */
export function readNotes(parts: readonly Uint8Array[]): Notes {
  const threads: { -readonly [Key in keyof CoreThread]: CoreThread[Key] }[] = [];
  let mappings: readonly CoreMapping[] = [];
  let entry: bigint | undefined;
  let layout: readonly CoreComponent[] | undefined;
  for (const { type, view } of parts.flatMap((part) => [...notesIn(part)])) {
    const thread = threads.at(-1);
    if (type === NT.PRSTATUS) threads.push(...threadOf(view));
    else if (type === NT.FILE) mappings = mappingsOf(view);
    else if (type === NT.AUXV) entry = entryOf(view);
    else if (type === NT.X86_XSAVE_LAYOUT) layout = layoutOf(view);
    else if (thread && type === NT.SIGINFO) thread.siginfo = siginfoOf(view);
    else if (thread && type === NT.X86_XSTATE) thread.xstate = bytesOf(view);
    else if (thread && type === NT.PRFPREG) thread.xstate ??= bytesOf(view);
  }
  return { threads, mappings, entry, layout };
}

const NOTE_HEADER = 12;

function* notesIn(part: Uint8Array): Generator<Note> {
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  for (let at = 0; at + NOTE_HEADER <= part.length; ) {
    const nameSize = view.getUint32(at, true);
    const size = view.getUint32(at + 4, true);
    const type = view.getUint32(at + 8, true);
    const from = at + NOTE_HEADER + aligned(nameSize);
    if (from + size > part.length) return;
    yield { type, view: new DataView(part.buffer, part.byteOffset + from, size) };
    at = from + aligned(size);
  }
}

function aligned(size: number): number {
  return Math.ceil(size / 4) * 4;
}

/** Offsets in `struct elf_prstatus`; the registers are those of `struct user_regs_struct`. */
const PRSTATUS = { CURSIG: 12, PID: 32, REGISTERS: 112, SIZE: 336 } as const;

/** Where each register lies in `struct user_regs_struct`, in words, in the order of their encodings. */
const GPR_WORDS = [10, 11, 12, 5, 19, 4, 13, 14, 9, 8, 7, 6, 3, 2, 1, 0] as const;
const WORD = { RIP: 16, RFLAGS: 18, FS_BASE: 21, GS_BASE: 22 } as const;

function threadOf(view: DataView): CoreThread[] {
  if (view.byteLength < PRSTATUS.SIZE) return [];
  const word = (index: number) => view.getBigUint64(PRSTATUS.REGISTERS + 8 * index, true);
  const registers: CoreRegisters = {
    gpr: GPR_WORDS.map(word),
    rip: word(WORD.RIP),
    rflags: word(WORD.RFLAGS),
    fsBase: word(WORD.FS_BASE),
    gsBase: word(WORD.GS_BASE),
  };
  const pid = view.getInt32(PRSTATUS.PID, true);
  return [{ pid, registers, signal: view.getInt16(PRSTATUS.CURSIG, true), siginfo: undefined, xstate: undefined }];
}

/** `siginfo_t`: si_signo, si_errno, si_code, and si_addr where the signal is a fault's. */
function siginfoOf(view: DataView): CoreThread['siginfo'] {
  return view.byteLength < 24 ? undefined : { code: view.getInt32(8, true), address: view.getBigUint64(16, true) };
}

const AT_ENTRY = 9n;

/** The auxiliary vector: pairs of words, a type and its value. */
function entryOf(view: DataView): bigint | undefined {
  for (let at = 0; at + 16 <= view.byteLength; at += 16) {
    if (view.getBigUint64(at, true) === AT_ENTRY) return view.getBigUint64(at + 8, true);
  }
  return undefined;
}

/** Count and page size; start, end and offset in pages of each mapping; and the paths, with a zero byte behind each. */
function mappingsOf(view: DataView): readonly CoreMapping[] {
  if (view.byteLength < 16) return [];
  const count = Number(view.getBigUint64(0, true));
  const pageSize = Number(view.getBigUint64(8, true));
  if (count > (view.byteLength - 16) / 24) return [];
  const paths = String.fromCharCode(...bytesOf(view).subarray(16 + 24 * count, 16 + 24 * count + LONGEST_PATHS)).split(
    '\0',
  );
  return Array.from({ length: count }, (_, index) => {
    const word = (field: number) => Number(view.getBigUint64(16 + 24 * index + 8 * field, true));
    return { start: word(0), end: word(1), offset: word(2) * pageSize, path: paths[index] ?? '' };
  });
}

/** In bytes, of all paths together. */
const LONGEST_PATHS = 0x8000;

/** Records of four words: component, size, offset, flags. */
function layoutOf(view: DataView): readonly CoreComponent[] {
  return Array.from({ length: Math.floor(view.byteLength / 16) }, (_, index) => ({
    component: view.getUint32(16 * index, true),
    size: view.getUint32(16 * index + 4, true),
    offset: view.getUint32(16 * index + 8, true),
  }));
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
