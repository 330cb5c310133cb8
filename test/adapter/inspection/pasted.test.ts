import assert from 'node:assert/strict';
import { closeClients, lineOf, stopAt, trace } from '../client';

const PASTED = trace('pasted');

afterEach(closeClients);

describe('bytes among instructions', () => {
  it('can be stopped at, and are disassembled as the instructions that they are', async () => {
    const { client, stop } = await stopAt(PASTED, '.byte');
    const frame = await client.currentFrame(stop);
    assert.equal(frame.line, lineOf(PASTED, '.byte'));
    const reference = { memoryReference: frame.instructionPointerReference ?? '', instructionCount: 2 };
    const { body } = await client.disassembleRequest(reference);
    assert.deepEqual(
      body?.instructions.map(({ instruction, instructionBytes, line }) => [instruction, instructionBytes, line]),
      [
        ['inc eax', 'ff c0', lineOf(PASTED, '.byte')],
        ['ret', 'c3', lineOf(PASTED, 'ret')],
      ],
    );
    assert.equal((await client.currentFrame(await client.go('next'))).line, lineOf(PASTED, 'ret'));
  });
});
