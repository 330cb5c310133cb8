/** The processor under the tests as an oracle: cases for `integer-harness.c`, and what became of them. */
import { join } from 'node:path';
import { type Host, type HostProcessor, hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';
import { outcomes } from '../../host/program';

export const CODE = 0x1000_0000;
export const DATA = 0x2000_0000;
export const DATA_WINDOW = DATA + 0x800;
export const STACK_WINDOW = DATA + 0x1800;
export const READ_ONLY = DATA + 0x2000;
export const UNMAPPED = DATA + 0x3000;
export const WINDOW_SIZE = 128;
/** Where a branch goes. */
export const TARGET = CODE + 64;

export const OUTCOME = { fellThrough: 0, jumped: 1, faulted: 2 } as const;

interface MachineState {
  /** RAX...R15 in encoding order. */
  readonly registers: readonly bigint[];
  readonly rflags: number;
  readonly data: Uint8Array;
  readonly stack: Uint8Array;
}

export interface NativeCase extends MachineState {
  readonly code: Uint8Array;
}

export interface NativeResult extends MachineState {
  readonly outcome: number;
  /** Vector, error code and CR2 of a fault. */
  readonly trap: number;
  readonly errorCode: number;
  readonly faultAddress: bigint;
}

const OFFSET = { rflags: 128, outcome: 136, trap: 144, error: 152, address: 160, data: 168, stack: 296, code: 424 };
const LENGTH_OFFSET = 456;
const SIZE = 464;

export interface IntegerProcessor {
  readonly host: HostProcessor;
  readonly run: (cases: readonly NativeCase[]) => NativeResult[];
}

/** The processor as it executes integer code. */
export function integerProcessor({ processor: host }: Host = hostUnder()): Oracle<IntegerProcessor> | Want {
  if ('want' in host) return host;
  return { against: `the processor, ${host.signature}`, use: { host, run } };
}

function run(cases: readonly NativeCase[]): NativeResult[] {
  const output = outcomes(join(__dirname, 'integer-harness.c'), write(cases), 2 * SIZE * cases.length + 1024);
  return cases.map((_, index) => read(new DataView(output.buffer, output.byteOffset + index * SIZE, SIZE)));
}

function write(cases: readonly NativeCase[]): Uint8Array {
  const image = new Uint8Array(SIZE * cases.length);
  for (const [index, { registers, rflags, data, stack, code }] of cases.entries()) {
    const view = new DataView(image.buffer, index * SIZE, SIZE);
    for (const [number, value] of registers.entries()) view.setBigUint64(8 * number, value, true);
    view.setUint32(OFFSET.rflags, rflags, true);
    image.set(data, index * SIZE + OFFSET.data);
    image.set(stack, index * SIZE + OFFSET.stack);
    image.set(code, index * SIZE + OFFSET.code);
    view.setUint32(LENGTH_OFFSET, code.length, true);
  }
  return image;
}

function read(view: DataView): NativeResult {
  const bytes = (offset: number) => new Uint8Array(view.buffer, view.byteOffset + offset, WINDOW_SIZE);
  return {
    registers: Array.from({ length: 16 }, (_, number) => view.getBigUint64(8 * number, true)),
    rflags: view.getUint32(OFFSET.rflags, true),
    outcome: view.getUint32(OFFSET.outcome, true),
    trap: view.getUint32(OFFSET.trap, true),
    errorCode: view.getUint32(OFFSET.error, true),
    faultAddress: view.getBigUint64(OFFSET.address, true),
    data: bytes(OFFSET.data),
    stack: bytes(OFFSET.stack),
  };
}
