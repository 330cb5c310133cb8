import assert from 'node:assert/strict';
import { POLICIES } from '../../../../src/kernel/policies';
import { renderSource } from '../../../../src/kernel/routines/source';
import { describeKernelName } from '../../../../src/language/editing/hover/kernel';
import { CHECK_CONTEXT } from '../../../../src/world/program/load-program';

const describeName = (name: string) => describeKernelName(name, CHECK_CONTEXT);

describe('a name in the source of a kernel', () => {
  it('is an MSR, with and without its prefix', () => {
    const xfd = describeName('MSR_IA32_XFD');
    assert.match(`${xfd?.code} ${xfd?.text}`, /0x1c4/);
    assert.deepEqual(describeName('IA32_XFD'), xfd);
  });

  it('is a constant that traces know: an error, a signal, an argument', () => {
    assert.match(describeName('EPERM')?.text ?? '', /not permitted/i);
    assert.match(describeName('SIGILL')?.text ?? '', /Illegal instruction/);
    assert.ok(describeName('ARCH_REQ_XCOMP_PERM'));
  });

  it('is a mask of the kernel', () => {
    assert.match(describeName('XFEATURE_MASK_USER_DYNAMIC')?.text ?? '', /XTILEDATA/);
  });

  it('is a bit of a control register', () => {
    const bit = describeName('X86_CR0_TS');
    assert.match(`${bit?.code} ${bit?.text}`, /bit 3 of CR0.*Task switched/);
    assert.equal(describeName('X86_CR0_NONE'), undefined);
  });

  it('is nothing when it is a variable, a routine or a word of C', () => {
    for (const name of ['xfd_err', 'force_sig', 'NULL', 'FOO_BAR']) assert.equal(describeName(name), undefined, name);
  });

  it('is known wherever a kernel names a set of components', () => {
    const text = POLICIES.map((policy) => renderSource(policy).text.replace(/\/\/.*/g, '')).join('\n');
    const masks = new Set(text.match(/\bXFEATURE_\w+/g));
    assert.ok(masks.size > 5);
    assert.deepEqual(
      [...masks].filter((name) => !describeName(name)),
      [],
    );
  });
});
