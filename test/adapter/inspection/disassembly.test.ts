import assert from 'node:assert/strict';
import { disassemble } from '../../../src/adapter/inspection/disassembly';
import { launchArguments } from '../../../src/adapter/launch/launch-arguments';
import { Client } from '../../../src/adapter/protocol/client';
import { Debuggee } from '../../../src/adapter/state/debuggee';
import { formatAddress } from '../../../src/machine/architecture/linear-address';
import { load } from '../../world/harness';

const COUNT = 3000;

describe('a long disassembly', () => {
  it('asks for each step as it is written and as it lies in memory, and gives its bytes as objdump prints them', () => {
    const lines = Array.from({ length: COUNT }, (_, index) => `    mov ecx, ${index}\n`).join('');
    const debuggee = new Debuggee(
      launchArguments({ program: 'test.xtrace' }, 'arguments'),
      load(`xtrace 1\nkernel none\n${lines}`),
    );
    const { steps } = debuggee.program;
    const { address } = steps.at(0) ?? assert.fail('no step');
    let asked = 0;
    const at = steps.at.bind(steps);
    steps.at = (index) => {
      asked++;
      return at(index);
    };
    const rows = disassemble(debuggee, new Client(() => {}), {
      memoryReference: formatAddress(address),
      instructionCount: COUNT,
    });
    assert.equal(rows.length, COUNT);
    assert.equal(rows[258]?.instructionBytes, 'b9 02 01 00 00');
    assert.ok(asked < 2 * COUNT + 20, `${asked} steps`);
  });
});
