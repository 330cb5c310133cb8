/** What a kernel makes of an XRSTOR that raises #GP after it has changed registers, as Intel's processors do. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import { go, load, trace } from '../harness';

/** A handler returns to a frame in the compacted format, with another XMM0 and an MXCSR that XRSTOR refuses. */
const REWRITTEN = `proc handler
    mov   rbx, [rdx + UC_FPSTATE]
    mov   QWORD PTR [rbx + XSTATE_BV], 2
    mov   rax, 0x8000000000000002
    mov   [rbx + XCOMP_BV], rax
    mov   DWORD PTR [rbx + 24], -1
    mov   DWORD PTR [rbx + 160], 0x7777
    mov   eax, 0x1111
    movd  xmm0, eax
    ret
end
task A
switch A
    syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
    signal SIGUSR1 => SIGUSR1
    nop`;

/** XMM0 after every step of the kernel from the XRSTOR on, with the routine that is at work then. */
function stepsFrom(machine: string): readonly (readonly [routine: string, xmm0: bigint])[] {
  const engine = new Debugger(load(trace('linux version=6.1', REWRITTEN).replace('sapphire-rapids', machine)));
  engine.setBreakpoints([{ id: 1, on: 'function', name: 'restore_fpregs_from_user' }]);
  assert.equal(go(engine, { kind: 'continue' }).kind, 'breakpoint');
  engine.setBreakpoints([]);
  const seen: (readonly [string, bigint])[] = [];
  while (engine.place.kind === 'kernel') {
    seen.push([engine.place.routine, BigInt(engine.evaluate('xmm0.u32[0]').value as bigint)]);
    go(engine, { kind: 'in' });
  }
  assert.equal(engine.evaluate('A.signal == "SIGSEGV"').value, 1n);
  return seen;
}

describe('rt_sigreturn of a compacted frame whose MXCSR is refused', () => {
  it('on an Intel processor shows the registers half loaded, and then what the kernel does about it', () => {
    const seen = stepsFrom('sapphire-rapids');
    const values = (name: string) => [
      ...new Set(seen.flatMap(([routine, value]) => (routine === name ? [value] : []))),
    ];
    assert.deepEqual(values('restore_fpregs_from_user'), [0x1111n, 0x7777n], 'before and after the XRSTOR');
    assert.ok(values('fpu__clear_user_states').includes(0x7777n), 'what the kernel finds');
    assert.equal(seen.at(-1)?.[1], 0n, 'initial registers at the end');
  });

  it('on an AMD processor shows the registers as they were until the kernel initialises them', () => {
    const seen = stepsFrom('zen4');
    assert.ok(seen.every(([, value]) => value !== 0x7777n));
    assert.equal(seen.at(-1)?.[1], 0n);
  });
});
