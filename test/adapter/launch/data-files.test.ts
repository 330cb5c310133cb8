import assert from 'node:assert/strict';
import { dataFiles } from '../../../src/adapter/launch/data-files';
import { parseTrace } from '../../../src/language/parser';

describe('the files beside a trace', () => {
  it('are those of its data, and the programs that its tasks run with what they read', () => {
    const text = `xtrace 1
data a = file "bytes.bin"
task A exec "bin/program" args "no file" stdin "input.txt"
task B exec "bin/program"
data b = file "../outside.bin"
`;
    const found = dataFiles(parseTrace(text), '/traces/one.xtrace').map(({ name }) => name);
    assert.deepEqual(found, ['bytes.bin', 'bin/program', 'input.txt']);
  });
});
