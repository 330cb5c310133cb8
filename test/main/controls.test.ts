import assert from 'node:assert/strict';
import { visibleText } from '../../src/language/errors/visible-text';
import { bare, Folder, xtrace } from './cli-harness';

describe('What would control a terminal', () => {
  const folder = new Folder();
  after(() => folder.remove());

  it('is shown: ESC, DEL, C0 and C1; lines and tabs are what they are', () => {
    assert.equal(visibleText('a\u001b[2Jb\u0007\u007f\r'), 'a^[[2Jb^G^?^M');
    assert.equal(visibleText('\tone\ntwo é 漢 🙂'), '\tone\ntwo é 漢 🙂');
    assert.equal(JSON.parse(visibleText(JSON.stringify('\u009b2J'))), '\u009b2J');
  });

  it('is never sent there from a trace: by prints, messages and diagnostics', async () => {
    const control = '\u001b]0;title\u0007\u009b2J';
    const file = folder.write('escapes.xtrace', bare(`print "${control}"`, `expect 1 == 2, "${control}"`, 'nop'));
    const wrong = folder.write(
      'wrong.xtrace',
      bare(`expect "${control}" + 1 == "${control}`, `data a = file "${control}"`),
    );
    for (const words of [
      ['run', file],
      ['run', '--json', file],
      ['test', file],
      ['check', wrong],
    ]) {
      const { out, error } = await xtrace(words);
      assert.doesNotMatch(out + error, /(?![\t\n])\p{Cc}/u, words.join(' '));
    }
    assert.match((await xtrace(['run', file])).out, /\^\[\]0;title\^G\\u009b2J/);
  });
});
