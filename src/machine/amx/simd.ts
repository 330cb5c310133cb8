/**
 * The products of tiles in WebAssembly with SIMD (assembly/): compiled when the first product is executed, in all of a
 * few thousand bytes. Where the engine has no WebAssembly or no SIMD there is none, and the plain products serve.
 */

import { TILE_SIZE } from '../architecture/tilecfg';
import { SIMD_MODULE } from './simd-module';

/** Multiplies the operands in the module's memory. 0: it cannot tell the result, and its C is spoilt. */
type Multiply = (m: number, n: number, k: number) => number;

/** What the module exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Places of the operands in the memory. */
  readonly C: { readonly value: number };
  readonly A: { readonly value: number };
  readonly B: { readonly value: number };
  readonly multiplyInt8: (m: number, n: number, k: number, signedA: number, signedB: number) => number;
  readonly multiplyBf16: Multiply;
  readonly multiplyFp16: Multiply;
  readonly multiplyComplexReal: Multiply;
  readonly multiplyComplexImaginary: Multiply;
}

/** The part of the WebAssembly interface that is used; the type libraries of the core have none. */
interface WebAssemblyInterface {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

/** The module at work: its functions, and the operands as views of its memory. */
export interface Simd extends Omit<Exports, 'memory' | 'C' | 'A' | 'B'> {
  readonly c: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

/** A new instance; undefined where `engine` is absent or cannot run the module. */
export function instantiate(engine: WebAssemblyInterface | undefined): Simd | undefined {
  if (!engine) return undefined;
  try {
    const exports = new engine.Instance(new engine.Module(bytesOfHex(SIMD_MODULE))).exports as Exports;
    const operand = (place: { readonly value: number }) =>
      new Uint8Array(exports.memory.buffer, place.value, TILE_SIZE);
    return { ...exports, c: operand(exports.C), a: operand(exports.A), b: operand(exports.B) };
  } catch {
    return undefined;
  }
}

function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  );
}

function webAssembly(): WebAssemblyInterface | undefined {
  return (globalThis as { readonly WebAssembly?: WebAssemblyInterface }).WebAssembly;
}

let loaded: { readonly simd: Simd | undefined } | undefined;

/** The instance that all products share: its memory holds nothing from one to the next. */
export function simd(): Simd | undefined {
  loaded ??= { simd: instantiate(webAssembly()) };
  return loaded.simd;
}
