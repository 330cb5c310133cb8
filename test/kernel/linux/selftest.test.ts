/**
 * The kernel's own selftest of AMX, as traces: all of it passes under mainline (the examples' test), and under the RFC
 * exactly the checks fail that the traces say.
 */
import assert from 'node:assert/strict';
import { exampleText, problems, run } from '../../world/harness';

function failures(name: string): string[] {
  const text = exampleText(`selftest/${name}.xtrace`);
  const changed = text.replace(/^kernel {2}linux$/m, 'kernel  linux-rfc-2020');
  assert.notEqual(changed, text);
  return problems(run(changed)).map((problem) => problem.replace(/^line \d+: /, ''));
}

const NO_SUCH_CALL = 'expected = 0, got = -EINVAL';

describe('the selftest of AMX under the RFC', () => {
  it('fails where permission is concerned, because nobody asks', () => {
    assert.deepEqual(failures('amx-permission'), [
      NO_SUCH_CALL,
      'expected the kernel supports AMX',
      'expected #NM, SIGILL, got #NM',
      'expected [OK] Load tiledata failed.',
      'expected kernel.minsigstksz == 11952',
      NO_SUCH_CALL,
      'expected has(u64[mask], XTILECFG)',
      'expected = -ENOSPC, got = -EINVAL',
      NO_SUCH_CALL,
      NO_SUCH_CALL,
      'expected ARCH_REQ_XCOMP_PERM is successful.',
      'expected = -ENOMEM, got = 0',
    ]);
  });

  it('finds the parent’s tiles in a child', () => {
    assert.deepEqual(failures('amx-fork'), [
      NO_SUCH_CALL,
      'expected the tile data differ: they are initial',
      'expected (u64[saved + XSTATE_BV] & XTILEDATA) == 0',
    ]);
  });

  for (const name of ['amx-context-switch', 'amx-ptrace', 'amx-signal']) {
    it(`passes ${name} but for the request`, () => {
      assert.deepEqual(failures(name), [NO_SUCH_CALL]);
    });
  }
});
