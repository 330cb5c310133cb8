/** The processor under the tests as an oracle for extended state: cases for `xsave-harness.c`, and what became of them. */
import { join } from 'node:path';
import { Processor } from '../../../src/machine/processor/processor';
import { type Host, type HostProcessor, hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';
import { outcomes } from '../../host/program';

/** Four pages that can be written, and nothing behind them. */
export const DATA = 0x2000_0000;
/** The same, with a page behind them that can only be read. */
export const LIMITED = 0x2100_0000;
export const WRITABLE = 0x4000;
export const READ_ONLY_PAGE = LIMITED + WRITABLE;

interface XsaveRegisters {
  readonly rax: bigint;
  /** The base of memory operands; RBP has the same value. */
  readonly rbx: bigint;
  readonly rcx: bigint;
  readonly rdx: bigint;
  readonly rflags: number;
  /** What lies at `place`. */
  readonly area: Uint8Array;
}

export interface XsaveCase extends XsaveRegisters {
  /** Standard format: what XRSTOR64 loads before the code. */
  readonly image: Uint8Array;
  readonly place: number;
  readonly code: Uint8Array;
}

export interface XsaveResult extends XsaveRegisters {
  /** Standard format: what XSAVE64 saves after the code; undefined where nobody recorded it. */
  readonly image: Uint8Array | undefined;
  /** XGETBV(1) before and after the code. */
  readonly before: bigint;
  readonly after: bigint;
  readonly trap: number;
  readonly errorCode: number;
  /** CR2. */
  readonly faultAddress: bigint;
}

export interface NativeProcessor {
  readonly host: HostProcessor;
  /** A model of it, made from its own CPUID leaves. */
  readonly processor: Processor;
  /** The components of XCR0 that cases use. */
  readonly used: bigint;
  /** Bytes of an image that holds them. */
  readonly size: number;
  readonly run: (cases: readonly XsaveCase[]) => XsaveResult[];
}

const OFFSET = { rax: 0, rbx: 8, rcx: 16, rdx: 24, rflags: 32, loaded: 40, before: 48, after: 56 } as const;
const REST = { trap: 64, errorCode: 72, faultAddress: 80, place: 88, length: 96, code: 104, end: 192 } as const;

/** The processor as it executes what saves and restores extended state. */
export function xsaveProcessor({ processor: host }: Host = hostUnder()): Oracle<NativeProcessor> | Want {
  if ('want' in host) return host;
  const isReady = host.has('XGETBV1') && host.has('XSAVEC') && host.xcr0 !== 0n;
  if (!isReady) return { want: 'a processor with XSAVEC and XGETBV(1)' };
  return { against: `the processor, ${host.signature}`, use: nativeProcessor(host, host.allowed) };
}

/** The same with tiles. */
export function tileProcessor(host: Host = hostUnder()): Oracle<NativeProcessor> | Want {
  const found = xsaveProcessor(host);
  if ('want' in found) return found;
  const { allowed, tiles } = found.use.host;
  if (tiles === 0n) return { want: 'a processor with AMX, on a system that permits tiles' };
  return { against: found.against, use: nativeProcessor(found.use.host, allowed | tiles) };
}

/** A processor's model, made from what it says of itself. */
export function modelledProcessor(host: HostProcessor, used = host.allowed): Omit<NativeProcessor, 'run'> {
  const { leaves, choices, maker = 'GenuineIntel' } = host;
  const processor = new Processor({
    name: 'native',
    title: 'this processor',
    documentation: '',
    vendor: maker,
    choices,
    leaves,
  });
  return { host, processor, used, size: (processor.standardLayout(used).size + 63) & ~63 };
}

function nativeProcessor(host: HostProcessor, used: bigint): NativeProcessor {
  const modelled = modelledProcessor(host, used);
  const { size } = modelled;
  const asking = used & host.tiles ? ['tiles'] : [];
  const run = (cases: readonly XsaveCase[]) => {
    const most = (REST.end + 2 * size) * cases.length + 1024;
    const harness = join(__dirname, 'xsave-harness.c');
    const output = outcomes(harness, write(cases, used, size), most, [String(size), ...asking]);
    return cases.map((_, index) => read(output.subarray((index * output.length) / cases.length), size));
  };
  return { ...modelled, run };
}

function write(cases: readonly XsaveCase[], used: bigint, size: number): Uint8Array {
  const stride = REST.end + 2 * size;
  const all = new Uint8Array(stride * cases.length);
  for (const [index, each] of cases.entries()) {
    const bytes = all.subarray(index * stride, (index + 1) * stride);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    view.setBigUint64(OFFSET.rax, each.rax, true);
    view.setBigUint64(OFFSET.rbx, each.rbx, true);
    view.setBigUint64(OFFSET.rcx, each.rcx, true);
    view.setBigUint64(OFFSET.rdx, each.rdx, true);
    view.setUint32(OFFSET.rflags, each.rflags, true);
    view.setBigUint64(OFFSET.loaded, used, true);
    view.setBigUint64(REST.place, BigInt(each.place), true);
    view.setUint32(REST.length, each.code.length, true);
    bytes.set(each.code, REST.code);
    bytes.set(each.image, REST.end);
    bytes.set(each.area, REST.end + size);
  }
  return all;
}

function read(bytes: Uint8Array, size: number): XsaveResult {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const wide = (offset: number) => view.getBigUint64(offset, true);
  return {
    rax: wide(OFFSET.rax),
    rbx: wide(OFFSET.rbx),
    rcx: wide(OFFSET.rcx),
    rdx: wide(OFFSET.rdx),
    rflags: view.getUint32(OFFSET.rflags, true),
    before: wide(OFFSET.before),
    after: wide(OFFSET.after),
    trap: view.getUint32(REST.trap, true),
    errorCode: view.getUint32(REST.errorCode, true),
    faultAddress: wide(REST.faultAddress),
    image: Uint8Array.from(bytes.subarray(REST.end, REST.end + size)),
    area: Uint8Array.from(bytes.subarray(REST.end + size, REST.end + 2 * size)),
  };
}
