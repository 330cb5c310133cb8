/** Real AMX kernels: what compilers print for examples/c, pasted into the examples' traces, with results computed apart. */
import assert from 'node:assert/strict';
import { needs } from '../host/needs';
import { assemblyOf, COMPILERS, EXAMPLES_C, GCC, referenceOutput } from './compiler';
import { exampleText, problems, run } from './harness';

const MASK = (1n << 64n) - 1n;

/** SplitMix64, which fills `random(SEED)`. */
function* random(seed: bigint): Generator<bigint> {
  for (let state = seed; ; ) {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let x = state;
    x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & MASK;
    yield x ^ (x >> 31n);
  }
}

function take<T>(count: number, seed: bigint, convert: (bits: bigint) => T): T[] {
  const source = random(seed);
  return Array.from({ length: count }, () => convert(source.next().value as bigint)); // it never ends
}

const byte = (bits: bigint) => Number(BigInt.asIntN(8, bits));
const single = (bits: bigint) => Math.fround(Number(bits >> 11n) / 2 ** 52 - 1);

/** Element by element; the lowest byte of each element of the result. */
function int8Layer(): number[] {
  const [rows, columns, depth] = [32, 64, 128];
  const a = take(rows * depth, 1n, byte);
  const b = take(depth * columns, 2n, byte);
  return Array.from({ length: rows * columns }, (_, place) => {
    const [m, n] = [Math.floor(place / columns), place % columns];
    let sum = -8000 + 250 * n;
    for (let k = 0; k < depth; k++) sum += a[m * depth + k]! * b[((k >> 2) * columns + n) * 4 + (k & 3)]!;
    return Math.min(127, toEven(Math.max(0, sum) / 1024));
  });
}

function toEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor & 1) : Math.round(x);
}

const float = new Float32Array(1);
const pattern = new Uint32Array(float.buffer);

function patternOf(x: number): number {
  float[0] = x;
  return pattern[0]!;
}

function bfloat(x: number): number {
  const bits = patternOf(x);
  pattern[0] = (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff_0000;
  return float[0]!;
}

/** As TDPBF16PS is documented. The product of two bfloat16 and its sum with a single are rounded once by `fround`. */
function bf16Layer(): number[] {
  const [rows, columns, depth] = [32, 32, 64];
  const a = take(rows * depth, 3n, single).map(bfloat);
  const b = take(depth * columns, 4n, single).map(bfloat);
  return Array.from({ length: rows * columns }, (_, place) => {
    const [m, n] = [Math.floor(place / columns), place % columns];
    let sum = 0;
    for (let block = 0; block < depth; block += 32) {
      const parts = [0, 0];
      for (let k = block; k < block + 32; k++) {
        parts[k & 1] = Math.fround(a[m * depth + k]! * b[k * columns + n]! + parts[k & 1]!);
      }
      sum = Math.fround(sum + Math.fround(parts[0]! + parts[1]!));
    }
    return patternOf(Math.max(0, Math.fround(sum - 1 + n / 16)));
  });
}

const LAYERS = [
  { file: 'amx-int8', view: 'u8', size: 1, radix: 10, expected: int8Layer() },
  { file: 'amx-bf16', view: 'u32', size: 4, radix: 16, expected: bf16Layer() },
] as const;

type Layer = (typeof LAYERS)[number];

/** The example's trace with other code, and with expectations on the whole result. */
function traceOf({ file, view, size, expected }: Layer, assembly: string): string {
  const [head = '', code = ''] = exampleText(`${file}.xtrace`).split(/^proc layer\n/m);
  const all = expected.map((value, index) => `    expect ${view}[c + ${index * size}] == ${value}`);
  return `${head}${all.join('\n')}\nproc layer\n${assembly || code.replace(/\nend\s*$/, '')}\nend\n`;
}

describe('compiled AMX kernels', () => {
  for (const layer of LAYERS) {
    const { file, expected, radix } = layer;

    it(`${file}: the example's result is right in every element`, () => {
      assert.ok(new Set(expected).size > 50);
      assert.deepEqual(problems(run(traceOf(layer, ''))), []);
    });

    it(`${file}: the same file as an ordinary program gives the expected result`, function () {
      needs(this, GCC.found);
      assert.deepEqual(
        referenceOutput(EXAMPLES_C, `${file}.c`).map((line) => Number.parseInt(line, radix)),
        expected,
      );
    });

    for (const { name, found } of COMPILERS) {
      for (const option of ['-O1', '-O2', '-O3']) {
        it(`${file}: what ${name} ${option} prints today pastes and runs`, function () {
          this.timeout(20_000);
          const command = needs(this, found);
          assert.deepEqual(problems(run(traceOf(layer, assemblyOf(command, EXAMPLES_C, `${file}.c`, option)))), []);
        });
      }
    }
  }
});
