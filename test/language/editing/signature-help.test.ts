import assert from 'node:assert/strict';
import { popsUpBehind } from '../../../src/language/editing/completion/pops-up';
import { signatureHelp } from '../../../src/language/editing/signature-help';

/** The label with the active parameter in marks, at the bar. */
function at(marked: string): string | undefined {
  const column = marked.indexOf('|');
  const help = signatureHelp(marked.replace('|', ''), column);
  if (!help) return undefined;
  const { start = 0, end = 0 } = help.parameters[help.active] ?? {};
  return `${help.label.slice(0, start)}«${help.label.slice(start, end)}»${help.label.slice(end)}`;
}

describe('Signature help', () => {
  it('shows the parameters of system calls, functions and ways to fill data', () => {
    assert.equal(at('syscall arch_prctl(|'), 'arch_prctl(«option», argument)');
    assert.equal(at('syscall arch_prctl(ARCH_REQ_XCOMP_PERM, |'), 'arch_prctl(option, «argument»)');
    assert.equal(at('    syscall sigaltstack(stack, 8192, |) => = 0'), 'sigaltstack(address, size, «[flags]»)');
    assert.equal(at('expect has(xfd, |)'), 'has(mask, «COMPONENT»)');
    assert.equal(at('data a = i8[4] ramp(1, |'), 'ramp(start, «step»)');
    assert.equal(at('print "{popcount(|'), 'popcount(«x»)');
  });

  it('follows the innermost call, and stays at the parameter that may be repeated', () => {
    assert.equal(at('expect has(popcount(|), 2)'), 'popcount(«x»)');
    assert.equal(at('expect has(popcount(xfd), |'), 'has(mask, «COMPONENT»)');
    assert.equal(at('expect has(tmm0.i32[1][2], |'), 'has(mask, «COMPONENT»)');
    assert.equal(at('expect has((1 + |'), 'has(«mask», COMPONENT)');
    assert.match(at('expect max(1, 2, 3, 4, |') ?? '', /^max\(x, y, «\.\.\.»\)$/);
  });

  it('shows nothing outside of calls, in comments and in texts', () => {
    for (const marked of [
      'expect |xfd',
      'expect has(1, 2) |',
      'nop ; has(|',
      'print "has(|',
      'mov eax, (1|',
      'foo(|',
    ]) {
      assert.equal(at(marked), undefined, marked);
    }
  });
});

describe('A list of words', () => {
  it('opens by itself behind what something must follow, and not in between', () => {
    for (const before of [
      'switch ',
      '    machine ',
      'loop: jmp ',
      'nop => ',
      'mov eax, ',
      'signal SIGUSR1 to ',
      'data a = ',
      'task B in ',
      'data c = tilecfg { ',
    ]) {
      assert.ok(popsUpBehind(' ', before), before);
    }
    for (const before of ['    ', 'expect rax ', 'nop ; a comment ', 'switch A ', 'print "text "']) {
      assert.ok(!popsUpBehind(' ', before), before);
    }
  });
});
