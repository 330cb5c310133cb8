/** SHA-512, SM3 and SM4 put together of their instructions as programs do it, against OpenSSL's, which Node has. */
import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { bareCpu, executeLine, lanesOf, setLanes } from '../../instructions/instruction-line';

const MESSAGE = Buffer.from('first use, then a buffer for tiles');

/** The only block of a message: its bytes, a one, zeros, and its length in bits. */
function padded(message: Buffer, bytes: number): Buffer {
  const block = Buffer.alloc(bytes);
  message.copy(block);
  block[message.length] = 0x80;
  block.writeBigUInt64BE(BigInt(8 * message.length), bytes - 8);
  return block;
}

const hex = (values: readonly bigint[], bytes: number) =>
  values.map((value) => value.toString(16).padStart(2 * bytes, '0')).join('');

/** The 64 bits behind the point of a root of `value`. */
function fraction(value: number, root: bigint): bigint {
  const scaled = BigInt(value) << (64n * root);
  let [low, high] = [0n, 1n << 70n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** root <= scaled) low = middle;
    else high = middle;
  }
  return BigInt.asUintN(64, low);
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

const rotate = (value: bigint, left: bigint) => BigInt.asUintN(32, (value << left) | (value >> (32n - left)));

describe('the newer instructions of cryptography', () => {
  it('compute SHA-512', () => {
    const cpu = bareCpu('SHA512');
    // Fractions of the square roots of the first primes, and of their cube roots (FIPS 180-4, 4.2.3 and 5.3.5).
    const start = primes(8).map((prime) => fraction(prime, 2n));
    const [a, b, c, d, e, f, g, h] = start;
    const constants = primes(80).map((prime) => fraction(prime, 3n));
    const block = padded(MESSAGE, 128);
    const words = Array.from({ length: 16 }, (_, i) => block.readBigUInt64BE(8 * i));
    while (words.length < 80) {
      const at = words.length - 16;
      for (const [register, from] of [
        [1, at],
        [2, at + 4],
        [3, at + 9],
        [4, at + 12],
      ] as const)
        setLanes(cpu, register, 8, words.slice(from, from + 4));
      for (const line of ['vsha512msg1 ymm1, xmm2', 'vpaddq ymm1, ymm1, ymm3', 'vsha512msg2 ymm1, ymm4'])
        executeLine(cpu, line);
      words.push(...lanesOf(cpu, 1, 8, 32));
    }
    setLanes(cpu, 1, 8, [f!, e!, b!, a!]);
    setLanes(cpu, 2, 8, [h!, g!, d!, c!]);
    for (let at = 0; at < 80; at += 4) {
      const four = [0, 1, 2, 3].map((i) => BigInt.asUintN(64, words[at + i]! + constants[at + i]!));
      setLanes(cpu, 0, 8, four);
      executeLine(cpu, 'vextracti128 xmm3, ymm0, 1');
      executeLine(cpu, 'vsha512rnds2 ymm2, ymm1, xmm0');
      executeLine(cpu, 'vsha512rnds2 ymm1, ymm2, xmm3');
    }
    const [feba, hgdc] = [lanesOf(cpu, 1, 8, 32), lanesOf(cpu, 2, 8, 32)];
    const end = [feba[3], feba[2], hgdc[3], hgdc[2], feba[1], feba[0], hgdc[1], hgdc[0]];
    const digest = end.map((value, i) => BigInt.asUintN(64, value! + start[i]!));
    assert.equal(hex(digest, 8), createHash('sha512').update(MESSAGE).digest('hex'));
  });

  it('compute SM3', () => {
    const cpu = bareCpu('SM3');
    // GB/T 32905-2016, 4.1.
    const start = [
      ...[0x7380166fn, 0x4914b2b9n, 0x172442d7n, 0xda8a0600n],
      ...[0xa96f30bcn, 0x163138aan, 0xe38dee4dn, 0xb0fb0e4en],
    ];
    const [a, b, c, d, e, f, g, h] = start;
    const block = padded(MESSAGE, 64);
    const words = Array.from({ length: 16 }, (_, i) => BigInt(block.readUInt32BE(4 * i)));
    while (words.length < 68) {
      const at = words.length - 16;
      for (const [register, from, count] of [
        [1, at + 7, 4],
        [2, at + 13, 3],
        [3, at, 4],
        [4, at + 3, 4],
        [5, at + 10, 4],
      ] as const)
        setLanes(cpu, register, 4, words.slice(from, from + count));
      executeLine(cpu, 'vsm3msg1 xmm1, xmm2, xmm3');
      executeLine(cpu, 'vsm3msg2 xmm1, xmm4, xmm5');
      words.push(...lanesOf(cpu, 1, 4, 16));
    }
    // The instruction turns C, D, G and H itself.
    setLanes(cpu, 1, 4, [f!, e!, b!, a!]);
    setLanes(cpu, 2, 4, [rotate(h!, 13n), rotate(g!, 13n), rotate(d!, 23n), rotate(c!, 23n)]);
    for (let round = 0; round < 64; round += 2) {
      const [from, to] = round % 4 === 0 ? ['xmm1', 'xmm2'] : ['xmm2', 'xmm1'];
      setLanes(
        cpu,
        3,
        4,
        [round, round + 1, round + 4, round + 5].map((at) => words[at]!),
      );
      executeLine(cpu, `vsm3rnds2 ${to}, ${from}, xmm3, ${round}`);
    }
    const [feba, hgdc] = [lanesOf(cpu, 1, 4, 16), lanesOf(cpu, 2, 4, 16)];
    const end = [
      ...[feba[3]!, feba[2]!, rotate(hgdc[3]!, 9n), rotate(hgdc[2]!, 9n)],
      ...[feba[1]!, feba[0]!, rotate(hgdc[1]!, 19n), rotate(hgdc[0]!, 19n)],
    ];
    assert.equal(
      hex(
        end.map((value, i) => value ^ start[i]!),
        4,
      ),
      createHash('sm3').update(MESSAGE).digest('hex'),
    );
  });

  it('compute SM4, in both halves of YMM registers', () => {
    const cpu = bareCpu('SM4');
    const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    const text = MESSAGE.subarray(0, 32);
    const wordsOf = (bytes: Buffer) =>
      Array.from({ length: bytes.length / 4 }, (_, i) => BigInt(bytes.readUInt32BE(4 * i)));
    // GB/T 32907-2016, 7.3: FK, and CK, whose bytes are multiples of seven.
    const system = [0xa3b1bac6n, 0x56aa3350n, 0x677d9197n, 0xb27022dcn];
    const constant = (at: number) =>
      BigInt(`0x${Buffer.from([0, 1, 2, 3].map((j) => (7 * (4 * at + j)) & 0xff)).toString('hex')}`);
    setLanes(
      cpu,
      1,
      4,
      wordsOf(key).map((word, i) => word ^ system[i]!),
    );
    setLanes(cpu, 3, 4, wordsOf(text));
    for (let round = 0; round < 32; round += 4) {
      setLanes(
        cpu,
        2,
        4,
        [0, 1, 2, 3].map((i) => constant(round + i)),
      );
      executeLine(cpu, 'vsm4key4 xmm1, xmm1, xmm2');
      executeLine(cpu, 'vinserti128 ymm4, ymm1, xmm1, 1');
      executeLine(cpu, 'vsm4rnds4 ymm3, ymm3, ymm4');
    }
    const end = lanesOf(cpu, 3, 4, 32);
    const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    const expected = Buffer.concat([cipher.update(text), cipher.final()]).toString('hex');
    assert.equal(hex([...end.slice(0, 4).toReversed(), ...end.slice(4).toReversed()], 4), expected);
  });
});
