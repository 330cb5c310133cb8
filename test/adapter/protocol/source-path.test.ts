import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import {
  baseName,
  folderOf,
  pathOfUri,
  samePath,
  siblingPath,
  uriOfPath,
} from '../../../src/adapter/protocol/source-path';

const part = fc.constantFrom('a', 'b.bin', 'C d', '.', '..', '', 'ä');
const parts = fc.array(part, { minLength: 1, maxLength: 5 });
const names = fc
  .tuple(
    fc.constantFrom('', '', '', '/', '\\', 'C:', 'c:\\', '\\\\host\\share\\', 'file:'),
    parts,
    fc.constantFrom('/', '\\'),
  )
  .map(([root, inside, slash]) => root + inside.join(slash));
const WINDOWS = ['C:\\traces\\a.xtrace', 'C:\\a.xtrace', '\\\\host\\share\\traces\\a.xtrace', 'd:/my traces/a.xtrace'];
const OTHERS = ['/traces/a.xtrace', '/Volumes/My Disk/traces/ä.xtrace', '/a.xtrace'];

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

describe('paths of Windows, of macOS and of Linux', () => {
  it('have the name and the folder that the system itself finds in them', () => {
    for (const path of WINDOWS) {
      assert.equal(baseName(path), win32.basename(path));
      assert.equal(win32.normalize(folderOf(path)), win32.join(win32.dirname(path), '\\'));
    }
    for (const path of OTHERS) {
      assert.equal(baseName(path), posix.basename(path));
      assert.equal(folderOf(path), posix.join(posix.dirname(path), '/'));
    }
  });

  it('lead from a trace to the file that the system finds there, and nowhere out of its folder', () => {
    const systems = [
      { traces: WINDOWS, system: win32 },
      { traces: OTHERS, system: posix },
    ];
    let answers = 0;
    for (const { traces, system } of systems) {
      fc.assert(
        fc.property(fc.constantFrom(...traces), names, (trace, name) => {
          const found = siblingPath(trace, name);
          if (found === undefined) return;
          answers++;
          const folder = system.dirname(trace);
          const there = system.resolve(folder, system === win32 ? name : name.replaceAll('\\', '/'));
          assert.equal(system.resolve(found), there);
          const within = system.relative(folder, there);
          assert.ok(!within.startsWith('..') && !system.isAbsolute(within), within);
        }),
        { numRuns: 500 },
      );
    }
    assert.ok(answers > 100, String(answers));
  });

  it('are the same path when the system says so of their slashes and, on a drive, of their case', () => {
    for (const path of WINDOWS.filter((each) => /^[a-z]:/i.test(each))) {
      assert.ok(samePath(path, win32.normalize(path).toUpperCase()), path);
      assert.ok(samePath(path, path.replaceAll('\\', '/')), path);
    }
    for (const path of OTHERS) assert.equal(samePath(path, path.toUpperCase()), false);
  });

  it('are the URIs that Node makes of them, and come back', () => {
    for (const path of OTHERS) {
      assert.equal(uriOfPath(path), pathToFileURL(path).href);
      assert.equal(pathOfUri(pathToFileURL(path).href), fileURLToPath(pathToFileURL(path)));
    }
    for (const path of WINDOWS) {
      const back = pathOfUri(uriOfPath(path));
      assert.ok(samePath(back, path), back);
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
