import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isComponentMask, MASK_LOCALS } from '../../../src/kernel/routines/mask-locals';

const folder = path.join(__dirname, '../../../src/kernel');

/** All sources of the kernel but the table itself. */
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('mask-locals.ts'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'))
  .join('\n');

describe('the locals that hold masks of components', () => {
  it('are locals that some routine has', () => {
    for (const name of MASK_LOCALS)
      assert.ok(new RegExp(`['.\\b]${name.replace(/[.>-]/g, '\\$&')}\\b`).test(sources), name);
  });

  it('are not those that hold masks of signals', () => {
    assert.equal(isComponentMask('handle_xfd_event', 'xfd_err'), true);
    assert.equal(isComponentMask('restore_fpregs_from_fpstate', 'mask'), true);
    assert.equal(isComponentMask('sys_rt_sigaction', 'mask'), false);
    assert.equal(isComponentMask('sys_rt_sigprocmask', 'nset'), false);
    assert.equal(isComponentMask('copy_process', 'clone_flags'), false);
  });
});
