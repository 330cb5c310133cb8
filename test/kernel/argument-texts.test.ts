/** What is told of system calls with paths: held to what strace prints of the same calls. */
import assert from 'node:assert/strict';
import { syscallText } from '../../src/world/program/result-text';
import { run } from '../world/harness';

/** Calls that a task of a trace makes by SYSCALL, as they are told; `[path]` is `/t"x`. */
function told(...lines: readonly string[]): readonly string[] {
  const { happenings } = run(
    ['xtrace 1', 'kernel linux', 'data path = hex "2f742278 00"', 'task A', 'switch A', ...lines].join('\n'),
  );
  return happenings.flatMap((happening) => (happening.kind === 'syscall' ? [syscallText(happening)] : []));
}

describe('a system call with a path', () => {
  it('is told of with the path, quoted', () => {
    const path = 'lea rdi, [path]';
    assert.deepEqual(told(path, 'mov eax, 80', 'syscall'), ['chdir("/t\\"x") = -ENOENT']);
    assert.deepEqual(told(path, 'mov rsi, rdi', 'mov eax, 82', 'syscall'), ['rename("/t\\"x", "/t\\"x") = -ENOENT']);
    assert.deepEqual(told('lea rsi, [path]', 'mov edi, -100', 'mov edx, 2', 'mov eax, 257', 'syscall'), [
      'openat(AT_FDCWD, "/t\\"x", 2, 0) = -ENOENT',
    ]);
    assert.deepEqual(told(path, 'xor esi, esi', 'xor edx, edx', 'mov eax, 59', 'syscall'), [
      'execve("/t\\"x", 0, 0) = -ENOEXEC',
    ]);
  });

  it('is told of with the address where nothing can be read', () => {
    assert.deepEqual(told('mov edi, 64', 'mov eax, 87', 'syscall'), ['unlink(0x40) = -EFAULT']);
  });
});
