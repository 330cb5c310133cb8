import assert from 'node:assert/strict';
import { mentionedUpTo } from '../../src/vscode/language/mentioned';

function mentions(text: string, stopped: number): string[] {
  const lines = text.split('\n');
  return mentionedUpTo(lines, stopped).map(({ line, start, end }) => `${line}: ${lines[line]?.slice(start, end)}`);
}

describe('values beside the lines of a trace', () => {
  it('are those of registers and of state, each where it is mentioned last', () => {
    const text = 'switch A\n    mov rax, rbx\n    add rax, 1\n    expect A.fpstate.size == 2560 && xfd == 0';
    assert.deepEqual(mentions(text, 3), ['1: rbx', '2: rax', '3: A.fpstate.size', '3: xfd']);
  });

  it('end where the block begins, and behind the line that has stopped', () => {
    const text = 'mov rcx, 1\n\nmov rax, 1\nmov rdx, 1';
    assert.deepEqual(mentions(text, 2), ['2: rax']);
  });

  it('are none of tiles, of mnemonics, of outcomes and of comments', () => {
    assert.deepEqual(mentions('tilezero tmm0 => #NM ; xfd', 0), []);
  });
});
