import assert from 'node:assert/strict';

interface StandIn extends Iterable<unknown> {
  readonly FileCoverage: new () => object;
  readonly commands: { registerCommand: (name: string) => { dispose: () => unknown } };
}

// As bundled code has it: what stands in is no module, since it has every member.
const { FileCoverage, commands, ...rest } = require('../../bench/vscode-stub') as StandIn;

describe("what stands for vscode where the extension's activation is measured", () => {
  it('has classes to extend, functions to call and members without end', () => {
    class Coverage extends FileCoverage {}
    assert.equal(typeof new Coverage(), 'function');
    assert.doesNotThrow(() => commands.registerCommand('xtrace.any').dispose());
    assert.deepEqual(rest, {});
  });
});
