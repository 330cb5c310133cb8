/** Instructions with APX's EVEX prefix in traces: values, outcomes, watched registers, and where values came from. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import { go, lineOf, load, problems, run } from '../harness';

function trace(body: string, machine = 'diamond-rapids'): string {
  return `xtrace 1\nmachine ${machine}\nkernel linux\ntask A\nswitch A\n${body}\n`;
}

describe('instructions of APX in traces', () => {
  it('compute into new destinations, keep flags, compare on condition, and push and pop pairs', () => {
    const text = trace(`    mov rax, 5
    add rcx, rax, 7 => = 12
    cmp rax, 5
    {nf} sub rdx, rcx, 2 => = 10
    sete r16b
    expect r16 == 1
    ccmpne {dfv=cf} rax, 6
    setzub r17b => = 1
    mov r18, rsp
    and rsp, -16
    push2 r16, rcx
    expect u64[rsp] == 12 && u64[rsp + 8] == 1
    pop2 r19, r20
    expect r19 == 12 && r20 == 1
    imulzu bx, ax, 3 => = 15
    expect rbx == 15
    cmp rax, 6
    cfcmove rsi, [rax] => = 0
    sub rsp, 8
    push2 rax, rcx => #GP, SIGSEGV, killed`);
    assert.deepEqual(problems(run(text)), []);
  });

  it('raise #UD where the machine lacks new destinations but not APX', () => {
    assert.deepEqual(
      problems(run(trace('    add rcx, rax, 7 => #UD, SIGILL, killed', 'diamond-rapids -nci-ndd-nf'))),
      [],
    );
    assert.deepEqual(problems(run(trace('    {evex} add rcx, rax => ok', 'diamond-rapids -nci-ndd-nf'))), []);
  });

  it('are found as where a value came from, with what they read', () => {
    const text = trace(`mov r9d, 9
add r31, r9, 1
{nf} or eax, r31d, 0 ;LAST
nop`);
    const engine = new Debugger(load(text));
    const place = { cpu: 0, task: null };
    go(engine, { kind: 'continue' });
    const traced = go(engine, { kind: 'trace-origin', target: { kind: 'expression', text: 'eax', place } });
    assert(traced.kind === 'traced');
    const [last] = traced.chain;
    assert.equal(last?.line, lineOf(text, ';LAST'));
    assert.deepEqual(last.inputs, [{ name: 'r31d', value: '0xa' }]);
  });
});
