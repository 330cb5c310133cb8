import assert from 'node:assert/strict';
import { baseName, samePath, siblingPath } from '../../../src/adapter/protocol/source-path';

describe('paths of sources', () => {
  it('are the same whatever the slashes and the case of a Windows drive', () => {
    assert.ok(samePath('C:\\traces\\a.xtrace', 'c:/traces/A.xtrace'));
    assert.ok(samePath('/traces/a.xtrace', '/traces/a.xtrace'));
    assert.ok(!samePath('/traces/a.xtrace', '/traces/A.xtrace'));
  });

  it('end in a name', () => {
    assert.equal(baseName('/traces/a.xtrace'), 'a.xtrace');
    assert.equal(baseName('C:\\traces\\a.xtrace'), 'a.xtrace');
  });

  it('of files beside a trace never lead out of its folder', () => {
    assert.equal(siblingPath('/traces/a.xtrace', 'data/x.bin'), '/traces/data/x.bin');
    assert.equal(siblingPath('C:\\traces\\a.xtrace', 'x.bin'), 'C:\\traces\\x.bin');
    for (const name of ['../x.bin', '/etc/passwd', 'C:\\x.bin', 'data/../../x.bin', 'file:///x', '']) {
      assert.equal(siblingPath('/traces/a.xtrace', name), undefined, name);
    }
  });
});
