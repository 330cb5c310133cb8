import assert from 'node:assert/strict';
import { POLICIES } from '../../src/kernel/policies';
import { renderSource } from '../../src/kernel/routines/source';
import { namesIn, namesUpTo, routineCalled, routinesIn, wordAt } from '../../src/vscode/language/kernel-outline';

describe('the source of a kernel, as an editor reads it', () => {
  for (const policy of POLICIES.filter(({ routines }) => routines.length > 0)) {
    it(`has every routine of ${policy.name}, with its file and its lines`, () => {
      const { text, signatureLine } = renderSource(policy);
      const found = routinesIn(text.split('\n'));
      assert.deepEqual(
        found.map(({ name, file, line }) => [name, file, line]),
        policy.routines.map(({ name, file }) => [name, file, signatureLine(name)]),
      );
      for (const [index, { end }] of found.entries())
        assert.ok(end < (found[index + 1]?.line ?? Number.POSITIVE_INFINITY));
    });
  }

  it('has names that may have a value: no calls, members, comments and texts', () => {
    const line = '    if (err == -EPERM) force_sig_fault(SIGILL, regs->ip); pr("mask"); // xfd_err';
    assert.deepEqual(
      namesIn(line).map(({ text }) => text),
      ['err', 'EPERM', 'SIGILL', 'regs'],
    );
    assert.equal(line.slice(8, 11), 'err');
    assert.equal(namesIn(line)[0]?.start, 8);
  });

  it('has each name of a routine where it is mentioned first, and all of the line on which it has stopped', () => {
    const lines = [
      'int f(u64 mask)',
      '{',
      '    size = of(mask);',
      '    if (size > most && size > 0)',
      '        mask = 0;',
      '}',
    ];
    const upTo = (line: number) => namesUpTo(lines, line).map(({ text, line: at }) => `${text}@${at}`);
    assert.deepEqual(
      upTo(3).filter((name) => /^(mask|size|most)/.test(name)),
      ['mask@0', 'size@2', 'size@3', 'most@3'],
    );
    assert.deepEqual(namesUpTo(lines, 9), []);
  });

  it('leads from a call to its routine, also where the call names the wrapper of one', () => {
    const linux = POLICIES.find(({ name }) => name === 'linux');
    assert.ok(linux);
    const routines = routinesIn(renderSource(linux).text.split('\n'));
    assert.equal(routineCalled(routines, 'handle_xfd_event')?.name, 'handle_xfd_event');
    assert.equal(routineCalled(routines, 'xfd_enable_feature')?.name, '__xfd_enable_feature');
    assert.equal(routineCalled(routines, 'local_irq_enable'), undefined);
  });

  it('has words that can be called', () => {
    assert.equal(wordAt('    err = xfd_enable_feature(xfd_err);', 12)?.text, 'xfd_enable_feature');
    assert.equal(wordAt('    // ', 5), undefined);
  });
});
