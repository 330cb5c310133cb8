/** The processor under the tests as an oracle for x87 instructions: cases for `x87-harness.c`, and what became of them. */
import { join } from 'node:path';
import { type Host, type HostProcessor, hostUnder } from '../../host/host';
import type { Oracle, Want } from '../../host/needs';
import { outcomes } from '../../host/program';

export const CODE = 0x1000_0000;
export const DATA = 0x2000_0000;
const IMAGE_BYTES = 512;
export const DATA_BYTES = 32;
const CODE_BYTES = 16;

export interface X87State {
  /** As FXSAVE64 writes it: FCW, FSW, FTW, FOP, FIP, FDP, MXCSR and its mask, then eight registers of 16 bytes. */
  readonly image: Uint8Array;
  readonly data: Uint8Array;
  readonly rflags: number;
}

export interface X87Case extends X87State {
  readonly code: Uint8Array;
}

const OFFSET = { data: IMAGE_BYTES, rflags: 544, code: 552, length: 568 } as const;
const SIZE = 576;

export interface X87Processor {
  readonly host: HostProcessor;
  readonly run: (cases: readonly X87Case[]) => X87State[];
}

/** The processor as it executes x87 code. */
export function x87Processor({ processor: host }: Host = hostUnder()): Oracle<X87Processor> | Want {
  if ('want' in host) return host;
  if (!host.has('FPU')) return { want: 'a processor with x87' };
  return { against: `the processor, ${host.signature}`, use: { host, run } };
}

function run(cases: readonly X87Case[]): X87State[] {
  const input = new Uint8Array(SIZE * cases.length);
  for (const [index, { image, data, rflags, code }] of cases.entries()) {
    if (code.length > CODE_BYTES - 1) throw new RangeError(`the code has ${code.length} bytes`);
    const view = new DataView(input.buffer, index * SIZE, SIZE);
    input.set(image, index * SIZE);
    input.set(data, index * SIZE + OFFSET.data);
    view.setUint32(OFFSET.rflags, rflags, true);
    input.set(code, index * SIZE + OFFSET.code);
    view.setUint32(OFFSET.length, code.length, true);
  }
  const output = outcomes(join(__dirname, 'x87-harness.c'), input, 2 * input.length + 1024);
  return cases.map((_, index) => {
    const at = output.byteOffset + index * SIZE;
    return {
      image: new Uint8Array(output.buffer, at, IMAGE_BYTES),
      data: new Uint8Array(output.buffer, at + OFFSET.data, DATA_BYTES),
      rflags: new DataView(output.buffer, at, SIZE).getUint32(OFFSET.rflags, true),
    };
  });
}
