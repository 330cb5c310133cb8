/** Loops that compilers turn into AVX-512, pasted, against the same C executed natively element by element. */
import assert from 'node:assert/strict';
import { needs } from '../host/needs';
import { assemblyOf, COMPILERS, GCC, LOOPS_C, referenceOutput } from './compiler';
import { problems, run } from './harness';

/** Elements of each array, and how many of them a loop goes over: not a multiple of any vector. */
const [LENGTH, COUNT] = [64, 61];
const BYTES = 8;

interface Result {
  readonly name: string;
  readonly type: string;
  /** All bytes of the array, in hexadecimal. */
  readonly bytes: string;
}

function results(): Result[] {
  return referenceOutput(LOOPS_C, 'loops.c').map((line) => {
    const [name = '', type = '', bytes = ''] = line.split(' ');
    return { name, type, bytes };
  });
}

function traceOf(assembly: string, expected: readonly Result[]): string {
  const lines = expected.flatMap(({ name, type, bytes }) => {
    const quads = bytes.match(/.{16}/g) ?? [];
    return [
      ...['a', 'b', 'c'].map((array, index) => `data ${array}_${name} = ${type}[${LENGTH}] random(${index + 1})`),
      `mov edi, OFFSET a_${name}`,
      `mov esi, OFFSET b_${name}`,
      `mov edx, OFFSET c_${name}`,
      `mov ecx, ${COUNT}`,
      `call ${name}`,
      ...quads.map((quad, index) => {
        const value = Buffer.from(quad, 'hex').readBigUInt64LE();
        return `expect u64[a_${name} + ${index * BYTES}] == ${value}, "${name}, quadword ${index}"`;
      }),
    ];
  });
  return `xtrace 1\nkernel linux\n${lines.join('\n')}\nproc loops\n${assembly}\nend\n`;
}

describe('compiled loops', () => {
  for (const { name, found } of COMPILERS) {
    for (const options of [['-O2'], ['-O3', '-mprefer-vector-width=512']]) {
      it(`what ${name} ${options.join(' ')} makes of loops gives what the loops give`, function () {
        this.timeout(60_000);
        const command = needs(this, 'want' in GCC.found ? GCC.found : found); // gcc makes the loops that they are compared with
        const expected = results();
        assert.ok(expected.length > 30);
        const assembly = assemblyOf(command, LOOPS_C, 'loops.c', '-ffp-contract=off', '-fno-math-errno', ...options);
        const ran = run(traceOf(assembly, expected));
        assert.deepEqual(problems(ran), []);
        assert.equal(ran.happenings.at(-1)?.kind, 'end');
      });
    }
  }
});
