/** Page rights and protection keys by system call (Linux: mm/mprotect.c, mm/mmap.c, arch/x86/mm/pkeys.c; mprotect(2), pkeys(7)). */
import assert from 'node:assert/strict';
import { POLICIES } from '../../src/kernel/policies';
import { problems, run } from '../world/harness';

/** As a trace: every result that is written is held against what the call returns. */
function check(body: string, kernel = 'linux'): void {
  assert.deepEqual(problems(run(`xtrace 1\nkernel ${kernel}\ndata buf = zero 8192 align=4096\n${body}\n`)), []);
}

const HANDLER = (expectation: string): string =>
  `proc h\n  expect ${expectation}\n  lea rax, [after]\n  mov [rdx + UC_RIP], rax\n  syscall rt_sigreturn()\nend\nsyscall rt_sigaction(SIGSEGV, h, SA_SIGINFO)\n`;

describe('mprotect', () => {
  for (const { name } of POLICIES.filter((policy) => policy.name !== 'none')) {
    it(`makes data executable, so that written code runs: ${name}`, () => {
      check(
        `lea rdi, [buf]\nmov DWORD PTR [rdi], 0x000001b8\nmov WORD PTR [rdi + 4], 0xc300\nsyscall mprotect(buf, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) => = 0\nlea rdi, [buf]\ncall rdi\nexpect rax == 1`,
        name,
      );
    });
  }

  it('takes rights away: reading, writing, all', () => {
    check(
      `${HANDLER('i32[rsi + SI_CODE] == SEGV_ACCERR && u64[rsi + SI_ADDR] == buf + 8')}syscall mprotect(buf, 1, PROT_READ) => = 0\nmov rax, [buf + 8]\nmov [buf + 8], rax => #PF, SIGSEGV\nafter:\nsyscall mprotect(buf, 4096, PROT_READ | PROT_WRITE) => = 0\nmov [buf + 8], rax`,
    );
    check(
      `${HANDLER('i32[rsi + SI_CODE] == SEGV_ACCERR')}syscall mprotect(buf, 1, PROT_NONE) => = 0\nmov rax, [buf + 8] => #PF, SIGSEGV\nafter:\nmov rax, [buf + 4096]`,
    );
  });

  // mm/mprotect.c, arch/x86/include/asm/pkeys.h: without OSPKE key 0 is not allocated either (init_new_context).
  it('knows no key where the processor has none', () => {
    const calls = `syscall pkey_alloc(0, 0) => = -ENOSPC
syscall pkey_free(0) => = -EINVAL
syscall pkey_mprotect(buf, 4096, PROT_READ, 0) => = -EINVAL
syscall pkey_mprotect(buf, 4096, PROT_READ | PROT_WRITE, -1) => = 0`;
    const text = `xtrace 1\nmachine sapphire-rapids -pku\nkernel linux\ndata buf = zero 8192 align=4096\n`;
    for (const before of ['', 'syscall execve()\n']) assert.deepEqual(problems(run(`${text}${before}${calls}\n`)), []);
    check('syscall pkey_free(0) => = 0\nsyscall pkey_free(0) => = -EINVAL\nsyscall pkey_alloc(0, 0) => = 0');
  });

  it('refuses what is not aligned, not known or not mapped, and changes the pages before a hole', () => {
    check(
      `syscall mprotect(buf + 1, 4096, PROT_READ) => = -EINVAL
syscall mprotect(buf, 0, PROT_READ) => = 0
syscall mprotect(buf, 4096, 16) => = -EINVAL
syscall mprotect(0x700000000000, 4096, PROT_READ) => = -ENOMEM
syscall mprotect(buf, -4096, PROT_READ) => = -ENOMEM
syscall mprotect(buf, 12288, PROT_READ) => = -ENOMEM
task B
syscall mprotect(0xffff800000000000, 4096, PROT_READ) => = -ENOMEM`.replace('task B\n', ''),
    );
    check(
      `${HANDLER('i32[rsi + SI_CODE] == SEGV_ACCERR')}syscall mprotect(buf, 12288, PROT_READ) => = -ENOMEM\nmov [buf + 4096], rax => #PF, SIGSEGV\nafter:\nnop`,
    );
  });

  it('makes an execute-only page by a protection key of the kernel’s', () => {
    check(
      `${HANDLER('i32[rsi + SI_CODE] == SEGV_PKUERR && i32[rsi + SI_PKEY] == 1')}mov BYTE PTR [buf], 0xc3\nsyscall mprotect(buf, 4096, PROT_EXEC) => = 0\nlea rax, [buf]\ncall rax\nmov rax, [buf] => #PF, SIGSEGV\nafter:\nsyscall pkey_alloc(0, 0) => = 2\nsyscall pkey_free(1) => = -EINVAL\nsyscall mprotect(buf, 4096, PROT_READ | PROT_EXEC) => = 0\nmov rax, [buf]`,
    );
    assert.deepEqual(
      problems(
        run(
          'xtrace 1\nmachine sapphire-rapids -pku\ndata buf = hex "c3 90" align=4096\nsyscall mprotect(buf, 4096, PROT_EXEC) => = 0\nlea rax, [buf]\ncall rax\nmov al, [buf]',
        ),
      ),
      [],
      'without keys it may be read',
    );
  });

  it('counts for the process alone, and is inherited by its children', () => {
    check(
      `task A\ntask B\nswitch A\nsyscall mprotect(buf, 4096, PROT_READ) => = 0\nsyscall fork() as C\nswitch B\nmov [buf], rax\nswitch C\nmov [buf], rax => #PF, SIGSEGV, killed`,
    );
  });
});

