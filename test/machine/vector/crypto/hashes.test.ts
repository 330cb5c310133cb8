/** The SHA instructions put together as programs do it, against the hash functions themselves. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Cpu } from '../../../../src/machine/cpu/cpu';
import { bareCpu, executeLine, lanesOf, setLanes } from '../../instructions/instruction-line';

const BLOCK = 64;
const MESSAGE = Buffer.from('first use, then a buffer for tiles');

/** The only block of a message: its bytes, a one, zeros, and its length in bits. */
function padded(message: Buffer): Buffer {
  const block = Buffer.alloc(BLOCK);
  message.copy(block);
  block[message.length] = 0x80;
  block.writeBigUInt64BE(BigInt(8 * message.length), BLOCK - 8);
  return block;
}

const words = (block: Buffer, count: number) =>
  Array.from({ length: count }, (_, i) => BigInt(block.readUInt32BE(4 * i)));
const add = (a: bigint, b: bigint) => BigInt.asUintN(32, a + b);
const hex = (values: readonly bigint[]) => values.map((value) => value.toString(16).padStart(8, '0')).join('');
/** A vector whose highest lane is the first word, as SHA-1 has them. */
const highFirst = (four: readonly bigint[]) => four.toReversed();

function low(cpu: Cpu, register: number): bigint[] {
  return lanesOf(cpu, register, 4).slice(0, 4);
}

describe('the SHA instructions', () => {
  it('compute SHA-1', () => {
    const cpu = bareCpu('SHA');
    const start = [0x67452301n, 0xefcdab89n, 0x98badcfen, 0x10325476n, 0xc3d2e1f0n];
    const message = words(padded(MESSAGE), 16);
    const fours = [0, 4, 8, 12].map((at) => highFirst(message.slice(at, at + 4)));
    for (let group = 4; group < 20; group++) {
      setLanes(cpu, 1, 4, fours[group - 4]!);
      setLanes(cpu, 2, 4, fours[group - 3]!);
      setLanes(cpu, 3, 4, fours[group - 2]!);
      setLanes(cpu, 4, 4, fours[group - 1]!);
      for (const line of ['sha1msg1 xmm1, xmm2', 'pxor xmm1, xmm3', 'sha1msg2 xmm1, xmm4']) executeLine(cpu, line);
      fours.push(low(cpu, 1));
    }
    setLanes(cpu, 1, 4, highFirst(start.slice(0, 4)));
    setLanes(cpu, 2, 4, [0n, 0n, 0n, start[4]!]);
    for (const [group, four] of fours.entries()) {
      setLanes(cpu, 3, 4, four);
      // E is added to the first word: as it is at the start, and turned from A of four rounds ago later.
      executeLine(cpu, group === 0 ? 'paddd xmm2, xmm3' : 'sha1nexte xmm2, xmm3');
      executeLine(cpu, 'movaps xmm5, xmm1');
      executeLine(cpu, `sha1rnds4 xmm1, xmm2, ${Math.floor(group / 5)}`);
      executeLine(cpu, 'movaps xmm2, xmm5');
    }
    setLanes(cpu, 3, 4, [0n, 0n, 0n, start[4]!]);
    executeLine(cpu, 'sha1nexte xmm2, xmm3');
    const end = [...highFirst(low(cpu, 1)).map((value, i) => add(value, start[i]!)), low(cpu, 2)[3]!];
    assert.equal(hex(end), createHash('sha1').update(MESSAGE).digest('hex'));
  });

  it('compute SHA-256', () => {
    const cpu = bareCpu('SHA');
    // Fractions of the square roots of the first primes, and of their cube roots (FIPS 180-4, 4.2.2 and 5.3.3).
    const primes: number[] = [];
    for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
    const fraction = (root: number) => BigInt(Math.floor((root - Math.floor(root)) * 2 ** 32));
    const [a, b, c, d, e, f, g, h] = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))) as bigint[];
    const constants = primes.map((prime) => fraction(Math.cbrt(prime)));
    const message = words(padded(MESSAGE), 16);
    const fours = [0, 4, 8, 12].map((at) => message.slice(at, at + 4));
    for (let group = 4; group < 16; group++) {
      for (const [register, back] of [
        [1, 4],
        [2, 3],
        [3, 2],
        [4, 1],
      ] as const)
        setLanes(cpu, register, 4, fours[group - back]!);
      for (const line of [
        ...['sha256msg1 xmm1, xmm2', 'movaps xmm5, xmm4', 'palignr xmm5, xmm3, 4'],
        ...['paddd xmm1, xmm5', 'sha256msg2 xmm1, xmm4'],
      ])
        executeLine(cpu, line);
      fours.push(low(cpu, 1));
    }
    setLanes(cpu, 1, 4, [f!, e!, b!, a!]);
    setLanes(cpu, 2, 4, [h!, g!, d!, c!]);
    for (const [group, four] of fours.entries()) {
      setLanes(
        cpu,
        0,
        4,
        four.map((word, i) => add(word, constants[4 * group + i]!)),
      );
      executeLine(cpu, 'sha256rnds2 xmm2, xmm1');
      executeLine(cpu, 'psrldq xmm0, 8');
      executeLine(cpu, 'sha256rnds2 xmm1, xmm2');
    }
    const [feba, hgdc] = [low(cpu, 1), low(cpu, 2)];
    const end = [feba[3], feba[2], hgdc[3], hgdc[2], feba[1], feba[0], hgdc[1], hgdc[0]];
    const start = [a, b, c, d, e, f, g, h];
    assert.equal(
      hex(end.map((value, i) => add(value!, start[i]!))),
      createHash('sha256').update(MESSAGE).digest('hex'),
    );
  });
});
