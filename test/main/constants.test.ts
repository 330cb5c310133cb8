/** `xtrace constants`: the constants that traces know. */
import assert from 'node:assert/strict';
import { xtrace } from './cli-harness';

describe('xtrace constants', () => {
  it('lists all constants, by groups', async () => {
    const { status, out, error } = await xtrace(['constants']);
    assert.deepEqual([status, error], [0, '']);
    // Intel SDM vol. 4, table 2-2; vol. 1, 13.1; include/uapi of Linux.
    for (const line of [
      'IA32_XFD = 0x1c4',
      'XTILEDATA = 0x40000',
      'EPERM = 1',
      'SIGSEGV = 0xb',
      'ARCH_REQ_XCOMP_PERM = 0x1023',
    ])
      assert.match(out, new RegExp(`^  ${line} `, 'm'), line);
  });

  it('finds those that have all the words in their name or description, in any case', async () => {
    const { out } = await xtrace(['constants', 'ia32_xfd']);
    assert.deepEqual(out.match(/^ {2}\w+/gm), ['  IA32_XFD', '  IA32_XFD_ERR']);
    assert.deepEqual((await xtrace(['constants', 'permission', 'guest', 'ask'])).out.match(/^ {2}\w+/gm), [
      '  ARCH_REQ_XCOMP_GUEST_PERM',
    ]);
    const nothing = await xtrace(['constants', 'zork']);
    assert.deepEqual([nothing.status, nothing.out], [1, '']);
    assert.match(nothing.error, /no constant with zork/);
  });

  it('prints one JSON object a line', async () => {
    const { out } = await xtrace(['constants', '--json', 'ENOMEM']);
    const { name, value, group } = JSON.parse(out);
    assert.deepEqual([name, value, group], ['ENOMEM', '0xc', 'Errors']);
  });
});
