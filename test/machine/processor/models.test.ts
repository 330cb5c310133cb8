/** The shipped CPU models are dumps of CPUID. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MODULE, modelsModule } from '../../../scripts/models-module';
import { CPU_MODELS, kinOf } from '../../../src/machine/processor/models';
import '../../../src/main/iced-on-node';
import { loadProgram } from '../../../src/world/program/load-program';

const FOLDER = path.join(path.dirname(MODULE), 'dumps');

/** What a trace gets by `machine from` that file. */
function processorFrom(file: string) {
  const bytes = readFileSync(path.join(FOLDER, file));
  const { program, diagnostics } = loadProgram(`xtrace 1\nmachine from "${file}"\n`, {
    files: { sizeOf: () => bytes.length, read: () => bytes },
  });
  assert.deepEqual(diagnostics, []);
  return program?.processor;
}

describe('The shipped CPU models', () => {
  it('are in the core as their files have them: run `npm run models` after a change of one', () => {
    assert.equal(readFileSync(MODULE, 'utf8'), modelsModule());
  });

  it('have a file each, and no file is of none', () => {
    const names = CPU_MODELS.map(({ name }) => `${name}.cpuid`);
    assert.deepEqual(readdirSync(FOLDER).sort(), names.sort());
  });

  for (const { name, leaves, vendor } of CPU_MODELS) {
    it(`can be had by \`machine from\` as well: ${name}`, () => {
      const model = processorFrom(`${name}.cpuid`)?.model;
      assert.deepEqual([model?.leaves, model?.vendor], [leaves, vendor]);
    });
  }

  it('choose for processors that are none of them, by maker and family', () => {
    const chosen = (vendor: string, family: number) => kinOf(vendor, family)?.name;
    assert.equal(chosen('GenuineIntel', 6), 'sapphire-rapids');
    assert.equal(chosen('GenuineIntel', 15), 'sapphire-rapids');
    assert.equal(chosen('AuthenticAMD', 0x17), 'zen4');
    assert.equal(chosen('AuthenticAMD', 0x19), 'zen4');
    assert.equal(chosen('AuthenticAMD', 0x1a), 'zen5');
    assert.equal(chosen('CentaurHauls', 7), undefined);
    const [zen4, zen5] = ['zen4', 'zen5'].map((name) => processorFrom(`${name}.cpuid`)?.choices);
    assert.deepEqual([zen4?.fip, zen5?.fip], ['bit 47', 'linear address']);
  });

  it('have the numbers of the processors that they are named for', () => {
    // Family, model and stepping in leaf 1, as the manufacturers' lists of CPUID signatures have them.
    const signatures = Object.fromEntries(
      CPU_MODELS.map(({ name, leaves }) => [name, leaves['1.0']?.[0].toString(16)]),
    );
    assert.deepEqual(signatures, {
      'sapphire-rapids': '806f8',
      'emerald-rapids': 'c06f2',
      'granite-rapids': 'a06d1',
      'diamond-rapids': '400f10',
      'skylake-sp': '50654',
      'arrow-lake': 'c0662',
      zen4: 'a10f11',
      zen5: 'b00f21',
    });
  });
});
