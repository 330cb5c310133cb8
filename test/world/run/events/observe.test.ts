import assert from 'node:assert/strict';
import { problems, run, trace } from '../../harness';

function check(body: string): string[] {
  return problems(run(trace('linux', `data bytes = zero 8\ntask A\ntask B\n${body}`)));
}

describe('observe', () => {
  it('agrees with what follows from the trace', () => {
    assert.deepEqual(
      check('observe task="idle"\nswitch A\nobserve task=A cpu=0 xfd=0x40000 xfd_err=0 A.fpstate.size=2560'),
      [],
    );
  });

  it('reports what contradicts the model, as a divergence', () => {
    assert.deepEqual(check('switch A\nobserve xfd=0 cpu=1 task=B A.fpstate.size=10752'), [
      'line 8: expected xfd = 0x0, got xfd = 0x40000',
      'line 8: expected cpu = 0x1, got cpu = 0x0',
      'line 8: expected task = B, got task = A',
      'line 8: expected A.fpstate.size = 0x2a00, got A.fpstate.size = 0xa00',
    ]);
  });

  it('takes over contents of registers and memory', () => {
    const body =
      'switch A\nobserve rax=42 u64[bytes]=7 xmm3.u8[2]=9\nmov ebx, eax\nexpect rbx == 42 && u64[bytes] == 7 && xmm3.u8[2] == 9';
    assert.deepEqual(check(body), []);
  });

  it('lets the real machine number processes, place buffers, and report more in use', () => {
    assert.deepEqual(check('switch A\nobserve A.pid=4242 A.fpstate.address=0x1000 xinuse=0x602a2'), []);
    assert.deepEqual(check('switch A\nvpxor ymm1, ymm1, ymm1\nmov eax, 1\nmovd xmm1, eax\nobserve xinuse=0').length, 1);
  });

  it('takes over what a program had in use, in both directions', () => {
    const body = [
      'switch A',
      'observe in_use=0x202a2',
      'expect xinuse == 0x202a2',
      'switch B',
      'expect A.fpstate.xstate_bv == 0x202a2',
      'switch A',
      'observe in_use=0x202',
      'expect xinuse == 0x202 && k1 == 0',
    ];
    assert.deepEqual(check(body.join('\n')), []);
  });

  it('does not believe that a component was in use which IA32_XFD arms, or which XCR0 has not', () => {
    assert.deepEqual(check('switch A\nobserve in_use=0x60202\nobserve in_use=0x80202'), [
      'line 8: expected in_use = 0x60202, got in_use = 0x20202',
      'line 9: expected in_use = 0x80202, got in_use = 0x202',
    ]);
    assert.match(check('switch A\nobserve in_use="none"')[0] ?? '', /What is in use is a mask/);
  });

  it('knows what #NM left in IA32_XFD_ERR, and is not itself the step just done', () => {
    const use = 'data cfg = tilecfg { tmm0: 16x64 }\nswitch A\nldtilecfg [cfg]\ntilezero tmm0';
    assert.deepEqual(check(`${use}\nobserve last.xfd_err=0x40000 xfd_err=0\nexpect last.exception == "#NM"`), []);
    assert.deepEqual(check(`${use}\nobserve last.xfd_err=0`), [
      'line 11: expected last.xfd_err = 0x0, got last.xfd_err = 0x40000',
    ]);
  });

  it('says what it cannot read or take over', () => {
    assert.match(check('switch A\nobserve xfdd=0')[0] ?? '', /unknown-name/);
    assert.match(check('switch A\nswitch B\nobserve A.rax=1')[0] ?? '', /read-only/);
  });
});
