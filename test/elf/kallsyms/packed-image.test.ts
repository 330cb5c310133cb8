import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { sourceOfBytes } from '../../../src/elf/image/byte-source';
import { unpackedImage } from '../../../src/elf/image/packed-image';
import '../../../src/main/inflate-on-node';
import { bzImageOf } from './packed';

const IMAGE = Uint8Array.from({ length: 5000 }, (_, at) => (at * at) >> 3);
const GZIP = new Uint8Array(gzipSync(IMAGE));

function unpacked(file: Uint8Array): Uint8Array | string {
  const read = unpackedImage(sourceOfBytes(file));
  return 'problem' in read ? read.problem : read.read(0, read.size);
}

describe('a packed image', () => {
  it('is what gzip has made of it', () => {
    assert.deepEqual(unpacked(bzImageOf(GZIP, IMAGE.length)), IMAGE);
  });

  it('is left alone where nothing is packed', () => {
    assert.deepEqual(unpacked(IMAGE), IMAGE);
    assert.deepEqual(unpacked(IMAGE.subarray(0, 100)), IMAGE.slice(0, 100));
  });

  it('is refused in a sentence that names the way out, where it is packed otherwise', () => {
    const begins: Readonly<Record<string, readonly number[]>> = {
      xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
      zstd: [0x28, 0xb5, 0x2f, 0xfd],
      lz4: [2, 0x21, 0x4c, 0x18],
      'nobody knows how': [1, 2, 3, 4],
    };
    for (const [name, bytes] of Object.entries(begins)) {
      const problem = unpacked(bzImageOf(Uint8Array.from([...bytes, 0, 0, 0, 0]), 100));
      assert.equal(
        problem,
        `It is a packed image (${name}), which is not unpacked here: \`scripts/extract-vmlinux FILE\`, of the sources of Linux, writes the image out.`,
      );
    }
  });

  it('is refused in a sentence where it is damaged, cut off, or lies about its size', () => {
    const damaged = GZIP.slice();
    damaged.fill(0xff, 100, 200);
    for (const size of [0, IMAGE.length - 1, IMAGE.length + 1, 2 ** 32 - 1]) {
      assert.match(String(unpacked(bzImageOf(GZIP, size))), /cannot be unpacked: it is damaged\.$/);
    }
    assert.match(String(unpacked(bzImageOf(damaged, IMAGE.length))), /cannot be unpacked: it is damaged\.$/);
    assert.match(
      String(unpacked(bzImageOf(GZIP, IMAGE.length).subarray(0, 2000))),
      /^It is cut off: it has 2000 bytes/,
    );
  });
});
