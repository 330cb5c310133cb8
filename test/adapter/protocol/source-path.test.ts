import assert from 'node:assert/strict';
import { baseName, pathOfUri, samePath, siblingPath } from '../../../src/adapter/protocol/source-path';

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

describe('paths that are URIs', () => {
  it('are those of their files, and all else stays as it is', () => {
    assert.equal(pathOfUri('file:///traces/a%20b.xtrace'), '/traces/a b.xtrace');
    assert.equal(pathOfUri('file:///c:/traces/a.xtrace'), 'c:/traces/a.xtrace');
    assert.equal(pathOfUri('file:///traces/100%.xtrace'), '/traces/100%.xtrace');
    for (const path of ['/traces/a.xtrace', 'a.xtrace', 'untitled:Untitled-1']) assert.equal(pathOfUri(path), path);
  });
});
