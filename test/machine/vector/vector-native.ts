/** The processor under the tests as an oracle for vector instructions: cases for `vector-harness.c`, and their results. */
import { join } from 'node:path';
import { type Host, hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';
import { outcomes } from '../../host/program';

export const CODE = 0x1000_0000;
export const DATA = 0x2000_0000;
export const DATA_WINDOW = DATA + 0x800;
export const WINDOW_SIZE = 128;

export interface VectorState {
  /** YMM0 to YMM15, 32 bytes each. */
  readonly vectors: Uint8Array;
  readonly rax: bigint;
  readonly rcx: bigint;
  readonly rbx: bigint;
  readonly rflags: number;
  readonly mxcsr: number;
  readonly data: Uint8Array;
}

export interface VectorResult extends VectorState {
  /** The vector of the exception, or 0. */
  readonly trap: number;
}

const OFFSET = { rax: 512, rcx: 520, rbx: 528, rflags: 536, mxcsr: 544, trap: 548, data: 552, code: 680, length: 704 };
const SIZE = 712;

export type RunVectors = (cases: readonly (VectorState & { readonly code: Uint8Array })[]) => VectorResult[];

/** AVX's registers are in XCR0. */
const AVX_STATE = 6n;

/** The processor as it executes vector instructions. */
export function vectorProcessor({ processor: host }: Host = hostUnder()): Oracle<RunVectors> | Want {
  if ('want' in host) return host;
  const isReady = host.has('AVX2') && host.has('FMA') && host.has('F16C') && (host.xcr0 & AVX_STATE) === AVX_STATE;
  if (!isReady) return { want: 'a processor with AVX2, FMA and F16C' };
  return { against: `the processor, ${host.signature}`, use: run };
}

function run(cases: Parameters<RunVectors>[0]): VectorResult[] {
  const output = outcomes(join(__dirname, 'vector-harness.c'), write(cases), 2 * SIZE * cases.length + 1024);
  return cases.map((_, index) => read(new DataView(output.buffer, output.byteOffset + index * SIZE, SIZE)));
}

function write(cases: readonly (VectorState & { readonly code: Uint8Array })[]): Uint8Array {
  const image = new Uint8Array(SIZE * cases.length);
  for (const [index, { vectors, rax, rcx, rbx, rflags, mxcsr, data, code }] of cases.entries()) {
    const view = new DataView(image.buffer, index * SIZE, SIZE);
    image.set(vectors, index * SIZE);
    view.setBigUint64(OFFSET.rax, rax, true);
    view.setBigUint64(OFFSET.rcx, rcx, true);
    view.setBigUint64(OFFSET.rbx, rbx, true);
    view.setUint32(OFFSET.rflags, rflags, true);
    view.setUint32(OFFSET.mxcsr, mxcsr, true);
    image.set(data, index * SIZE + OFFSET.data);
    image.set(code, index * SIZE + OFFSET.code);
    view.setUint32(OFFSET.length, code.length, true);
  }
  return image;
}

function read(view: DataView): VectorResult {
  const bytes = (offset: number, length: number) => new Uint8Array(view.buffer, view.byteOffset + offset, length);
  return {
    vectors: bytes(0, 512),
    rax: view.getBigUint64(OFFSET.rax, true),
    rcx: view.getBigUint64(OFFSET.rcx, true),
    rbx: view.getBigUint64(OFFSET.rbx, true),
    rflags: view.getUint32(OFFSET.rflags, true),
    mxcsr: view.getUint32(OFFSET.mxcsr, true),
    trap: view.getUint32(OFFSET.trap, true),
    data: bytes(OFFSET.data, WINDOW_SIZE),
  };
}
