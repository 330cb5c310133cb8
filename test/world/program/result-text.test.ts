import assert from 'node:assert/strict';
import { syscallText } from '../../../src/world/program/result-text';

const text = (name: string, ...given: bigint[]) => syscallText({ kind: 'syscall', name, arguments: given, result: 0n });

describe('a system call as text', () => {
  it('has the names of its flags, and numbers where bits have none', () => {
    assert.equal(text('rt_sigaction', 10n, 0x40100fn, 4n), 'rt_sigaction(SIGUSR1, 0x40100f, SA_SIGINFO) = 0');
    assert.equal(text('mprotect', 0x1000n, 4096n, 5n), 'mprotect(0x1000, 4096, PROT_READ | PROT_EXEC) = 0');
    assert.equal(text('mprotect', 0x1000n, 4096n, 0n), 'mprotect(0x1000, 4096, PROT_NONE) = 0');
    assert.equal(text('mprotect', 0x1000n, 4096n, 0x41n), 'mprotect(0x1000, 4096, 0x41) = 0');
    assert.equal(
      text('mmap', 0n, 4096n, 3n, 0x22n),
      'mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS) = 0',
    );
    assert.equal(text('exit', 0n), 'exit(0) = 0');
  });
});
