/** Extended state on the emulator and on the processor that runs the tests. */
import assert from 'node:assert/strict';
import { EXCEPTIONS } from '../../../src/machine/architecture/exception';
import { decode } from '../../../src/machine/disassembler/decoder';
import { hostUnder } from '../../host/host';
import { needs } from '../../host/needs';
import { compareCases } from './xsave-comparison';
import { tileProcessor, xsaveProcessor } from './xsave-native';
import { casesOf, encodingCases, FAMILY_NAMES, familyProcessor } from './xsave-native-cases';

/** Areas with tiles are four times as long: one case in so many. */
const SHARE_WITH_TILES = 4;

const INVALID = EXCEPTIONS.find(({ mnemonic }) => mnemonic === '#UD')?.vector;

describe('extended state on the emulator and on the processor', () => {
  for (const family of FAMILY_NAMES) {
    it(`they ${family}`, function () {
      this.timeout(60_000);
      const native = needs(this, familyProcessor(family));
      const cases = casesOf(family, native);
      assert.ok(cases.length > 0);
      const differences = compareCases(native, cases);
      assert.deepEqual(differences.slice(0, 10), [], `${differences.length} differences`);
    });
  }

  for (const family of FAMILY_NAMES) {
    it(`with tiles they ${family}`, function () {
      this.timeout(60_000);
      const native = needs(this, familyProcessor(family, hostUnder(), tileProcessor));
      const differences = compareCases(native, casesOf(family, native, SHARE_WITH_TILES));
      assert.deepEqual(differences.slice(0, 10), [], `${differences.length} differences`);
    });
  }

  it('they take the same encodings for instructions', function () {
    const native = needs(this, xsaveProcessor());
    const cases = encodingCases(native);
    const results = native.run(cases);
    const differences = cases.flatMap(({ code }, index) => {
      const { kind } = decode(code, 0);
      const isInvalid = results[index]?.trap === INVALID;
      // What is not modelled may need a feature.
      return kind === 'not-modelled' || (kind === 'invalid') === isInvalid ? [] : [Buffer.from(code).toString('hex')];
    });
    assert.deepEqual(differences, []);
  });
});
