/** What programs ask of a dynamic linker, against readelf. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readDynamicSection } from '../../src/elf/dynamic-section';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';

describe('the dynamic section', function () {
  this.timeout(60_000);
  let folder: string;

  before(function () {
    needs(this, found('gcc'));
    folder = mkdtempSync(path.join(tmpdir(), 'xtrace-dynamic-'));
    writeFileSync(path.join(folder, 'main.c'), 'int main(void) { return 0; }\n');
  });

  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const compiled = (...words: string[]) => {
    execFileSync('gcc', ['-o', 'main', 'main.c', ...words], { cwd: folder });
    return path.join(folder, 'main');
  };

  it('names the libraries and their folders as readelf does', () => {
    for (const tags of ['--enable-new-dtags', '--disable-new-dtags']) {
      const file = compiled('-Wl,--no-as-needed', '-lm', `-Wl,${tags}`, '-Wl,-rpath,$ORIGIN/lib:/opt/lib');
      const text = execFileSync('readelf', ['-d', '-W', file], { encoding: 'utf8' });
      const named = (tag: RegExp) => [...text.matchAll(tag)].map(([, name = '']) => name);
      const { needed, folders } = readDynamicSection(readFileSync(file));
      assert.deepEqual(needed, named(/\(NEEDED\).*\[(.*)\]/g));
      assert.deepEqual(folders, ['$ORIGIN/lib', '/opt/lib']);
      assert.equal(folders.join(':'), named(/\((?:RPATH|RUNPATH)\).*\[(.*)\]/g)[0]);
    }
  });

  it('asks for nothing in a static program', () => {
    assert.deepEqual(readDynamicSection(readFileSync(compiled('-static'))), { needed: [], folders: [] });
  });
});
