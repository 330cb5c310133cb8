/** What a failed expectation says, and texts with values in them. */
import assert from 'node:assert/strict';
import { expectationText } from '../../../../src/world/run/events/expectation';
import type { Happening } from '../../../../src/world/state/happening';
import { run, trace } from '../../harness';

type Failed = Happening & { kind: 'expect'; ok: false };

/** The one failure of a trace whose last step is `expectation`. */
function failure(expectation: string, before = ''): Failed {
  const { happenings } = run(trace('linux version=6.12', `${before}\n${expectation}`));
  const failed = happenings.filter((happening): happening is Failed => happening.kind === 'expect' && !happening.ok);
  assert.equal(failed.length, 1, expectation);
  return failed[0]!; // counted
}

function printed(...lines: string[]): string[] {
  const { happenings } = run(trace('linux version=6.12', lines.join('\n')));
  return happenings.flatMap((happening) => (happening.kind === 'print' ? [happening.text] : []));
}

describe('a failed expectation', () => {
  it('says its expression and both values, with and without a message', () => {
    const { expression, message, values } = failure('expect xfd == XTILECFG', '');
    assert.deepEqual([expression, message], ['xfd == XTILECFG', 'xfd == XTILECFG']);
    assert.deepEqual(values, [
      { expression: 'xfd', value: '0x40000' },
      { expression: 'XTILECFG', value: '0x20000' },
    ]);
    assert.equal(expectationText(failure('expect rax == 8', 'mov eax, 7')), 'rax == 8: rax is 7');
    assert.equal(expectationText(failure('expect rax == 8, "eight"', 'mov eax, 7')), 'rax == 8, "eight": rax is 7');
    const twice = failure('expect rax == 8 || rax > 9', 'mov eax, 7');
    assert.equal(expectationText(twice), 'rax == 8 || rax > 9: rax is 7');
  });

  it('writes each value as what it was compared with: masks and registers in hexadecimal, counts in decimal', () => {
    const text = expectationText(failure('expect rax == 8 * 4 && main.fpstate.size == 100 + 1'));
    assert.equal(
      text,
      'rax == 8 * 4 && main.fpstate.size == 100 + 1: rax is 0x0, 8 * 4 is 0x20, main.fpstate.size is 2560, 100 + 1 is 101',
    );
  });

  it('writes what was there in the base of the literal that it was compared with', () => {
    const said = (condition: string, before = 'mov eax, 100') =>
      expectationText(failure(`expect ${condition}`, before)).slice(condition.length + 2);
    assert.equal(said('rax == 99'), 'rax is 100');
    assert.equal(said('99 == rax'), 'rax is 100');
    assert.equal(said('rax == 0x63'), 'rax is 0x64');
    assert.equal(said('rax == 0b11'), 'rax is 0b110_0100');
    assert.equal(said('rax < 99 || rax == 0x1_000'), 'rax is 100, rax is 0x64');
    assert.equal(said('rax == -13', 'mov rax, -14'), 'rax is -14');
    assert.equal(said('rax == 13', 'mov rax, -14'), 'rax is 18446744073709551602');
    assert.equal(said('rax + 1 == 0x1'), 'rax + 1 is 0x65');
    assert.equal(said('main.fpstate.size == 0x100'), 'main.fpstate.size is 0xa00');
    // Zero is the same in every base.
    assert.equal(said('rax == 0'), 'rax is 0x64');
    // Nobody counts bits that have names.
    assert.equal(said('xfd == 18'), 'xfd is 0x40000');
    assert.equal(said('zmm0.f32[0] == 1'), 'zmm0.f32[0] is 0.0');
  });

  it('leaves out what holds, and looks into !, ||, parentheses and calls', () => {
    const said = (condition: string) => expectationText(failure(`expect ${condition}`)).slice(condition.length + 2);
    assert.equal(said('rbx == 0 && rcx == 1'), 'rcx is 0');
    assert.equal(said('rcx == 2 || (rdx == 3)'), 'rcx is 0, rdx is 0');
    assert.equal(said('!(rax == 0)'), 'rax is 0x0');
    assert.equal(said('has(xfd, XTILECFG)'), 'xfd is 0x40000, XTILECFG is 0x20000');
    assert.equal(said('rax'), 'rax is 0x0');
  });

  it('says the whole expression where a macro made it', () => {
    const { expression, values } = failure('check 5', '.macro check n\nexpect rax == \\n\n.endm');
    assert.deepEqual([expression, values], ['rax == 5', []]);
  });

  it('has the values of its message, at the time when it failed', () => {
    assert.equal(failure('expect rax == 8, "rax: {rax,d}, {main.state}"', 'mov eax, 77').message, 'rax: 77, running');
  });

  it('keeps braces in its message that are no expression', () => {
    assert.equal(failure('expect rax == 8, "one of {1, 2}"').message, 'one of {1, 2}');
    assert.match(failure('expect rax == 8, "{nowhere}"').message, /^\{There is no `nowhere` here\.\}$/);
  });
});

describe('print', () => {
  it('replaces braces in each of its texts', () => {
    assert.deepEqual(printed('mov eax, 5', 'mov ebx, 6', 'print "a={rax}", rbx, "b={rbx} {{}}"'), ['a=5 6 b=6 {}']);
  });

  it('writes a value as its format asks', () => {
    assert.deepEqual(printed('mov eax, 26', 'print "{rax,x} {rax,b} {rax,d} {max(1, 2)} {xfd,d}"'), [
      '0x1a 0b1_1010 26 2 262144',
    ]);
  });

  it('leaves a text that is part of an expression as it stands', () => {
    assert.deepEqual(printed('print "{rax}" == "5", main.state == "running"'), ['0 1']);
  });
});
