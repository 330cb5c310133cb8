/**
 * The products of tiles in WebAssembly with SIMD (assembly/). The module has a few thousand bytes and is compiled when
 * the first product is executed. An engine without WebAssembly or without SIMD uses the plain products.
 */

import { TILE_SIZE } from '../architecture/tilecfg';
import { bytesOfHex } from '../hex';
import { SIMD_MODULE } from './simd-module';

/** C += A * B: byte offsets of three tiles in the module's memory, and their shape. */
type Multiply = (c: number, a: number, b: number, m: number, n: number, k: number) => void;

/** The same of bytes, each operand of one of two kinds: 0 or 1. */
type MultiplyBytes = (
  ...args: readonly [...operandsAndShape: Parameters<Multiply>, kindOfA: number, kindOfB: number]
) => void;

/** The exports of the module. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Byte offsets of places for three operands. */
  readonly C: { readonly value: number };
  readonly A: { readonly value: number };
  readonly B: { readonly value: number };
  /** 1: signed. */
  readonly multiplyInt8: MultiplyBytes;
  /** 1: BF8, 0: HF8. */
  readonly multiplyFp8: MultiplyBytes;
  readonly multiplyBf16: Multiply;
  readonly multiplyFp16: Multiply;
  readonly multiplyComplexReal: Multiply;
  readonly multiplyComplexImaginary: Multiply;
}

/**
 * The part of the WebAssembly interface that the emulator uses; the type libraries of the core do not declare
 * WebAssembly.
 */
interface WebAssemblyInterface {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

/** Byte offsets of three tiles in the memory of the module. */
export type Operands = readonly [c: number, a: number, b: number];

/** The running module: its functions, and the operands as views of its memory. */
export interface Simd extends Omit<Exports, 'memory' | 'C' | 'A' | 'B'> {
  readonly c: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  /** Where these lie. */
  readonly operands: Operands;
}

/** A new instance; undefined where `engine` is absent or cannot run the module. */
export function instantiate(engine: WebAssemblyInterface | undefined): Simd | undefined {
  if (!engine) return undefined;
  try {
    const exports = new engine.Instance(new engine.Module(bytesOfHex(SIMD_MODULE))).exports as Exports;
    const operand = (place: { readonly value: number }) =>
      new Uint8Array(exports.memory.buffer, place.value, TILE_SIZE);
    const { C, A, B } = exports;
    return { ...exports, c: operand(C), a: operand(A), b: operand(B), operands: [C.value, A.value, B.value] };
  } catch {
    return undefined;
  }
}

function webAssembly(): WebAssemblyInterface | undefined {
  return (globalThis as { readonly WebAssembly?: WebAssemblyInterface }).WebAssembly;
}

let loaded: { readonly simd: Simd | undefined } | undefined;

/** The instance that all products share: its memory keeps nothing from one product to the next. */
export function simd(): Simd | undefined {
  loaded ??= { simd: instantiate(webAssembly()) };
  return loaded.simd;
}
