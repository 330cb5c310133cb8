import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { sourceOfBytes } from '../../../src/elf/image/byte-source';
import { isImageProblem, readImageSections } from '../../../src/elf/image/image-sections';
import { readKallsyms } from '../../../src/elf/kallsyms/kallsyms';
import type { ElfSymbol } from '../../../src/elf/symbols';
import { needs } from '../../host/needs';
import { generator } from '../../random';
import { found } from '../../world/programs/programs';
import { imageWithKallsyms, listedBy, namedBy, TABLES, type Tables } from './kallsyms-source';

/** A name of 200 characters, and more symbols than one marker is for. */
const MANY = ['-DMANY_SYMBOLS'];

function kallsymsOf(bytes: Uint8Array): readonly ElfSymbol[] {
  const source = sourceOfBytes(bytes);
  const sections = readImageSections(source);
  return isImageProblem(sections) ? [] : readKallsyms(source, sections);
}

const paths = new Map<Tables, string>();

/** A file that stays as it is. */
function pathOf(tables: Tables): string {
  const path = paths.get(tables) ?? imageWithKallsyms(tables, 'patched', ...MANY);
  paths.set(tables, path);
  return path;
}

function image(tables: Tables): Uint8Array {
  return new Uint8Array(readFileSync(pathOf(tables)));
}

const addressOf = (symbol: { readonly address: number }) => BigInt.asUintN(64, BigInt(symbol.address));

describe('kallsyms', () => {
  before(function () {
    needs(this, found('gcc', 'nm', 'objcopy'));
  });

  for (const tables of TABLES) {
    it(`names what nm names, in the tables of ${tables}`, () => {
      const listed = namedBy(tables, listedBy(pathOf(tables)));
      assert.ok(listed.length > 256, `${listed.length}`);
      assert.ok(listed.some(({ name }) => name.length > 128));
      const read = kallsymsOf(image(tables));
      assert.deepEqual(
        read.map((symbol) => [symbol.name, addressOf(symbol), symbol.kind]),
        listed.map(({ name, address, letter }) => [name, address, /[TtWw]/.test(letter) ? 'function' : 'data']),
      );
    });
  }

  it('says that a symbol goes on to the next one that lies elsewhere, or does not say', () => {
    const read = kallsymsOf(image('6.15'));
    for (const [index, { address, size }] of read.entries()) {
      const next = read.slice(index + 1).find((symbol) => symbol.address !== address);
      assert.equal(size, next ? next.address - address : 0);
    }
  });

  it('is what an image has that has been stripped', () => {
    const stripped = `${pathOf('6.2')}-stripped`;
    execFileSync('objcopy', ['--strip-all', pathOf('6.2'), stripped]);
    assert.deepEqual(kallsymsOf(new Uint8Array(readFileSync(stripped))), kallsymsOf(image('6.2')));
  });

  it('is there as a whole or not at all, whichever bytes of its tables are others', () => {
    const random = generator(6);
    for (const tables of TABLES) {
      const bytes = image(tables);
      const whole = kallsymsOf(bytes).length;
      const sections = readImageSections(sourceOfBytes(bytes));
      const section = isImageProblem(sections) ? undefined : sections.find(({ name }) => name === '.rodata');
      assert.ok(section);
      for (let left = 100; left > 0; left--) {
        const changed = bytes.slice();
        for (let more = 1 + random(4); more > 0; more--) changed[section.offset + random(section.size)] = random(256);
        const { length } = kallsymsOf(changed);
        assert.ok(length === whole || length === 0, `${length} of ${whole}`);
      }
    }
  });

  it('is not looked for without end in a section that could be its names everywhere', () => {
    const bytes = image('6.1');
    const sections = readImageSections(sourceOfBytes(bytes));
    assert.ok(!isImageProblem(sections));
    const section = sections.find(({ name }) => name === '.rodata');
    assert.ok(section);
    const tables = bytes.subarray(section.offset, section.offset + section.size);
    // At each place a number of names, and that many names of three tokens behind it, of which the first is a letter.
    const filler = Uint8Array.from({ length: 2 ** 22 }, (_, at) => [3, 0x41, 4, 0][at % 4] ?? 0);
    const both = new Uint8Array([...filler, ...tables]);
    assert.deepEqual(readKallsyms(sourceOfBytes(both), [{ ...section, offset: 0, size: both.length }]), []);
  });
});
