/** A core file put together byte by byte (Linux, include/uapi/linux/elfcore.h), for what no kernel at hand writes. */

export interface CoreParts {
  readonly rip?: bigint;
  readonly gpr?: Readonly<Record<number, bigint>>;
  readonly xstate?: Uint8Array;
  /** Records of NT_X86_XSAVE_LAYOUT: component, size, offset. */
  readonly layout?: readonly (readonly [number, number, number])[];
  readonly memory?: readonly { readonly address: number; readonly bytes: Uint8Array; readonly size?: number }[];
  readonly files?: readonly {
    readonly start: number;
    readonly end: number;
    readonly page: number;
    readonly path: string;
  }[];
  readonly threads?: number;
}

const PAGE = 4096;

/** Words of `struct user_regs_struct`. */
const RIP_WORD = 16;

export function buildCore(parts: CoreParts): Uint8Array {
  const notes: Uint8Array[] = [];
  for (let thread = 0; thread < (parts.threads ?? 1); thread++) {
    const prstatus = new DataView(new ArrayBuffer(336));
    prstatus.setInt16(12, 11, true);
    prstatus.setInt32(32, 100 + thread, true);
    prstatus.setBigUint64(112 + 8 * RIP_WORD, parts.rip ?? 0x40_0000n, true);
    for (const [word, value] of Object.entries(parts.gpr ?? {}))
      prstatus.setBigUint64(112 + 8 * Number(word), value, true);
    notes.push(note(1, new Uint8Array(prstatus.buffer)));
    if (parts.files && thread === 0) notes.push(note(0x4649_4c45, fileNote(parts.files)));
    if (parts.xstate) notes.push(note(0x202, parts.xstate));
  }
  if (parts.layout) {
    const words = parts.layout.flatMap(([component, size, offset]) => [component, size, offset, 0]);
    notes.push(note(0x205, new Uint8Array(new Uint32Array(words).buffer)));
  }
  return assemble(concat(notes), parts.memory ?? []);
}

function assemble(notes: Uint8Array, memory: NonNullable<CoreParts['memory']>): Uint8Array {
  const headers = 64 + 56 * (memory.length + 1);
  const bytes = [new Uint8Array(headers), notes, ...memory.map((part) => part.bytes)];
  const view = new DataView((bytes[0] as Uint8Array).buffer);
  view.setUint32(0, 0x7f45_4c46);
  view.setUint8(4, 2);
  view.setUint8(5, 1);
  view.setUint16(16, 4, true);
  view.setUint16(18, 62, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, memory.length + 1, true);
  let offset = headers;
  const header = (index: number, type: number, address: number, fileSize: number, memorySize: number) => {
    const at = 64 + 56 * index;
    view.setUint32(at, type, true);
    view.setUint32(at + 4, 7, true);
    view.setBigUint64(at + 8, BigInt(offset), true);
    view.setBigUint64(at + 16, BigInt(address), true);
    view.setBigUint64(at + 32, BigInt(fileSize), true);
    view.setBigUint64(at + 40, BigInt(memorySize), true);
    offset += fileSize;
  };
  header(0, 4, 0, notes.length, 0);
  for (const [index, { address, bytes: part, size }] of memory.entries()) {
    header(index + 1, 1, address, part.length, size ?? Math.ceil(part.length / PAGE) * PAGE);
  }
  return concat(bytes);
}

function fileNote(files: NonNullable<CoreParts['files']>): Uint8Array {
  const words = [files.length, PAGE, ...files.flatMap(({ start, end, page }) => [start, end, page])].map(BigInt);
  const names = new TextEncoder().encode(files.map(({ path }) => `${path}\0`).join(''));
  return concat([new Uint8Array(new BigUint64Array(words).buffer), names]);
}

function note(type: number, content: Uint8Array): Uint8Array {
  const head = new Uint8Array(new Uint32Array([6, content.length, type]).buffer);
  const name = new TextEncoder().encode('LINUX\0\0\0');
  return concat([head, name, content, new Uint8Array((4 - (content.length % 4)) % 4)]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
