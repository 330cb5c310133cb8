/** R16-R31 of APX as state of a task: saved, switched, in signal frames, watched and traced back. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import { go, lineOf, load, problems, run } from '../harness';

function apx(body: string, kernel = 'linux', machine = 'diamond-rapids'): string {
  return `xtrace 1\nmachine ${machine}\nkernel ${kernel}\n${body}\n`;
}

const TASK = 'task A\nswitch A\n';

describe('the registers of APX', () => {
  it('are in use once they are written, in signal frames and in the buffer of a task that is switched out', () => {
    const text = apx(`data numbers = u64[4] { 1, 2, 3, 4 }
task A
task B
switch A
    expect xinuse.APX == 0
    mov r16d, 5 => = 5
    expect r16 == 5 && xinuse.APX == 1
    mov r31, 0x1122334455667788
    mov r17, numbers
    add r16, [r17 + 8]
    expect r16 == 7
    syscall rt_sigaction(SIGUSR1, onusr, SA_SIGINFO) => = 0
    syscall kill(A.pid, SIGUSR1) => SIGUSR1, = 0
    expect r16 == 7 && r31 == 0x1122334455667788
switch B
    expect r16 == 0 && xinuse.APX == 0
    xor r16d, r16d
    expect xinuse.APX == 1
    expect A.r16 == 7
switch A
    expect r16 == 7
proc onusr
    mov rbx, [rdx + UC_FPSTATE]
    expect u64[rbx + 960] == 7 && u64[rbx + 960 + 15*8] == 0x1122334455667788
    expect xinuse.APX == 0 && r16 == 0
    mov r16, 99
    ret
end`);
    assert.deepEqual(problems(run(text)), []);
  });

  it('are saved and loaded with component 19, and are zero after its initialisation', () => {
    const text = apx(
      `data area = zero 4096 align=64
${TASK}    mov r16, 3
    mov r24b, 0x80
    mov eax, 0x80000
    xor edx, edx
    xsave [area]
    expect u64[area + 512] == 0x80000 && u64[area + 960] == 3 && u64[area + 960 + 64] == 0x80
    mov r16, 4
    xrstor [area]
    expect r16 == 3 && r24 == 0x80
    mov QWORD PTR [area + 512], 0
    xrstor [area]
    expect r16 == 0 && r24 == 0 && xinuse.APX == 0`,
    );
    assert.deepEqual(problems(run(text)), []);
  });

  it('raise #UD where the kernel does not know them, and where the processor has none', () => {
    const body = `${TASK}    mov r16, 1 => #UD, SIGILL, killed`;
    assert.deepEqual(problems(run(apx(body, 'linux version=6.12'))), []);
    assert.deepEqual(problems(run(apx(body, 'linux', 'diamond-rapids -apx-f'))), []);
    assert.deepEqual(problems(run(apx(`${TASK}    mov r16, 1 => = 1`))), []);
  });

  it('go and come by PUSHP and POPP, and JMPABS leads to a label', () => {
    const text = apx(`${TASK}    mov r20, 7
    mov rbx, rsp
    pushp r20
    expect rbx - rsp == 8
    popp r30
    expect r30 == 7 && rbx == rsp
    jmpabs .over
    ud2
.over:
    expect r20 == 7`);
    assert.deepEqual(problems(run(text)), []);
  });

  it('stop a data breakpoint, and are followed back', () => {
    const text = apx(`${TASK}mov r20d, 9 ;MADE
mov r31, r20 ;COPIED
{rex2} mov eax, r31d ;LAST
nop`);
    const engine = new Debugger(load(text));
    const place = { cpu: 0, task: null };
    engine.setBreakpoints([
      { id: 1, on: 'data', access: 'change', target: { kind: 'expression', text: 'r31', place } },
    ]);
    const stop = go(engine, { kind: 'continue' });
    assert(stop.kind === 'breakpoint' && stop.access?.by.kind === 'code');
    assert.equal(engine.program.stepAt(stop.access.by.address)?.line, lineOf(text, ';COPIED'));
    go(engine, { kind: 'continue' });
    const traced = go(engine, { kind: 'trace-origin', target: { kind: 'expression', text: 'eax', place } });
    assert(traced.kind === 'traced');
    assert.deepEqual(
      traced.chain.map(({ line }) => line),
      [';LAST', ';COPIED', ';MADE'].map((marker) => lineOf(text, marker)),
    );
  });
});
