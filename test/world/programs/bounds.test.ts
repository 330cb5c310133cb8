/** What programs cannot do to the machine that runs them, and what their parents learn of those that the kernel ends. */
import assert from 'node:assert/strict';
import { needs } from '../../host/needs';
import { compiled, found, runProgram } from './programs';

describe('a program without bounds', function () {
  this.timeout(0);
  let program = '';

  before(function () {
    needs(this, found('gcc'));
    program = compiled('gcc', 'bounds.c', '-static', '-O1', '-mamx-tile');
  });

  it('gets memory until there is no more of it, which takes room only where it is written', () => {
    const { output, exitCode } = runProgram(program, { call: 'args "memory"' });
    assert.deepEqual([output, exitCode], ['1, refused with 1\n', 0n]);
  });

  it('forks until there are too many processes, and all of them end', () => {
    const { output, exitCode, world } = runProgram(program, { call: 'args "processes"' });
    assert.deepEqual([output, exitCode], ['1, refused with 1\n0 left\n', 0n]);
    assert.equal(world.memory.spaceCount, 1, 'the processor keeps the last one until it needs another');
  });

  it('is ended where memory for buffers is short, and its parent goes on', () => {
    const { output, exitCode } = runProgram(program, { kernel: 'linux memory=11000 oom=on', call: 'args "tiles"' });
    assert.deepEqual([output, exitCode], ['the child was killed by 9\n', 0n]);
  });
});
