/** The program and the trace that docs/programs.md begins with. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../../host/needs';
import { found, runText } from './programs';

const PAGE = readFileSync(join(__dirname, '../../../docs/programs.md'), 'utf8');

function block(language: string): string {
  const text = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(PAGE)?.[1];
  assert.ok(text, `docs/programs.md has no block in ${language}`);
  return text;
}

describe('docs/programs.md', function () {
  this.timeout(120_000);

  it('begins with a program that compiles as it says, and a trace of it that holds', function () {
    needs(this, found('gcc'));
    const [, command = ''] = /`(gcc -static [^`]*layer\.c)`/.exec(PAGE) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'xtrace-page-'));
    try {
      writeFileSync(join(folder, 'layer.c'), block('c'));
      const [program = '', ...options] = command.split(' ');
      execFileSync(program, options, { cwd: folder, stdio: 'pipe' });
      const { happenings, output } = runText(block('text'), { layer: readFileSync(join(folder, 'layer')) });
      assert.equal(output, 'each element is 192\n');
      const held = happenings.flatMap((happening) => (happening.kind === 'expect' ? [happening.ok] : []));
      assert.deepEqual(held, [true, true]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
