/** RFLAGS bits that do something, and INT1: TF, AC, NT and ID (SDM vol. 1, 3.4.3; vol. 3, 6.15 and 18.3.1.4; Linux, traps.c). */
import assert from 'node:assert/strict';
import { POLICIES } from '../../../src/kernel/policies';
import { problems, run } from '../harness';

function check(text: string): void {
  assert.deepEqual(problems(run(`xtrace 1\n${text}\n`)), []);
}

const HANDLER = (signal: string, body: string): string =>
  `proc h\n  ${body}\n  syscall rt_sigreturn()\nend\nsyscall rt_sigaction(${signal}, h, SA_SIGINFO)\n`;

describe('NT, AC and ID', () => {
  it('can be set and read back at every level', () => {
    for (const kernel of ['linux', 'none']) {
      check(
        `kernel ${kernel}\npush 0x244002\npopfq\npushfq\npop rax\nexpect (rax & 0x244000) == 0x244000\npush 2\npopfq`,
      );
    }
  });

  it('make IRETQ raise #GP(0) while NT is set', () => {
    check('kernel none\npush 0x4002\npopfq\niretq => #GP(0)');
  });
});

describe('TF', () => {
  for (const { name } of POLICIES.filter((policy) => policy.name !== 'none')) {
    it(`traps behind the instruction after the one that sets it: SIGTRAP, ${name}`, () => {
      check(
        `kernel ${name}\ntask A\ntask B\nswitch A\npush 0x102\npopfq => ok\nnop => #DB, SIGTRAP, killed\nswitch B\nnop`,
      );
    });
  }

  it('tells the handler where the next instruction is, and the handler is not traced', () => {
    check(
      `${HANDLER('SIGTRAP', 'expect i32[rsi + SI_CODE] == 2 && u64[rsi + SI_ADDR] == u64[rdx + UC_RIP]\n  inc DWORD PTR [count]\n  lea rax, [after]\n  cmp [rdx + UC_RIP], rax\n  jne more\n  and QWORD PTR [rdx + UC_EFLAGS], -257\nmore:')}data count = u32[1] zero\npush 0x102\npopfq\njmp next => #DB, SIGTRAP\nnop\nnext:\nxor eax, eax => #DB, SIGTRAP\nafter:\nnop => ok\nexpect u32[count] == 2`,
    );
  });

  it('traps after each iteration of a repeated instruction, with RIP at it until the last one', () => {
    check(
      `${HANDLER('SIGTRAP', 'inc DWORD PTR [count]\n  lea rax, [after]\n  cmp [rdx + UC_RIP], rax\n  jne more\n  and QWORD PTR [rdx + UC_EFLAGS], -257\nmore:')}data count = u32[1] zero\ndata to = zero 16\nmov ecx, 3\nlea rdi, [to]\nmov al, 7\npush 0x102\npopfq\nrep stosb => #DB, SIGTRAP, #DB, SIGTRAP, #DB, SIGTRAP\nafter:\nnop\nexpect u32[count] == 3 && u32[to] == 0x070707`,
    );
  });

  it('is #DB on bare metal, whose handler runs untraced', () => {
    check(
      'kernel none\nidt #DB = h\npush 0x102\npopfq\nnop => #DB\nmov ebx, 1\nexpect rbx == 1 && rcx == 1\nproc h\ninc ecx\nand QWORD PTR [rsp + 16], -257\niretq\nend',
    );
  });
});

describe('INT1', () => {
  // exc_debug() and get_si_code() of arch/x86/kernel/traps.c: DR6 has no condition, so it is a breakpoint.
  it('is SIGTRAP with TRAP_BRKPT, and the handler is told of the next instruction', () => {
    check(
      `${HANDLER('SIGTRAP', 'expect i32[rsi + SI_CODE] == TRAP_BRKPT && u64[rsi + SI_ADDR] == after && u64[rdx + UC_RIP] == after')}int1 => #DB, SIGTRAP\nafter:\nnop`,
    );
  });

  it('is #DB on bare metal, behind its instruction', () => {
    check('kernel none\nidt #DB = h\nint1 => #DB\nafter:\nexpect rbx == after\nproc h\nmov rbx, [rsp]\niretq\nend');
  });
});

describe('AC', () => {
  it('makes an access that is not aligned SIGBUS with BUS_ADRALN, under Linux', () => {
    check(
      `${HANDLER('SIGBUS', 'expect i32[rsi + SI_CODE] == 1\n  and QWORD PTR [rdx + UC_EFLAGS], -262145')}data d = zero 16\npush 0x40002\npopfq\nmov eax, [d + 4]\nmov eax, [d + 1] => #AC(0), SIGBUS\nmov eax, [d + 1]`,
    );
  });

  it('does nothing on bare metal until CR0.AM is set', () => {
    const text = 'kernel none\ndata d = zero 16\n';
    check(`${text}push 0x40002\npopfq\nmov eax, [d + 1]`);
    check(`${text}mov rax, cr0\nor eax, 0x40000\nmov cr0, rax\npush 0x40002\npopfq\nmov eax, [d + 1]`);
  });
});
