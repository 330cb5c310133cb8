import assert from 'node:assert/strict';
import { diagnose } from '../../../src/language/check';
import { CHECK_CONTEXT } from '../../../src/world/program/load-program';

const USES = `xtrace 1
task A in P
    call f
    expect u32[x] == c
    mov eax, c
    run T
    syscall rt_sigaction(SIGUSR1, h)
    signal SIGUSR1 to T
    mov rax, rbx, rcx, rdx
`;
const DECLARATIONS =
  'f: nop\nconst c = 1\ndata x = zero 4\ntask P\ntask T entry=f\nproc h\n    ret\nend\nsyscall fork() as U\n';

/** In the lines that use the names. */
const codes = (text: string) =>
  diagnose(text, CHECK_CONTEXT).flatMap(({ code, range }) => (range.line < 9 ? [code] : []));

describe('a trace that was not read to its end', () => {
  it('misses none of the names that may be declared there', () => {
    const unreadable = 'this is [\n'.repeat(2000);
    assert.deepEqual(codes(USES + unreadable + DECLARATIONS), ['operand-count']);
    assert.deepEqual(codes(`${USES}.macro m\nm\n.endm\nm\n`), ['operand-count']);
    assert.deepEqual(codes(`${USES}.rept 1000000\nnop\n.endr\n`), ['operand-count']);
  });

  it('misses them where the trace has been read', () => {
    assert.deepEqual(new Set(codes(USES)).has('unknown-name'), true);
    assert.deepEqual(new Set(codes(USES)).has('unknown-task'), true);
    assert.deepEqual(new Set(codes(USES)).has('unknown-process'), true);
  });
});

describe('a line that cannot be read, and that declares a name or begins a block', () => {
  const codesOf = (...lines: readonly string[]) =>
    diagnose(['xtrace 1', 'kernel linux', 'task A', ...lines, ''].join('\n'), CHECK_CONTEXT).map(({ code }) => code);

  it('is not followed by an error for each line that names a task', () => {
    const uses = ['switch T', 'expect T.pid == 1', 'run T', 'task Q in T', 'run U', 'add rax'];
    assert.deepEqual(codesOf('task T cpu', ...uses), ['unexpected-token', 'unknown-task', 'operand-count']);
    assert.deepEqual(codesOf('  TASK T entry=', ...uses), ['unexpected-end', 'unknown-task', 'operand-count']);
    assert.deepEqual(
      new Set(codesOf('', ...uses)),
      new Set(['unknown-task', 'unknown-name', 'unknown-process', 'operand-count']),
    );
  });

  it('nor by one for each that names data, a constant, a procedure, a counter or a task that a call makes', () => {
    const declared: readonly (readonly [bad: string, uses: readonly string[]])[] = [
      ['data t = u8[16][64] ramp(1,', ['mov al, [t]', 'lea rax, [t + 8]', 'expect u8[t] == 1 && t.size == 3']],
      ['const N = 3 +', ['mov eax, N', 'expect N == 3', 'data b = u8[N] ramp(1, 1)', 'repeat N', 'end']],
      ['proc f x', ['call f', 'expect rip == f', 'end']],
      ['syscall fork( as B', ['switch B', 'expect B.pid == 2']],
    ];
    for (const [bad, uses] of declared) {
      const first = codesOf(bad)[0] ?? 'right';
      assert.deepEqual(codesOf(bad, 'switch A', ...uses), [first], bad);
    }
  });

  it('nor by one for the `end` of its block, nor one that it is missing', () => {
    for (const bad of ['proc f =', 'repeat', 'repeat 3 as', 'ring0 now', 'REPEAT 3 4']) {
      const first = codesOf('switch A', bad)[0] ?? 'right';
      assert.deepEqual(codesOf('switch A', bad, 'nop', 'end'), [first], bad);
      assert.deepEqual(codesOf('switch A', bad, 'repeat 2', 'nop', 'end', 'end'), [first], bad);
      assert.deepEqual(codesOf('switch A', bad, 'nop', 'end', 'end'), [first, 'extra-end'], bad);
    }
  });
});
