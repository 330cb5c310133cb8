import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkProgram } from '../../src/world/program/load-program';
import { problems, run } from '../world/harness';
import { CLAIMS, MISTAKES } from './language-claims';

const PAGE = inOneLine(readFileSync(path.join(__dirname, '../../docs/language.md'), 'utf8'));

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe('What docs/language.md says beside its examples', () => {
  for (const { says, trace } of CLAIMS) {
    it(`is so: ${says}`, () => {
      assert.ok(PAGE.includes(inOneLine(says)), 'the page says something else');
      const ran = run(`xtrace 1\n${trace}\n`);
      assert.deepEqual(problems(ran), []);
      assert.equal(ran.happenings.at(-1)?.kind, 'end');
    });
  }

  for (const { says, trace, code } of MISTAKES) {
    it(`is a mistake: ${says}`, () => {
      assert.ok(PAGE.includes(inOneLine(says)), 'the page says something else');
      assert.equal(checkProgram(`xtrace 1\n${trace}\n`)[0]?.code, code);
    });
  }
});
