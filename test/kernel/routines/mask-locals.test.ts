import assert from 'node:assert/strict';
import { isComponentMask } from '../../../src/kernel/routines/mask-locals';

describe('the locals that hold masks of components', () => {
  it('are not those that hold masks of signals', () => {
    assert.equal(isComponentMask('handle_xfd_event', 'xfd_err'), true);
    assert.equal(isComponentMask('restore_fpregs_from_fpstate', 'mask'), true);
    assert.equal(isComponentMask('sys_rt_sigaction', 'mask'), false);
    assert.equal(isComponentMask('sys_rt_sigprocmask', 'nset'), false);
    assert.equal(isComponentMask('copy_process', 'clone_flags'), false);
  });
});