describe('mmap and munmap', () => {
  it('map zeros below the libraries and take them away', () => {
    check(
      `${HANDLER('i32[rsi + SI_CODE] == SEGV_MAPERR')}syscall mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS)\nmov rbx, rax\nexpect (rbx & 0xfff) == 0 && rbx > 0x7ffff0000000\nmov DWORD PTR [rbx + 8188], 5\nexpect u64[rbx] == 0\nsyscall munmap(rbx, 4096) => = 0\nmov eax, [rbx + 8188]\nmov eax, [rbx] => #PF, SIGSEGV\nafter:\nsyscall mmap(rbx, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS)\nexpect rax == rbx, "a hint where nothing is"`,
    );
  });

  it('replace what is there with MAP_FIXED, and refuse to with MAP_FIXED_NOREPLACE', () => {
    check(`mov DWORD PTR [buf], 7
syscall mmap(buf, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE) => = -EEXIST
syscall mmap(buf, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED)
expect rax == buf && u32[buf] == 0
syscall mmap(buf + 1, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED) => = -EINVAL
syscall mmap(4096, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED) => = -EPERM`);
  });

  it('refuse no length, files, what is shared, and more than there can be', () => {
    check(`syscall mmap(0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS) => = -EINVAL
syscall mmap(0, 4096, PROT_READ, MAP_PRIVATE, -1) => = -EBADF
syscall mmap(0, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS) => = -EINVAL
syscall mmap(0, 1 << 46, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS) => = -ENOMEM
syscall munmap(buf + 1, 4096) => = -EINVAL
syscall munmap(buf, 0) => = -EINVAL
syscall munmap(0x10000000000, 4096) => = 0`);
  });

  it('can be made by the instruction SYSCALL', () => {
    check(
      'mov eax, 9\nxor edi, edi\nmov esi, 4096\nmov edx, 3\nmov r10d, 0x22\nmov r8, -1\nxor r9d, r9d\nsyscall\nmov QWORD PTR [rax], 1',
    );
  });

  it('end a task that unmaps the code it runs on', () => {
    check(
      'task A\ntask B\nswitch A\nsyscall munmap(0x401000, 4096) => = 0\nnop => #PF, SIGSEGV, killed\nswitch B\nnop',
    );
  });
});

describe('protection keys', () => {
  it('are given from 1 on, fifteen of them, and again when they are free', () => {
    const all = Array.from({ length: 15 }, (_, key) => `syscall pkey_alloc(0, 0) => = ${key + 1}`).join('\n');
    check(`${all}\nsyscall pkey_alloc(0, 0) => = -ENOSPC\nsyscall pkey_free(5) => = 0\nsyscall pkey_free(5) => = -EINVAL
syscall pkey_alloc(1, 0) => = -EINVAL\nsyscall pkey_alloc(0, 4) => = -EINVAL\nsyscall pkey_alloc(0, 0) => = 5`);
  });

  it('forbid by PKRU what they are told to, and say so in the siginfo', () => {
    check(
      `${HANDLER('i32[rsi + SI_CODE] == SEGV_PKUERR && i32[rsi + SI_PKEY] == 1 && u64[rsi + SI_ADDR] == buf')}syscall pkey_alloc(0, PKEY_DISABLE_WRITE) => = 1\nsyscall pkey_mprotect(buf, 4096, PROT_READ | PROT_WRITE, 1) => = 0\nmov rax, [buf]\nmov [buf], rax => #PF, SIGSEGV\nafter:\nxor eax, eax\nxor ecx, ecx\nxor edx, edx\nwrpkru\nmov [buf], rax`,
    );
  });

  it('are refused that nobody has allocated', () => {
    check(
      'syscall pkey_mprotect(buf, 4096, PROT_READ, 3) => = -EINVAL\nsyscall pkey_mprotect(buf, 4096, PROT_READ, 0) => = 0',
    );
  });

  it('stay with a mapping through mprotect', () => {
    check(
      `${HANDLER('i32[rsi + SI_CODE] == SEGV_PKUERR')}syscall pkey_alloc(0, PKEY_DISABLE_ACCESS) => = 1\nsyscall pkey_mprotect(buf, 4096, PROT_READ, 1)\nsyscall mprotect(buf, 4096, PROT_READ | PROT_WRITE)\nmov rax, [buf] => #PF, SIGSEGV\nafter:\nnop`,
    );
  });
});
