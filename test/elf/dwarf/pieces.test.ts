/** A file of which pieces are read says the same as one that is read whole: the other way to read is the expectation. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DebugInfo } from '../../../src/elf/dwarf/debug-info';
import { linesWithCode, placesOfFunction } from '../../../src/elf/dwarf/stop-places';
import { sourceOfBytes } from '../../../src/elf/image/byte-source';
import { describedSections } from '../../../src/elf/image/described-sections';
import { isImageProblem, readImageSections } from '../../../src/elf/image/image-sections';
import { SymbolTable } from '../../../src/elf/symbols';
import { needs } from '../../host/needs';
import { found } from '../../world/programs/programs';
import { codeOf, debugged } from './programs';

interface Pieces {
  readonly info: DebugInfo;
  readonly symbols: SymbolTable;
  /** Of `.debug_info`. */
  readonly read: () => number;
}

function inPieces(path: string): Pieces {
  const source = sourceOfBytes(new Uint8Array(readFileSync(path)));
  const sections = readImageSections(source);
  assert.ok(!isImageProblem(sections));
  const debug = sections.find(({ name }) => name === '.debug_info');
  assert.ok(debug);
  let read = 0;
  const counting = {
    size: source.size,
    read: (offset: number, length: number) => {
      if (offset >= debug.offset && offset < debug.offset + debug.size) read += length;
      return source.read(offset, length);
    },
  };
  const described = describedSections(counting, sections);
  return { info: new DebugInfo(described), symbols: SymbolTable.of(described), read: () => read };
}

for (const version of ['-gdwarf-4', '-gdwarf-5']) {
  describe(`debugging information that is read in pieces (${version})`, () => {
    before(function () {
      needs(this, found('gcc'));
    });

    it('has the functions and lines of every address', () => {
      const { path, info } = debugged('gcc', version, '-no-pie');
      const pieces = inPieces(path);
      for (const address of codeOf(info)) {
        assert.equal(pieces.info.functionAt(address)?.name, info.functionAt(address)?.name);
        assert.deepEqual(pieces.info.rowAt(address), info.rowAt(address));
      }
      assert.deepEqual([...pieces.info.problems], []);
    });

    it('knows a unit once its code or its file has been asked for, and reads nothing of it before', () => {
      const { path, info } = debugged('gcc', version, '-no-pie');
      const isFile = (name: string) => name.endsWith('/lines.c');
      const byAddress = inPieces(path);
      assert.equal(byAddress.info.hasUnits, true);
      assert.deepEqual([byAddress.info.units.length, byAddress.read()], [0, 0]);
      byAddress.info.unitAt(byAddress.symbols.named('work')?.address ?? 0);
      assert.deepEqual(placesOfFunction(byAddress.info, 'work'), placesOfFunction(info, 'work'));
      const byFile = inPieces(path);
      byFile.info.askFor((name) => name.endsWith('/other.c'));
      assert.equal(byFile.info.units.length, 0);
      assert.deepEqual(linesWithCode(byFile.info, isFile), linesWithCode(info, isFile));
      assert.equal(byFile.info.units.length, 1);
    });
  });
}
