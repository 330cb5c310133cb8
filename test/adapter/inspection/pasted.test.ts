import assert from 'node:assert/strict';
import { closeClients, lineOf, stopAt, trace } from '../client';

const PASTED = trace('pasted');
const COMPILED = trace('compiled');

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

describe('pasted code with lines of C', () => {
  it('has them in the names of its frames', async () => {
    const { client, stop } = await stopAt(COMPILED, 'dec');
    const frames = await client.stack(stop.threadId ?? 0);
    assert.deepEqual(
      frames.map(({ name, line }) => [name, line]),
      [
        ['g.part.0  layer.c:12', lineOf(COMPILED, 'dec')],
        ['f  layer.c:40', lineOf(COMPILED, 'g.part.0')],
        ['flow', lineOf(COMPILED, 'call f')],
      ],
    );
  });

  it('has them in its disassembly, where each begins', async () => {
    const { client, stop } = await stopAt(COMPILED, 'mov');
    const { instructionPointerReference = '' } = await client.currentFrame(stop);
    const { body } = await client.disassembleRequest({
      memoryReference: instructionPointerReference,
      instructionCount: 6,
    });
    assert.deepEqual(
      body?.instructions.map(({ instruction, symbol }) => [instruction, symbol]),
      [
        ['mov eax, 1  ; layer.c:39', 'f'],
        ['inc eax  ; layer.c:40', 'f'],
        ['call g.part.0', 'f'],
        ['ret  ; layer.c:41', 'f'],
        ['dec eax  ; layer.c:12', 'g.part.0'],
        ['ret', 'g.part.0'],
      ],
    );
  });
});
