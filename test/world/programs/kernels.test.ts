/**
 * Programs full of tiles, AVX-512 and mathematics, by gcc and clang, plain and optimized: they print what they have printed on
 * other machines, and what they print on this one where its processor can run them.
 */
import assert from 'node:assert/strict';
import type { Feature } from '../../../src/machine/architecture/feature';
import { hostUnder } from '../../host/host';
import { needs, type Oracle, say, type Want } from '../../host/needs';
import { COMPILERS } from '../compiler';
import { compiled, natively, runProgram } from './programs';

const PROGRAMS = [
  {
    source: 'brgemm.c',
    title: 'a product of BF16 tiles with tails, and an approximate GELU behind it',
    prints: '8586620048619774457\n',
    features: ['AMX_BF16', 'AVX512_BF16', 'AVX512VL'],
  },
  {
    source: 'vec.c',
    title: 'vectors, strings and mathematical functions',
    prints: '-6243.2064 0.1842295 /d 11 0000beef\n2917115392 needle here 1\n',
    features: ['AVX512_FP16', 'AVX512_BF16', 'AVX512VL'],
  },
] as const satisfies readonly {
  readonly source: string;
  readonly title: string;
  readonly prints: string;
  readonly features: readonly Feature[];
}[];

/** This machine, if its processor has these features and its system gives tiles to whoever asks. */
function processorWith(features: readonly Feature[]): Oracle<true> | Want {
  const { processor } = hostUnder();
  if ('want' in processor) return processor;
  const missing = features.find((feature) => !processor.has(feature));
  if (missing !== undefined) return { want: `a processor with ${missing}` };
  return { against: `the processor ${processor.signature}`, use: true };
}

describe('a program of many instructions', function () {
  this.timeout(0);
  for (const { name, found } of COMPILERS) {
    for (const level of ['-O0', '-O2', '-O3']) {
      for (const { source, title, prints, features } of PROGRAMS) {
        it(`is ${title} (${name} ${level})`, function () {
          const compiler = needs(this, found);
          const program = compiled(compiler, source, '-static', level, '-march=sapphirerapids');
          const { output, exitCode } = runProgram(program);
          assert.deepEqual({ output, exitCode }, { output: prints, exitCode: 0n });
          const host = processorWith(features);
          say(`${this.test?.fullTitle()}, natively`, host);
          if ('want' in host) return;
          const native = natively(program, []);
          // A system without AMX for programs answers 2.
          if (native.status === 0) assert.equal(native.output, prints);
        });
      }
    }
  }
});
