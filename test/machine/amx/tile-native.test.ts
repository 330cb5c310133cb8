/** Tiles on the emulator and on the processor that runs the tests. */
import assert from 'node:assert/strict';
import { EXCEPTIONS } from '../../../src/machine/architecture/exception';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { decode } from '../../../src/machine/disassembler/decoder';
import { rowOfForm } from '../../../src/machine/instructions';
import { needs } from '../../host/needs';
import { compareCases } from '../xstate/xsave-comparison';
import { type NativeProcessor, tileProcessor } from '../xstate/xsave-native';
import { TILE_FAMILIES, tileCasesOf, tileEncodingCases } from './tile-native-cases';

const INVALID = EXCEPTIONS.find(({ mnemonic }) => mnemonic === '#UD')?.vector;

describe('tiles on the emulator and on the processor', () => {
  for (const family of TILE_FAMILIES) {
    it(`they ${family}`, function () {
      this.timeout(60_000);
      const native = needs(this, tileProcessor());
      const cases = tileCasesOf(family, native);
      assert.ok(cases.length > 0);
      const differences = compareCases(native, cases);
      assert.deepEqual(differences.slice(0, 10), [], `${differences.length} differences`);
    });
  }

  it('they take the same encodings, and do the same with them', function () {
    this.timeout(60_000);
    const native = needs(this, tileProcessor());
    const cases = tileEncodingCases(native);
    const instructions = cases.filter(({ instructions: [instruction] }) => instruction && isThere(native, instruction));
    assert.deepEqual(compareCases(native, instructions).slice(0, 10), []);
    const invalid = cases.filter(({ code }) => decode(code, 0).kind === 'invalid');
    const taken = native.run(invalid).flatMap(({ trap }, index) => (trap === INVALID ? [] : [invalid[index]!.code])); // as many
    assert.deepEqual(
      taken.map((code) => Buffer.from(code).toString('hex')),
      [],
    );
    assert.ok(instructions.length > 300 && invalid.length > 2000, `${instructions.length} and ${invalid.length}`);
  });
});

/** Whether CPUID lists it: a monitor can hide a feature, but not what the instruction then does. */
function isThere({ processor }: NativeProcessor, { form }: Instruction): boolean {
  return rowOfForm(form)?.features?.every((feature) => processor.has(feature)) ?? true;
}
