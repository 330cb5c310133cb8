import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withTables } from '../../scripts/language-page';
import { POLICIES } from '../../src/kernel/policies';
import { parseTrace } from '../../src/language/parser';
import { STATEMENTS } from '../../src/language/syntax/statements';
import { COMPONENTS } from '../../src/machine/architecture/component';
import { problems, run } from '../world/harness';

const root = path.join(__dirname, '../..');
const page = readFileSync(path.join(root, 'docs/language.md'), 'utf8');

interface Example {
  readonly line: number;
  readonly marks: string;
  readonly text: string;
}

/** The fences that are marked `xtrace`. */
function examples(): Example[] {
  const found: Example[] = [];
  for (const match of page.matchAll(/^```xtrace([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const line = page.slice(0, match.index).split('\n').length;
    found.push({ line, marks: match[1]!.trim(), text: match[2]! }); // groups of every match
  }
  return found;
}

/** Codes that are put together from the kind of what is missing, and that of those who read files. */
const COMPOSED_CODES = ['unknown-task', 'unknown-proc', 'unknown-label', 'file-not-read'];

/** Codes of diagnostics that the sources give out: by the calls that make them. */
function codesInSources(): Set<string> {
  const maker =
    /(?:\berrorAt|\bwarningAt|\.error|\.warning|\.problem|\.unknownWord|\bbad|ExpressionError|\bfail|\bunknown(?:At)?)\([^'"`;]*?'([a-z0-9]+(?:-[a-z0-9]+)+)'|\bcode: '([a-z-]+)'|return \['([a-z-]+)'/g;
  const codes = new Set<string>(COMPOSED_CODES);
  for (const folder of ['src/language', 'src/machine/assembler', 'src/world']) {
    const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const source = readFileSync(path.join(root, folder, file), 'utf8');
      for (const match of source.matchAll(maker)) codes.add((match[1] ?? match[2] ?? match[3])!); // one of them matched
    }
  }
  return codes;
}

describe('docs/language.md', () => {
  it('has examples', () => {
    assert(examples().length >= 15);
  });

  for (const { line, text } of examples().filter(({ marks }) => marks === '')) {
    it(`shows what parses (line ${line})`, () => {
      assert.deepEqual(parseTrace(text).diagnostics, []);
    });
  }

  for (const { line, text } of examples().filter(({ marks, text }) => marks === '' && text.startsWith('xtrace '))) {
    it(`shows traces that run to their end with every expectation true (line ${line})`, () => {
      const ran = run(text);
      assert.deepEqual(problems(ran), []);
      assert.equal(ran.happenings.at(-1)?.kind, 'end');
    });
  }

  for (const { line, text } of examples().filter(({ marks }) => marks === 'wrong')) {
    it(`shows mistakes with the codes that they get (line ${line})`, () => {
      const expected = text
        .trimEnd()
        .split('\n')
        .map((row) => row.slice(row.lastIndexOf(';') + 1).trim());
      assert.deepEqual(
        parseTrace(text).diagnostics.map(({ code }) => code),
        expected,
      );
    });
  }

  it('has the tables of models, features and registers: run `npx tsx scripts/language.ts` after a change of them', () => {
    assert.equal(page, withTables(page));
  });

  it('mentions every statement', () => {
    for (const { keyword } of STATEMENTS) assert.match(page, new RegExp(`\`${keyword}\\b`), keyword);
  });

  it('lists every code of a diagnostic once, and no other', () => {
    const listed = [...page.slice(page.indexOf('## Diagnostics')).matchAll(/^\| (`[^|]+) \|/gm)].flatMap((row) =>
      [...row[1]!.matchAll(/`([a-z0-9-]+)`/g)].map((match) => match[1]!),
    ); // groups of every match
    assert.deepEqual([...listed].sort(), [...codesInSources()].sort());
  });

  it('mentions every policy and every option', () => {
    for (const { name, options } of POLICIES) {
      assert.match(page, new RegExp(`^\\| \`${name}\``, 'm'), name);
      for (const option of options) assert.match(page, new RegExp(`^\\| \`${option.name}=`, 'm'), option.name);
    }
  });

  it('names only components that exist', () => {
    const row = page.split('\n').find((text) => text.startsWith('| `X87 SSE'));
    const names = /`([^`]+)`/.exec(row ?? '')?.[1]?.split(' ') ?? [];
    assert(names.length > 5);
    for (const name of names)
      assert(
        COMPONENTS.some(({ id }) => id === name),
        name,
      );
  });
});
