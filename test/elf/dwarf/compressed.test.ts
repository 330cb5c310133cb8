import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { provideInflate } from '../../../src/elf/compression';
import { DebugInfo } from '../../../src/elf/dwarf/debug-info';
import { type ElfSection, readSections } from '../../../src/elf/sections';
import { inflateOnNode } from '../../../src/main/inflate-on-node';
import { needs } from '../../host/needs';
import { compiled, found } from '../../world/programs/programs';
import { fuzzDwarf } from './fuzz-dwarf';
import { codeOf, debugged } from './programs';

const BASE = ['-static', '-nostdlib', '-fno-stack-protector', '-DALONE', '-O1'];

/** lines.c with debugging information that objcopy has compressed in a way. */
function program(way: string): Uint8Array {
  const path = compiled('gcc', 'lines.c', ...BASE, '-g', `-DCOMPRESSED_BY_${way.replace('-', '_')}`);
  execFileSync('objcopy', [`--compress-debug-sections=${way}`, path]);
  return new Uint8Array(readFileSync(path));
}

function infoOf(bytes: Uint8Array, change: (section: ElfSection) => ElfSection = (section) => section): DebugInfo {
  return new DebugInfo(readSections(bytes).map(change));
}

describe('compressed debugging information', () => {
  it('says what it says uncompressed, by zlib in both forms', function () {
    needs(this, found('gcc', 'objcopy'));
    const plain = debugged('gcc', '-O1').info;
    const told = (info: DebugInfo) =>
      codeOf(info).map((address) => [address, info.rowAt(address)?.line, info.functionAt(address)?.name]);
    for (const way of ['zlib-gabi', 'zlib-gnu']) {
      const sections = readSections(program(way));
      assert.ok(
        sections.some(({ name, flags }) => name === '.zdebug_info' || (flags & 0x800) !== 0),
        way,
      );
      const info = new DebugInfo(sections);
      assert.deepEqual([...info.problems], [], way);
      assert.deepEqual(told(info), told(plain), way);
    }
  });

  it('is refused in a sentence where it is compressed otherwise, or nobody can expand it', function () {
    needs(this, found('gcc', 'objcopy'));
    const bytes = program('zlib-gabi');
    // ELFCOMPRESS_ZSTD is 2.
    const zstd = infoOf(bytes, (section) =>
      (section.flags & 0x800) === 0
        ? section
        : { ...section, bytes: Uint8Array.from(section.bytes, (byte, at) => (at === 0 ? 2 : byte)) },
    );
    assert.match(
      [...zstd.problems][0] ?? '',
      /^Its debugging information is compressed, and not by zlib .*objcopy --decompress-debug-sections/,
    );
    assert.equal(zstd.units.length, 0);
    try {
      provideInflate(undefined);
      assert.match(
        [...infoOf(bytes).problems][0] ?? '',
        /^Its debugging information is compressed, which is not read here/,
      );
    } finally {
      provideInflate(inflateOnNode);
    }
  });

  it('is damaged where its data is, and lies where its size does', function () {
    needs(this, found('gcc', 'objcopy'));
    const bytes = program('zlib-gabi');
    const changed = (name: string, change: (section: Uint8Array) => Uint8Array) =>
      infoOf(bytes, (section) =>
        section.name === name ? { ...section, bytes: change(section.bytes.slice()) } : section,
      );
    const cases: readonly (readonly [change: (section: Uint8Array) => Uint8Array, said: RegExp])[] = [
      [(section) => section.fill(0xff, 30), /^\.debug_info is compressed, and cannot be expanded: it is damaged\.$/],
      [(section) => section.subarray(0, section.length - 10), /damaged/],
      [(section) => section.subarray(0, 20), /^\.debug_info does not begin as a compressed section\.$/],
      [(section) => section.fill(0xff, 8, 14), /would have \d+ bytes: that cannot be so/],
      [(section) => section.fill(1, 8, 9), /damaged/],
    ];
    for (const [change, said] of cases) {
      const info = changed('.debug_info', change);
      assert.match([...info.problems][0] ?? '', said);
      assert.equal(info.units.length, 0);
    }
    // Frames that cannot be expanded are none.
    assert.equal(changed('.debug_frame', (section) => section.fill(0xff, 30)).frames.at(0), undefined);
  });

  it('ends in what can be read and sentences, whatever is changed in it', function () {
    this.timeout(120_000);
    needs(this, found('gcc', 'objcopy'));
    const { problems } = fuzzDwarf([program('zlib-gabi'), program('zlib-gnu')], 23, 300);
    assert.deepEqual(problems, []);
  });
});
