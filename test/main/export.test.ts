import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bare, Folder, xtrace } from './cli-harness';

/** That the page works is shown in a browser: test/browser/exported-page.test.ts. */
describe('xtrace export', () => {
  const folder = new Folder();
  after(() => folder.remove());

  it('asks where the page shall go', async () => {
    const { status, error } = await xtrace(['export', folder.write('good.xtrace', bare('nop'))]);
    assert.equal(status, 2);
    assert.match(error, /export: --html OUT says where to write the page/);
  });

  it('tells all that is wrong with a trace, and writes no page', async () => {
    const file = folder.write('wrong.xtrace', bare('mov eax, nothing', 'mov eax'));
    const out = path.join(folder.path, 'wrong.html');
    const { status, error } = await xtrace(['export', file, '--html', out]);
    assert.equal(status, 1);
    assert.match(error, /wrong\.xtrace:3:\d+: error: .*nothing/);
    assert.match(error, /wrong\.xtrace:4:\d+: error: /);
    assert.equal(existsSync(out), false);
  });

  it('names a file that the trace reads and that is not there', async () => {
    const file = folder.write('lacks.xtrace', bare('data given = file "given.bin"', 'nop'));
    const { status, error } = await xtrace(['export', file, '--html', path.join(folder.path, 'lacks.html')]);
    assert.equal(status, 1);
    assert.match(error, /given\.bin/);
  });
});
