import assert from 'node:assert/strict';
import * as stub from '../../bench/vscode-stub';

describe("what stands for vscode where the extension's activation is measured", () => {
  it('has classes to extend, functions to call and members without end', () => {
    const { FileCoverage, commands } = stub as unknown as {
      FileCoverage: new () => object;
      commands: { registerCommand: (name: string) => { dispose: () => unknown } };
    };
    class Coverage extends FileCoverage {}
    assert.equal(typeof new Coverage(), 'function');
    assert.doesNotThrow(() => commands.registerCommand('xtrace.any').dispose());
    assert.deepEqual([...(stub as unknown as Iterable<unknown>)], []);
  });
});
