/** Jumps to where no code may be executed: what the kernel does, and where the flow goes on (Linux, arch/x86/mm/fault.c). */
import assert from 'node:assert/strict';
import { POLICIES } from '../../../src/kernel/policies';
import { problems, run } from '../harness';

const SEGV_MAPERR = 1;
const SEGV_ACCERR = 2;

const JUMPS: readonly (readonly [what: string, code: string, jump: string, address: bigint, code: number])[] = [
  ['a null function pointer', 'xor eax, eax', 'call rax', 0n, SEGV_MAPERR],
  ['a jump to nothing', 'mov eax, 0x12345000', 'jmp rax', 0x1234_5000n, SEGV_MAPERR],
  ['a smashed return address', 'push 0x12345000', 'ret', 0x1234_5000n, SEGV_MAPERR],
  ['a jump into data', 'lea rax, [d]', 'jmp rax', 0x100_0000n, SEGV_ACCERR],
  ['a jump to the stack', 'mov rax, rsp', 'jmp rax', 0n, SEGV_ACCERR],
];
const KERNELS = POLICIES.map(({ name }) => name).filter((name) => name !== 'none');

describe('a wild jump', () => {
  for (const kernel of KERNELS) {
    for (const [what, before, jump, address, code] of JUMPS) {
      it(`is SIGSEGV with the code and the address of the fetch, and ends the task at its line: ${what}, ${kernel}`, () => {
        const text = `xtrace 1\nkernel ${kernel}\ndata d = hex "90 90 c3"\ntask A\ntask B\nswitch A\n${before}\n${jump} => #PF, SIGSEGV, killed\nswitch B\nmov ebx, 7\nexpect rbx == 7 && A.signal == "SIGSEGV"`;
        const ran = run(text);
        const { happenings } = ran;
        assert.deepEqual(problems(ran), []);
        assert.ok(ran.world.ended);
        const signal = happenings.find(({ kind }) => kind === 'signal');
        assert.ok(signal?.kind === 'signal');
        assert.equal(signal.code, code);
        if (address !== 0n || what.startsWith('a null')) assert.equal(signal.address, Number(address));
        assert.ok(happenings.every(({ kind }) => kind !== 'oops'));
        for (const happening of happenings.filter(({ kind }) => kind === 'exception' || kind === 'killed')) {
          assert.equal(happening.line, 7, 'it happens at the line of the jump');
        }
      });
    }
  }

  it('is one step, whatever comes of it', () => {
    const { world } = run('xtrace 1\nxor eax, eax\ncall rax');
    assert.equal(world.flow.steps, 2);
  });

  it('diverges at its line where something else is written', () => {
    const { happenings } = run('xtrace 1\nxor eax, eax\ncall rax => SIGILL\nnop');
    const divergence = happenings.find(({ kind }) => kind === 'divergence');
    assert.ok(divergence?.kind === 'divergence');
    assert.equal(divergence.line, 2);
    assert.deepEqual(divergence.actual, ['#PF(0x0)', 'SIGSEGV', 'killed']);
  });

  it('can be survived: the handler goes on elsewhere, or ends the task', () => {
    const handler = (rest: string) =>
      `xtrace 1\nproc h\n  expect i32[rsi + SI_CODE] == SEGV_MAPERR && u64[rsi + SI_ADDR] == 0\n  ${rest}\nend\nsyscall rt_sigaction(SIGSEGV, h, SA_SIGINFO)\nxor eax, eax\ncall rax => #PF, SIGSEGV\nback:\nmov ebx, 5\nexpect rbx == 5`;
    const survived = run(handler('lea rax, [back]\n  mov [rdx + UC_RIP], rax\n  syscall rt_sigreturn()'));
    assert.deepEqual(problems(survived), []);
    const ended = run(handler('syscall exit(0)'));
    assert.equal(ended.world.flow.error?.code, 'no-task');
    assert.equal(ended.world.step?.line, 9);
  });

  it('leaves nothing of a call that nobody returns from', () => {
    const { world } = run('xtrace 1\ntask A\ntask B\nswitch A\nxor eax, eax\ncall rax\nswitch B\nnop');
    assert.deepEqual(world.flow.activations, []);
  });

  it('ends a task that `run` executes, and can be written there as well', () => {
    const text =
      'xtrace 1\ntask A entry=f\nproc f\nxor eax, eax\ncall rax => #PF, SIGSEGV, killed\nend\nrun A => #PF, SIGSEGV, killed\nexpect A.state == "killed"';
    const { happenings } = run(text);
    assert.deepEqual(
      happenings.filter(({ kind }) => kind === 'divergence' || kind === 'error').map((each) => each.kind),
      [],
    );
    const wrong = run(text.replace('call rax => #PF, SIGSEGV, killed', 'call rax => SIGILL'));
    assert.equal(wrong.happenings.filter(({ kind }) => kind === 'divergence').length, 1);
  });

  it('is #PF on bare metal, for a handler or as the outcome of the jump', () => {
    const handled = run(
      'xtrace 1\nkernel none\nidt #PF = h\nlea rax, [d]\njmp rax => #PF\nback:\nnop\nexpect rbx == 0x11\nproc h\npop rbx\nlea rax, [back]\nmov [rsp], rax\niretq\nend\ndata d = hex "90"',
    );
    assert.deepEqual(problems(handled), []);
    assert.equal(handled.world.ended, true);
    const written = run('xtrace 1\nkernel none\nxor eax, eax\ncall rax => #PF\nmov ebx, 3\nexpect rbx == 3');
    assert.deepEqual(problems(written), []);
    const unhandled = run('xtrace 1\nkernel none\nxor eax, eax\ncall rax\nnop');
    assert.equal(unhandled.world.flow.error?.code, 'unhandled-exception');
    assert.equal(unhandled.happenings.at(-2)?.line, 3);
  });

  it('of a kernel thread is an oops', () => {
    const { happenings } = run('xtrace 1\nring0\nxor eax, eax\ncall rax => #PF, oops\nend');
    assert.deepEqual(
      happenings.filter(({ kind }) => kind === 'divergence').map((each) => each.kind),
      [],
    );
  });
});

describe('a death', () => {
  it('is named where somebody needs the dead', () => {
    const { happenings } = run('xtrace 1\nproc f\n    call f\nend\n    call f');
    const error = happenings.find(({ kind }) => kind === 'error');
    assert.match(
      error?.kind === 'error' ? error.message : '',
      /^main was killed by SIGSEGV here: nobody returns from proc f\./,
    );
    assert.equal(error?.line, 2);
    const other = run('xtrace 1\ntask A\ntask B\nswitch A\nud2\nswitch B\nswitch A');
    assert.match(other.world.flow.error?.message ?? '', /^A was killed by SIGILL at line 5 and runs no more/);
  });
});
