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

describe('a task whose declaration cannot be read', () => {
  it('is not missed by the lines that name the task, which have an error of their own otherwise', () => {
    const uses = 'switch T\nexpect T.pid == 1\nrun T\ntask Q in T\nrun U\nadd rax\n';
    const codesOf = (declaration: string) =>
      diagnose(`xtrace 1\nkernel linux\ntask A\n${declaration}\n${uses}`, CHECK_CONTEXT).map(({ code }) => code);
    assert.deepEqual(codesOf('task T cpu'), ['unexpected-token', 'unknown-task', 'operand-count']);
    assert.deepEqual(codesOf('  TASK T entry='), ['unexpected-end', 'unknown-task', 'operand-count']);
    assert.deepEqual(
      new Set(codesOf('')),
      new Set(['unknown-task', 'unknown-name', 'unknown-process', 'operand-count']),
    );
  });
});
