/** WARN: what the kernel warns of (WARN_ON in arch/x86/kernel/fpu and arch/x86/kernel/traps.c), and what a trace makes of it. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import { RunTally } from '../../../src/world/debugger/run-tally';
import { go, load, problems, run, trace } from '../harness';

function check(kernel: string, body: string): string[] {
  return problems(run(trace(kernel, body)));
}

const NESTED = 'task A\nswitch A\nkernel_fpu_begin\nkernel_fpu_begin';

describe('a WARN', () => {
  it('is what sections of kernel SIMD that do not pair have as their outcome, each cause once', () => {
    for (const kernel of ['linux version=6.12', 'linux version=6.16', 'linux-rfc-2020', 'eager', 'explicit']) {
      const body = `${NESTED} => WARN, WARN
kernel_fpu_begin => ok
kernel_fpu_end => ok
kernel_fpu_end => WARN
kernel_fpu_end => ok`;
      assert.deepEqual(check(kernel, body), [], kernel);
    }
  });

  it('may stay unwritten, and is counted then', () => {
    const ran = run(trace('linux version=6.12', NESTED));
    assert.deepEqual(problems(ran), []);
    const tally = new RunTally();
    tally.note(ran.happenings, 0);
    assert.match(tally.verdict(4), /^4 steps, 2 WARNs, 0 divergences$/);
  });

  it('diverges where one is written and none comes', () => {
    const body = 'task A\nswitch A\nkernel_fpu_begin => WARN';
    assert.match(check('linux version=6.12', body)[0] ?? '', /expected WARN, got ok/);
  });

  it('comes before the death of a kernel that touches tiles under an armed XFD', () => {
    const body = `data cfg = tilecfg { tmm0: 16x64 }
task A
switch A
ring0
  ldtilecfg [cfg]
  tilezero tmm0 =>`;
    assert.deepEqual(check('linux version=6.12', `${body} #NM, WARN, oops\nend`), []);
    assert.deepEqual(check('linux version=6.12', `${body} #NM, oops\nend`), [], 'and need not be written');
    assert.deepEqual(check('linux-rfc-2020', `${body} #NM, WARN, oops\nend`), []);
  });

  it('is what CR0.TS gives, which nobody sets any more; the RFC warns twice', () => {
    const body = (outcome: string) => `task A
switch A
ring0
  mov rax, cr0
  or  rax, 8
  mov cr0, rax
end
addps xmm0, xmm1 => #NM, ${outcome}`;
    assert.deepEqual(check('linux version=6.12', body('WARN')), []);
    assert.deepEqual(check('linux-rfc-2020', body('WARN, WARN')), []);
  });

  it('is an end of a section with tiles that has not begun', () => {
    assert.deepEqual(check('explicit', 'task A\nswitch A\nkernel_amx_end => WARN'), []);
  });

  it('stops the debugger by the filter of what goes wrong in the kernel', () => {
    const engine = new Debugger(load(trace('linux version=6.12', NESTED)));
    engine.setBreakpoints([{ id: 1, on: 'filter', filter: 'oops' }]);
    const reason = go(engine, { kind: 'continue' });
    assert.equal(reason.kind === 'exception' && reason.happening.kind, 'warn');
    assert.equal(engine.place.kind, 'kernel');
  });
});
